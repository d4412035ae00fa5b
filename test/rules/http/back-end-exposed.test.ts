import { describe, expect, test } from '@jest/globals';
import { BACK_END_PORTS } from '../../../src/exchange/ports.ts';
import type { KnockedPort } from '../../../src/facts/types.ts';
import type { FailureCode, Stage } from '../../../src/model/failure.ts';
import type { Reach } from '../../../src/model/report.ts';
import { backEndExposed } from '../../../src/rules/http/back-end-exposed.ts';
import type { Place } from '../../fixtures/facts.ts';
import { endpoint, findings, known, reach, silentFacts } from '../../fixtures/facts.ts';

const PUBLIC = '52.96.0.1';

const judged = (...places: readonly Place[]) => {
  const [hit, ...others] = findings(backEndExposed, places);
  expect(others).toEqual([]);
  if (hit === undefined) throw new Error('no finding');
  return hit;
};

const TLS_PORTS = BACK_END_PORTS.flatMap(({ protocol, port }) =>
  protocol === null ? [] : [[port, protocol] as const],
);

/** The website for clients, and what came of knocking at other ports of its address. */
function website(address: string, ...ports: readonly (readonly [number, KnockedPort['state']])[]): Place {
  const knocked = ports.map(([port, state]) => ({ port, state, why: '', evidence: [`k${port}`] }));
  return {
    endpoint: endpoint('https', { address }),
    facts: silentFacts({ reach: reach('answered'), knocks: known({ ports: knocked }) }),
  };
}

describe('http/back-end-exposed', () => {
  test.each(TLS_PORTS)('port %i is a fault at an address of the Internet', (port, protocol) => {
    const of = endpoint(protocol, { port, address: PUBLIC });
    const hit = judged({ endpoint: of, facts: silentFacts({ reach: reach('answered') }) });
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'medium', subject: { host: 'mail.contoso.com' } });
    expect(hit.message).toContain(`mail.contoso.com takes connections at ${port} (`);
    expect(hit.message).toMatch(/from the Internet$/);
  });

  test('inside it is information', () => {
    const of = endpoint('https', { port: 444, address: '10.0.0.7' });
    expect(judged({ endpoint: of, facts: silentFacts({ reach: reach('answered') }) })).toMatchObject({
      outcome: 'fail',
      severity: 'info',
    });
  });

  const failed = (state: Reach, code: FailureCode, stage: Stage): string =>
    judged({
      endpoint: endpoint('https', { port: 444, address: PUBLIC }),
      facts: silentFacts({
        reach: known({
          state,
          failure: { code, stage, detail: '' },
          preamble: null,
          connections: 1,
          rung: null,
        }),
      }),
    }).outcome;

  test.each([
    ['not-enabled', 'connection-refused', 'dial', 'pass'],
    ['unreachable', 'connection-refused', 'dial', 'pass'],
    ['unreachable', 'connect-timeout', 'dial', 'unknown'],
    ['unreachable', 'name-not-found', 'resolve', 'unknown'],
    ['unknown', 'tls-timeout', 'tls', 'fail'],
    ['unknown', 'not-tls', 'tls', 'fail'],
    ['unknown', 'deadline', 'local', 'unknown'],
  ] as const)('%s by %s at %s: %s', (state, code, stage, outcome) => {
    expect(failed(state, code, stage)).toBe(outcome);
  });

  test.each([
    [[[81, 'open']], 'fail'],
    [[[81, 'closed']], 'pass'],
    [[[81, 'unknown']], 'unknown'],
    [
      [
        [81, 'closed'],
        [808, 'unknown'],
      ],
      'unknown',
    ],
    [
      [
        [81, 'unknown'],
        [808, 'open'],
      ],
      'fail',
    ],
    [[], 'not-applicable'],
  ] as const)('knocking at %j: %s', (ports, outcome) => {
    expect(judged(website(PUBLIC, ...ports)).outcome).toBe(outcome);
  });

  test('says what listens, with the evidence of those that are open', () => {
    const hit = judged(website(PUBLIC, [81, 'open'], [808, 'closed']));
    expect(hit.message).toContain('at 81 (website "Exchange Back End" without TLS), from the Internet');
    expect(hit.evidence).toEqual(['k81']);
  });

  test.each([
    ['https', 443],
    ['smtp', 25],
    ['smtp', 587],
    ['imaps', 993],
  ] as const)('does not apply to %s on %i', (protocol, port) => {
    const of = endpoint(protocol, { port, address: PUBLIC });
    const facts = silentFacts({ reach: reach('answered'), knocks: known({ ports: [] }) });
    expect(judged({ endpoint: of, facts }).outcome).toBe('not-applicable');
  });
});
