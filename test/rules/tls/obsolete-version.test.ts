import { describe, expect, test } from '@jest/globals';
import { obsoleteVersion } from '../../../src/rules/tls/obsolete-version.ts';
import {
  answer,
  endpoint,
  EXCHANGE_2016,
  EXCHANGE_2019,
  finding,
  findings,
  known,
  named,
  silentFacts,
  soundFacts,
  versions,
} from '../../fixtures/facts.ts';

const https = endpoint('https');

function judged(answers: Parameters<typeof versions>[0], baseline = EXCHANGE_2019) {
  return findings(obsoleteVersion, [
    { endpoint: https, facts: soundFacts(https, { versions: known(versions(answers)) }), baseline },
  ]);
}

describe('tls/obsolete-version', () => {
  test('gives one verdict for each obsolete version', () => {
    expect(judged({}).map(({ subject, outcome }) => [subject.name, outcome])).toEqual([
      ['SSL 2.0', 'pass'],
      ['SSL 3.0', 'pass'],
      ['TLS 1.0', 'pass'],
      ['TLS 1.1', 'pass'],
    ]);
  });

  test.each([
    [0x0002, 'SSL 2.0', 'high'],
    [0x0300, 'SSL 3.0', 'high'],
    [0x0301, 'TLS 1.0', 'medium'],
    [0x0302, 'TLS 1.1', 'medium'],
  ])('version %i that is accepted fails with the severity of the baseline', (version, name, severity) => {
    const all = judged({ [version]: 'yes' });
    expect(named(all, name)).toMatchObject({ outcome: 'fail', severity, evidence: ['o2'] });
    expect(all.filter(({ outcome }) => outcome === 'fail')).toHaveLength(1);
  });

  test('the fix turns that version off by its name in the registry and TLS 1.2 on before', () => {
    const { fix } = named(judged({ 0x0301: 'yes' }), 'TLS 1.0');
    const off = fix.findIndex((line) => line.includes(String.raw`Protocols\TLS 1.0\$side`));
    expect(fix[off]).toContain("SetValue('Enabled', 0, 'DWord')");
    expect(fix[off]).toContain("SetValue('DisabledByDefault', 1, 'DWord')");
    const on = fix.findIndex((line) => line.includes(String.raw`Protocols\TLS 1.2\$side`));
    expect(fix[on]).toContain("SetValue('Enabled', 1, 'DWord')");
    expect(on).toBeGreaterThan(-1);
    expect(off).toBeGreaterThan(on);
  });

  test('a version that nobody could ask is unknown, with the reason', () => {
    expect(named(judged({ 0x0300: 'unknown' }), 'SSL 3.0')).toMatchObject({
      outcome: 'unknown',
      severity: 'high',
      message: 'it is not known whether SSL 3.0 is accepted: because unknown',
    });
  });

  test('a version without an answer is unknown', () => {
    const facts = soundFacts(https, { versions: known({ answers: new Map([[0x0303, answer('yes')]]) }) });
    const all = findings(obsoleteVersion, [{ endpoint: https, facts }]);
    expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']));
  });

  test('what a baseline only tolerates has the severity of its row', () => {
    expect(named(judged({ 0x0301: 'yes' }, EXCHANGE_2016), 'TLS 1.0')).toMatchObject({
      outcome: 'fail',
      severity: 'low',
    });
  });

  test('what a baseline allows or does not mention is not applicable', () => {
    const row = { version: 0x0301, policy: 'allowed', severity: 'low', reason: 'old phones' } as const;
    const own = { ...EXCHANGE_2019, versions: [row] };
    const all = judged({ 0x0301: 'yes', 0x0302: 'yes' }, own);
    expect(named(all, 'TLS 1.0').outcome).toBe('not-applicable');
    expect(named(all, 'TLS 1.1').outcome).toBe('not-applicable');
  });

  test('an endpoint of which the versions are not known is unknown', () => {
    expect(finding(obsoleteVersion, { endpoint: https, facts: silentFacts() })).toMatchObject({
      outcome: 'unknown',
      message: 'no answer to the TLS hello',
      subject: { host: 'mail.contoso.com', endpoint: https.id },
    });
  });
});
