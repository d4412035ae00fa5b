import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { X509Certificate } from 'node:crypto';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { parseCertificate } from '../../../src/certs/parse.ts';
import { findPaths } from '../../../src/certs/path/find-paths.ts';
import { DEFAULT_LIMITS } from '../../../src/certs/path/request.ts';
import { validatePath } from '../../../src/certs/path/validate-path.ts';
import { makeCa, makeLeaf } from '../../fixtures/certificates.ts';
import { anchorsAmong } from './pkits.ts';

const AT = Date.parse('2026-07-01T00:00:00Z');
const PAST = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2025-01-01T00:00:00Z') };

interface Member {
  readonly signer: number;
  readonly signed: number;
  readonly sound: boolean;
  readonly certificate: Certificate;
}

const SIZE = 5;
const ROOTS = Array.from({ length: SIZE }, (_, index) => makeCa(`Authority ${index}`));
const LEAVES = ROOTS.map((issuer) => makeLeaf({ issuer }).certificate);

/** Everybody signs everybody, once soundly and twice not. */
const BANK: readonly Member[] = ROOTS.flatMap((issuer, signer) =>
  ROOTS.flatMap(({ keys }, signed) =>
    [{}, PAST, { ca: false }].map((options, kind) => ({
      signer,
      signed,
      sound: kind === 0,
      certificate: makeCa(`Authority ${signed}`, { issuer, key: keys, ...options }).certificate,
    })),
  ),
);

/** Whether sound certificates lead from the signer of the leaf to an anchor, by the plainest means. */
function reaches(start: number, members: readonly Member[], anchors: readonly number[]): boolean {
  const reached = new Set([start]);
  for (const at of reached) {
    for (const { signer, signed, sound } of members) if (sound && signed === at) reached.add(signer);
  }
  return anchors.some((anchor) => reached.has(anchor));
}

const indexes = fc.integer({ min: 0, max: SIZE - 1 });

describe('random pools', () => {
  test('have a valid path exactly if there is one, and what is called valid is a chain', () => {
    fc.assert(
      fc.property(
        indexes,
        fc.shuffledSubarray([...BANK], { maxLength: 14 }),
        fc.uniqueArray(indexes, { maxLength: 2 }),
        (start, members, anchors) => {
          const leaf = LEAVES[start];
          if (leaf === undefined) return;
          const trusted = anchors.flatMap((anchor) => ROOTS[anchor]?.certificate ?? []);
          const { paths, cut, status, signatureChecks } = findPaths({
            leaf,
            pool: members.map(({ certificate }) => certificate),
            anchors: anchorsAmong(trusted),
            at: AT,
            purpose: 'serverAuth',
          });
          expect(signatureChecks).toBeLessThanOrEqual(DEFAULT_LIMITS.signatureChecks);
          expect(paths.length).toBeLessThanOrEqual(DEFAULT_LIMITS.paths + DEFAULT_LIMITS.deadEnds);
          const expected = reaches(start, members, anchors);
          expect(status === 'valid').toBe(expected);
          expect(cut).toBeNull();
          for (const { path, status: verdict, anchor } of paths) {
            expect(path[0]).toBe(leaf);
            expect(verdict === 'valid' && !(anchor !== null && isChain(path))).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of damaged certificates never throw, and a damaged leaf is never valid', () => {
    const [root] = ROOTS;
    const [leaf] = LEAVES;
    if (root === undefined || leaf === undefined) throw new Error('no bank');
    const between = BANK.filter(({ signer, sound }) => signer === 0 && sound).map(
      ({ certificate }) => certificate,
    );
    const damaged = (certificate: Certificate, at: number, bytes: Uint8Array): Certificate => {
      const der = Uint8Array.from(certificate.der);
      der.set(bytes.subarray(0, der.length), Math.min(at, Math.max(0, der.length - bytes.length)));
      return parseCertificate(der);
    };
    fc.assert(
      fc.property(
        fc.nat({ max: 600 }),
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        fc.constantFrom(...between),
        (at, bytes, victim) => {
          const broken = damaged(victim, at, bytes);
          const request = { at: AT, purpose: 'serverAuth' } as const;
          const anchors = anchorsAmong([root.certificate, broken]);
          const anywhere = findPaths({ leaf, pool: [broken, ...between], anchors, ...request });
          const asLeaf = findPaths({ leaf: broken, pool: [leaf, broken], anchors, ...request });
          const { status } = validatePath([leaf, broken, root.certificate], request);
          const verdicts = [anywhere.status, asLeaf.status, status];
          expect(['valid', 'invalid', 'unknown']).toEqual(expect.arrayContaining(verdicts));
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** By another implementation: every signature, every name, every authority, every date. */
function isChain(path: readonly Certificate[]): boolean {
  const chain = path.map(({ der }) => new X509Certificate(der));
  return chain.slice(0, -1).every((certificate, index) => {
    const issuer = chain[index + 1];
    if (issuer === undefined) return false;
    const current = Date.parse(certificate.validFrom) <= AT && AT <= Date.parse(certificate.validTo);
    return (
      current &&
      certificate.checkIssued(issuer) &&
      certificate.verify(issuer.publicKey) &&
      (index === 0 || certificate.ca)
    );
  });
}
