import { describe, expect, test } from '@jest/globals';
import type { ChainResult, StoreResult, TrustResult } from '../../../src/model/report.ts';
import { chainLines } from '../../../src/reporters/table/chain-lines.ts';

const ROOT = 'cc'.repeat(32);

const store = (changes: Partial<StoreResult>): StoreResult => ({
  id: 'mozilla',
  title: 'Mozilla root program',
  date: '2026-09-22',
  status: 'trusted',
  anchor: { name: 'Root', sha256: ROOT },
  why: 'because',
  ...changes,
});

const trust = (changes: Partial<TrustResult> = {}): TrustResult => ({
  classification: 'commercial',
  why: 'It leads to Root.',
  path: ['aa'.repeat(32), ROOT],
  anchor: { name: 'Root', sha256: ROOT },
  faults: [],
  stores: [store({})],
  completeness: 'complete',
  missing: null,
  order: 'ok',
  extra: [],
  anchor_sent: false,
  ...changes,
});

function texts(chain: Partial<ChainResult>): readonly string[] {
  const whole = { sni: true, certificates: [], trust: null, openssl: null, ...chain };
  return chainLines(whole, []).map(({ text }) => text);
}

describe('what is made of a chain', () => {
  test('is nothing where it was not judged', () => {
    expect(texts({})).toEqual([]);
  });

  test('is the verdict, the path by names, and each store', () => {
    expect(texts({ trust: trust() })).toEqual([
      'commercial CA: It leads to Root.',
      'path: aaaaaaaa... < Root',
      'Mozilla root program (2026-09-22): trusts it',
    ]);
  });

  test.each([
    ['no-path', 'own list: has no root of it'],
    ['broken', 'own list: no valid path: because'],
    ['distrusted', 'own list: has taken its trust away: because'],
    ['unknown', 'own list: not known: because'],
  ] as const)('a store says why unless it is plain: %s', (status, text) => {
    const stores = [store({ status, title: 'own list', date: null })];
    expect(texts({ trust: trust({ path: [], stores }) }).slice(1)).toEqual([text]);
  });

  test('a store does not say again what was said of the chain', () => {
    const stores = [store({ status: 'broken', why: 'It leads to Root.' })];
    expect(texts({ trust: trust({ path: [], stores }) })[1]).toBe(
      'Mozilla root program (2026-09-22): no valid path',
    );
  });

  test.each([
    [true, null, 'accepts the chain'],
    [false, 'CERT_HAS_EXPIRED', 'refuses the chain, CERT_HAS_EXPIRED'],
  ])('OpenSSL is one more client: %j %j', (authorized, code, says) => {
    const openssl = { client: 'node 20, openssl 3', roots: 'Mozilla 2026-09-22', authorized, code };
    expect(texts({ openssl })).toEqual([`OpenSSL (node 20, openssl 3) with Mozilla 2026-09-22: ${says}`]);
  });
});
