import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { findPaths } from '../../../src/certs/path/find-paths.ts';
import type { PathLimits } from '../../../src/certs/path/request.ts';
import { DEFAULT_LIMITS } from '../../../src/certs/path/request.ts';
import type { Issued } from '../../fixtures/certificates.ts';
import { makeCa, makeLeaf } from '../../fixtures/certificates.ts';
import { anchorsAmong } from './pkits.ts';

const AT = Date.parse('2026-07-01T00:00:00Z');
const ROOT = makeCa('Root');

/** Authorities that all sign each other, as `mesh[signer][signed]`. */
function mesh(size: number, nameOf: (index: number) => string): readonly (readonly Issued[])[] {
  const roots = Array.from({ length: size }, (_, index) => makeCa(nameOf(index)));
  return roots.map((issuer) => roots.map(({ keys }, index) => makeCa(nameOf(index), { issuer, key: keys })));
}

const SAME_NAME = mesh(20, () => 'Mesh');
const OWN_NAMES = mesh(12, (index) => `Mesh ${index}`);

function search(
  leaf: Issued,
  pool: readonly Issued[],
  anchors: readonly Issued[],
  limits: Partial<PathLimits> = {},
) {
  const plain = (issued: readonly Issued[]): readonly Certificate[] =>
    issued.map(({ certificate }) => certificate);
  return findPaths({
    leaf: leaf.certificate,
    pool: plain(pool),
    anchors: anchorsAmong(plain(anchors)),
    at: AT,
    purpose: 'serverAuth',
    limits,
  });
}

describe.each([
  ['twenty authorities of one name', SAME_NAME],
  ['twelve authorities of their own names', OWN_NAMES],
])('%s that all sign each other', (_what, signed) => {
  const [first] = signed;
  const last = signed.at(-1);
  const signer = first?.[1];
  const far = last?.at(-2);
  if (signer === undefined || far === undefined) throw new Error('no mesh');
  const leaf = makeLeaf({ issuer: signer });
  const pool = signed.flat();
  const entry = makeCa(far.certificate.commonNames[0], { issuer: ROOT, key: far.keys });

  test('end within the limits, without an anchor', () => {
    const { status, paths, signatureChecks } = search(leaf, pool, []);
    expect(status).not.toBe('valid');
    expect(signatureChecks).toBeLessThanOrEqual(DEFAULT_LIMITS.signatureChecks);
    expect(paths.length).toBeLessThanOrEqual(DEFAULT_LIMITS.deadEnds);
  });

  test('end within the limits and say so, with an anchor', () => {
    const { cut, paths, signatureChecks, status } = search(leaf, [...pool, entry], [ROOT]);
    expect(cut).not.toBeNull();
    expect(signatureChecks).toBeLessThanOrEqual(DEFAULT_LIMITS.signatureChecks);
    expect(paths.length).toBeLessThanOrEqual(DEFAULT_LIMITS.paths + DEFAULT_LIMITS.deadEnds);
    expect(status).toBe('valid');
    expect(paths[0]?.path.length).toBe(4);
  });

  test('leave unknown what the limits do not allow to find', () => {
    const limits = { signatureChecks: 1 };
    expect(search(leaf, [...pool, entry], [ROOT], limits)).toMatchObject({
      status: 'unknown',
      cut: 'more than 1 signature checks',
      signatureChecks: 1,
    });
  });
});

describe('limits of the search', () => {
  const issuer = makeCa('Issuer', { issuer: ROOT });
  const leaf = makeLeaf({ issuer });

  test('one key under a hundred certificates costs one signature check for the leaf', () => {
    const copies = Array.from({ length: 100 }, () => makeCa('Issuer', { issuer: ROOT, key: issuer.keys }));
    const { status, cut, paths, signatureChecks } = search(leaf, copies, [ROOT]);
    expect(status).toBe('valid');
    expect(cut).toBe('more than 64 paths to an anchor');
    expect(paths).toHaveLength(64);
    expect(signatureChecks).toBe(1 + 65);
  });

  test('paths that fail say nothing if others were not looked at', () => {
    const past = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2025-01-01T00:00:00Z') };
    const expired = Array.from({ length: 3 }, () =>
      makeCa('Issuer', { issuer: ROOT, key: issuer.keys, ...past }),
    );
    expect(search(leaf, expired, [ROOT]).status).toBe('invalid');
    expect(search(leaf, expired, [ROOT], { paths: 2 })).toMatchObject({
      status: 'unknown',
      cut: 'more than 2 paths to an anchor',
    });
  });

  test('a pool beyond the limit is cut, and the answer unknown', () => {
    const strangers = Array.from({ length: 3 }, (_, index) => makeCa(`Stranger ${index}`));
    expect(search(leaf, [...strangers, issuer], [ROOT], { pool: 3 })).toMatchObject({
      status: 'unknown',
      cut: 'only the first 3 certificates were considered',
    });
  });

  test('a path longer than the limit is cut, and the answer unknown', () => {
    expect(search(leaf, [issuer], [ROOT], { depth: 2 })).toMatchObject({
      status: 'unknown',
      cut: 'paths of more than 2 certificates',
    });
  });

  test('candidates beyond the limit are cut, and the answer unknown', () => {
    const others = Array.from({ length: 10 }, () => makeCa('Issuer'));
    expect(search(leaf, [...others, issuer], [ROOT], { steps: 5 })).toMatchObject({
      status: 'unknown',
      cut: 'more than 5 candidates',
    });
  });
});
