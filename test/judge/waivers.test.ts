import { describe, expect, test } from '@jest/globals';
import { exitCode } from '../../src/judge/exit-code.ts';
import { applyWaivers, type WaivingPlaces } from '../../src/judge/waivers.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Waiver, WaiverResult } from '../../src/model/waiver.ts';
import { waiverText } from '../../src/reporters/table/waivers.ts';
import { contosoReport } from '../fixtures/report.ts';

const REPORT = contosoReport();
const NOW = Date.parse('2026-03-01T23:00:00Z');
const EDGE = 'smtp://edge.contoso.com:25';
const PLACES = {
  endpoints: REPORT.endpoints,
  thumbprints: new Map(REPORT.certificates.map(({ sha256, thumbprint }) => [sha256, thumbprint])),
};
const EXPIRED = REPORT.findings.find(({ rule }) => rule === 'cert/expired');
const SHA256 = EXPIRED?.subject.certificate ?? '';

function waive(
  parts: Partial<Waiver>,
  findings: readonly Finding[] = REPORT.findings,
  endpoints: WaivingPlaces['endpoints'] = PLACES.endpoints,
) {
  const waiver = {
    rule: 'tls/weak-cipher',
    reason: 'old scanners',
    who: 'M. Meier',
    until: '2026-03-01',
    ...parts,
  };
  const { findings: judged, results } = applyWaivers(findings, [waiver], { ...PLACES, endpoints }, NOW);
  return {
    ids: judged.filter(({ waived }) => waived !== undefined).map(({ id }) => id),
    judged,
    result: results[0],
  };
}

describe('a waiver', () => {
  test('marks the failures of its rule, to the end of its last day', () => {
    const { ids, judged, result } = waive({});
    expect(ids).toEqual([expect.stringMatching(/^tls\/weak-cipher\|smtp:\/\/edge/)]);
    expect(judged.find(({ id }) => id === ids[0])?.waived).toEqual({
      reason: 'old scanners',
      who: 'M. Meier',
      until: '2026-03-01',
    });
    expect(result).toMatchObject({ state: 'applied', findings: ids });
  });

  test('that has ended waives nothing and says what it would fit', () => {
    const { ids, result } = waive({ until: '2026-02-28' });
    expect(ids).toEqual([]);
    expect(result).toMatchObject({
      state: 'expired',
      findings: [expect.stringContaining('tls/weak-cipher')],
    });
  });

  test('that has ended beside one that holds says that nothing of it counts again', () => {
    const waivers = ['2026-02-28', '2026-03-01'].map((until): Waiver => ({
      rule: 'tls/weak-cipher',
      reason: 'old scanners',
      who: 'M. Meier',
      until,
    }));
    const { findings, results } = applyWaivers(REPORT.findings, waivers, PLACES, NOW);
    expect(findings.find(({ waived }) => waived !== undefined)?.waived?.until).toBe('2026-03-01');
    expect(results).toMatchObject([
      { state: 'expired', findings: [] },
      { state: 'applied', findings: [expect.stringContaining('tls/weak-cipher')] },
    ]);
    expect(results.map(waiverText)[0]).toBe(
      'tls/weak-cipher: the waiver ended on 2026-02-28, and nothing that was seen counts again for it: ' +
        'old scanners (M. Meier)',
    );
  });

  test.each<readonly [string, Partial<Waiver>, WaiverResult['state']]>([
    ['that holds is not called unused', {}, 'applied'],
    ['of one endpoint is not called unused', { endpoint: EDGE }, 'applied'],
    ['of one host is not called unused', { host: 'edge.contoso.com', name: 'TLS 1.0' }, 'applied'],
    ['of another host is', { host: 'other.contoso.com' }, 'unused'],
    ['of another endpoint is', { endpoint: 'smtp://edge.contoso.com:2' }, 'unused'],
    ['of another rule is', { rule: 'names/uncovered-name' }, 'unused'],
    ['of one address is not called unused', { endpoint: `${EDGE}/192.0.2.9` }, 'applied'],
    ['that has ended says so', { until: '2026-02-28' }, 'expired'],
  ])('%s where the name of the server does not resolve', (_, parts, state) => {
    const silent = REPORT.findings
      .filter(({ rule, subject }) => rule === 'tls/weak-cipher' && subject.endpoint?.startsWith(`${EDGE}/`))
      .map((one): Finding => ({
        ...one,
        subject: { host: 'edge.contoso.com', endpoint: EDGE },
        endpoints: [],
        outcome: 'unknown',
      }));
    const { ids, result } = waive(parts, silent, [{ id: EDGE, host: 'edge.contoso.com' }]);
    expect({ ids, state: result?.state, findings: result?.findings }).toEqual({
      ids: [],
      state,
      findings: [],
    });
  });

  test('waives nothing that is unknown or passes', () => {
    const { judged } = waive({ rule: 'tls/*' });
    expect(judged.filter(({ outcome, waived }) => outcome !== 'fail' && waived !== undefined)).toEqual([]);
  });

  test.each<readonly [string, Partial<Waiver>, WaiverResult['state']]>([
    ['the host', { host: 'edge.contoso.com' }, 'applied'],
    ['another host', { host: 'mail.contoso.com' }, 'unused'],
    ['the service at every address', { endpoint: EDGE }, 'applied'],
    ['the service at one address', { endpoint: `${EDGE}/192.0.2.9` }, 'applied'],
    ['the service at another address', { endpoint: `${EDGE}/192.0.2.8` }, 'unused'],
    ['a port that only begins alike', { endpoint: 'smtp://edge.contoso.com:2' }, 'unused'],
    ['a rule that fails nowhere', { rule: 'tls/compression' }, 'unused'],
    ['a group of rules', { rule: 'tls/*', endpoint: EDGE }, 'applied'],
    ['a certificate by SHA-256', { rule: 'cert/expired', certificate: SHA256 }, 'applied'],
    [
      'a certificate by its thumbprint',
      { rule: 'cert/expired', certificate: PLACES.thumbprints.get(SHA256)?.toLowerCase() ?? '' },
      'applied',
    ],
    ['another certificate', { rule: 'cert/expired', certificate: 'ab'.repeat(20) }, 'unused'],
    ['the host that presents a certificate', { rule: 'cert/expired', host: 'edge.contoso.com' }, 'applied'],
    ['a name', { rule: 'names/uncovered-name', name: 'Autodiscover.contoso.com' }, 'applied'],
    ['another name', { rule: 'names/uncovered-name', name: 'mail.contoso.com' }, 'unused'],
  ])('for %s (%j) is %s', (_, parts, state) => {
    expect(waive(parts).result?.state).toBe(state);
  });

  test('for one host does not cover what concerns another one, too', () => {
    const both = REPORT.findings.map((one) =>
      one.rule === 'cert/expired' ? { ...one, endpoints: REPORT.endpoints.map(({ id }) => id) } : one,
    );
    expect(waive({ rule: 'cert/expired', host: 'edge.contoso.com' }, both).ids).toEqual([]);
  });
});

test('what is waived does not count for the exit code', () => {
  const alone = contosoReport({
    findings: REPORT.findings.filter(({ rule, outcome }) => rule === 'tls/weak-cipher' && outcome === 'fail'),
  });
  const summary = { ...alone.summary, not_assessed: [] };
  expect(exitCode({ ...alone, summary }, 'medium')).toBe(1);
  expect(exitCode({ ...alone, summary, findings: waive({}, alone.findings).judged }, 'medium')).toBe(0);
});
