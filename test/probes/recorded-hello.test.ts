import { describe, expect, test } from '@jest/globals';
import { OFFERS } from '../../src/exchange/offers/index.ts';
import { readOffer } from '../../src/lab/client-offer.ts';
import { realWorld } from '../../src/net/world.ts';
import { buildRecorded } from '../../src/probes/recorded-hello.ts';
import { hybridShare } from '../../src/probes/hybrid-share.ts';

const WORLD = realWorld();
const RECORDED = OFFERS.filter(
  ({ evidence, ssl2Kinds }) => evidence === 'recorded' && ssl2Kinds.length === 0,
);

describe('the hello of a client', () => {
  test.each(RECORDED.map((row) => [row.id, row] as const))('%s goes out as it was recorded', (_id, row) => {
    const { bytes, asked } = buildRecorded(row, 'mail.contoso.com', WORLD);
    const sent = readOffer(bytes);
    expect(sent?.suites).toEqual(row.suites);
    expect(sent?.groups).toEqual(row.groups);
    expect(sent?.signatureSchemes).toEqual(row.signatureSchemes);
    expect(sent?.versions ?? []).toEqual(row.supportedVersions);
    expect(sent?.keyShares).toEqual(row.keyShares);
    // What is left out has content that was not recorded; the rest keeps its order.
    expect(row.extensions?.filter((type) => sent?.extensions.includes(type))).toEqual(sent?.extensions);
    expect(asked.extensions).toEqual(sent?.extensions);
    expect(asked.sni).toBe(row.extensions?.includes(0) === true ? 'mail.contoso.com' : null);
  });

  test('names no literal address', () => {
    const row = RECORDED.find(({ id }) => id === 'ie11-win7');
    if (row === undefined) throw new Error('no such record');
    expect(readOffer(buildRecorded(row, null, WORLD).bytes)?.extensions).not.toContain(0);
  });
});

describe('a key share of X25519MLKEM768', () => {
  const share = hybridShare(WORLD.keyShares(), WORLD.random);

  test('is as long as the draft says', () => {
    expect(share?.key).toHaveLength(1184 + 32);
  });

  test('passes the check of an encapsulation key: every coefficient is below the modulus', () => {
    const key = share?.key ?? new Uint8Array(0);
    const coefficients = Array.from({ length: 384 }, (_, at) => {
      const [a = 0, b = 0, c = 0] = key.subarray(3 * at, 3 * at + 3);
      return [a | ((b & 0xf) << 8), (b >> 4) | (c << 4)];
    }).flat();
    expect(Math.max(...coefficients)).toBeLessThan(3329);
    expect(new Set(coefficients).size).toBeGreaterThan(300);
  });

  test('is not made without a key of X25519', () => {
    expect(hybridShare([], WORLD.random)).toBeNull();
  });
});
