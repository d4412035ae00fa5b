import { describe, expect, test } from '@jest/globals';
import type { CertificateResult, EndpointResult, Report } from '../../src/model/report.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { warningsOf } from '../../src/plan/warnings.ts';
import { endpoint, NOW } from '../fixtures/facts.ts';
import { contosoReport } from '../fixtures/report.ts';

const [answered] = contosoReport().endpoints as readonly [EndpointResult];
const [leaf] = contosoReport().certificates as readonly [CertificateResult];
const HOST = 'mail.contoso.com';

function place(of: ReturnType<typeof endpoint>, changes: Partial<EndpointResult> = {}): EndpointResult {
  return { ...answered, ...of, product: null, ...changes };
}

function planFor(...names: readonly string[]): Plan {
  const demands = [
    { host: HOST, family: 'web', ports: [443], endpoints: [], names, commonName: null, listed: [] },
  ] as const;
  const counts = { listed: names.length, wildcard: 1 };
  const items = [{ commonName: HOST, names, demands, wildcard: false, counts, existing: null }];
  return { items, optimal: true, leftOut: [], kept: [], prediction: null };
}

function warnings(plan: Plan, endpoints: readonly EndpointResult[], names: readonly string[] = []): string {
  const certificates = [{ ...leaf, self_signed: false, names }];
  const report: Report = contosoReport({ endpoints, certificates, findings: [], observations: [] });
  return warningsOf(plan, report, NOW).join('\n');
}

const WEB = place(endpoint('https', { host: HOST }));

describe('what a plan warns of', () => {
  test.each(['unreachable', 'unknown'] as const)('includes places that were %s', (reach) => {
    const down = place(endpoint('imaps', { host: 'down.contoso.com' }), { reach, chains: [] });
    expect(warnings(planFor(HOST), [WEB, down])).toContain('did not answer: down.contoso.com (993).');
  });

  test('does not include standard ports that are closed', () => {
    const closed = place(endpoint('pop3s', { host: HOST }), { reach: 'not-enabled', chains: [] });
    expect(warnings(planFor(HOST), [WEB, closed])).not.toContain('did not answer');
  });

  test('includes names that certificates have now and nobody asked for', () => {
    const text = warnings(planFor(HOST), [WEB], [HOST, 'Autodiscover.contoso.com', 'ex01.contoso.local']);
    expect(text).toContain('asks for them: autodiscover.contoso.com.');
  });

  test('counts a name as kept that a wildcard of the plan covers', () => {
    const text = warnings(planFor('*.contoso.com'), [WEB], [HOST, 'autodiscover.contoso.com']);
    expect(text).not.toContain('leaves out');
  });

  test('includes ports for servers that present a certificate of a CA', () => {
    const calls = place(endpoint('tls', { host: HOST, port: 5061 }));
    expect(warnings(planFor(HOST), [WEB, calls])).toContain(`presented on ${HOST}:5061,`);
    expect(warnings(planFor(HOST), [WEB])).not.toContain('5061');
  });
});
