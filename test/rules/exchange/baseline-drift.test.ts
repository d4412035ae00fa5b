import { describe, expect, test } from '@jest/globals';
import { SUITE_LISTS } from '../../../src/exchange/baseline-lists.ts';
import { baseline } from '../../../src/exchange/baselines.ts';
import type { EndpointFactSet } from '../../../src/facts/types.ts';
import { baselineDrift } from '../../../src/rules/exchange/baseline-drift.ts';
import { authenticatedBy, suite } from '../../../src/wire/iana/suites.ts';
import {
  endpoint,
  EXCHANGE_2019,
  EXCHANGE_SE,
  finding,
  known,
  soundFacts,
  suites,
  unknown,
  versions,
} from '../../fixtures/facts.ts';
import type { ContextChanges } from '../../fixtures/facts.ts';
import { product } from '../../fixtures/product.ts';

const https = endpoint('https');
const GOOD = [0xc030, 0xc02f, 0xc028, 0xc027];

function judged(
  codes: readonly number[],
  changes: Partial<EndpointFactSet> = {},
  context: ContextChanges = {},
  of = https,
) {
  const at12 = codes.map((code) => [0x0303, code] as const);
  const facts = soundFacts(of, { suites: known(suites(at12)), ...changes });
  const { baseline: by = EXCHANGE_2019 } = context;
  return finding(baselineDrift, { endpoint: of, facts, baseline: by }, context);
}

/** What an RSA certificate shows of a list. */
function shown(id: string): readonly number[] {
  const all = SUITE_LISTS.find((one) => one.id === id)?.suites ?? [];
  return all.filter((code) => {
    const found = suite(code);
    return found !== undefined && authenticatedBy(found) === 'RSA';
  });
}

describe('exchange/baseline-drift', () => {
  test('the four suites that an RSA certificate shows, in their order, pass', () => {
    expect(judged(GOOD)).toMatchObject({ outcome: 'pass', severity: 'low' });
  });

  test('a suite more fails and is taken out', () => {
    const hit = judged([...GOOD, 0xc014]);
    expect(hit).toMatchObject({
      outcome: 'fail',
      severity: 'low',
      message:
        'compared with the list of exchange-2019: 1 suite more than it: TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    });
    expect(hit.fix[0]).toContain("'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA') { Disable-TlsCipherSuite");
  });

  test('a suite less is for information, and the fix sets the list', () => {
    const hit = judged([0xc030, 0xc02f]);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'info' });
    expect(hit.message).toContain('2 suites of it not accepted: TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384');
    expect(hit.fix[0]).toContain('Enable-TlsCipherSuite');
  });

  test('another order fails', () => {
    expect(judged([0xc02f, 0xc030, 0xc028, 0xc027])).toMatchObject({ outcome: 'fail', severity: 'low' });
  });

  test('the plain list of Windows is recognized', () => {
    const hit = judged(shown('windows-2019'));
    expect(hit.outcome).toBe('fail');
    expect(hit.message).toMatch(/\. It is the list of Windows Server 2019$/);
  });

  test('X25519 is information about a recommendation', () => {
    const groups = known({ accepted: [29, 23, 24].map((group) => ({ version: 0x0303, group })) });
    const hit = judged(GOOD, { groups });
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'info' });
    expect(hit.message).toContain('is not confirmed');
    expect(hit.message).not.toContain('It is the list of');
    expect(hit.fix.slice(0, 2)).toEqual([
      expect.stringContaining('# Not confirmed'),
      "Disable-TlsEccCurve -Name 'curve25519'",
    ]);
  });

  test('it does without facts on order and groups', () => {
    expect(judged(GOOD, { order: unknown(), groups: unknown(), product: unknown() }).outcome).toBe('pass');
  });

  test('answers that are not whole leave it unknown', () => {
    const some = known(suites([[0x0303, 0xc030]], 'unknown'));
    expect(judged([], { suites: some })).toMatchObject({ outcome: 'unknown' });
    expect(judged(GOOD, { chains: unknown() })).toMatchObject({ outcome: 'unknown' });
    expect(judged(GOOD, { versions: known(versions({ 0x0303: 'unknown' })) })).toMatchObject({
      outcome: 'unknown',
    });
  });

  test('a check does not ask for the list, so it says nothing of it', () => {
    expect(judged([0xc030], {}, { depth: 'check' }).outcome).toBe('not-applicable');
  });

  test('without TLS 1.2, or a list in the baseline, there is nothing to compare', () => {
    expect(judged([], { versions: known(versions({ 0x0303: 'no' })) }).outcome).toBe('not-applicable');
    expect(judged(GOOD, {}, { baseline: { ...EXCHANGE_2019, suites: [] } }).outcome).toBe('not-applicable');
  });

  test('TLS 1.3 is expected of SE on Windows Server 2022, but not on SMTP', () => {
    const seen = known(product('15.2.2562.53', { windows: '10.0.20348' }));
    const hit = judged(GOOD, { product: seen }, { baseline: EXCHANGE_SE });
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'info' });
    expect(hit.message).toContain('TLS 1.3 is not accepted, which is on by default');
    expect(hit.fix.join()).toContain('TLS 1.3');
    const smtp = endpoint('smtp');
    expect(judged(GOOD, { product: seen }, { baseline: EXCHANGE_SE }, smtp).outcome).toBe('pass');
    const older = known(product('15.2.2562.53', { windows: '10.0.17763' }));
    expect(judged(GOOD, { product: older }, { baseline: EXCHANGE_SE }).outcome).toBe('pass');
  });

  test('what a device in front accepts is for information', () => {
    const seen = known(product('15.2.2562.53', { front: 'load-balancer' }));
    expect(judged([...GOOD, 0xcca8], { product: seen })).toMatchObject({ outcome: 'fail', severity: 'info' });
  });

  test('Exchange 2013 has a list of its own, and a baseline of the organization too', () => {
    const own = baseline('exchange-2013');
    if (own === undefined) throw new Error('no baseline');
    expect(judged(shown('exchange-2013'), {}, { baseline: own }).outcome).toBe('pass');
    expect(
      judged([0xc030], {}, { baseline: { ...EXCHANGE_2019, id: 'ours', suites: [0xc030] } }).outcome,
    ).toBe('pass');
  });
});
