import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { findPaths } from '../../../src/certs/path/find-paths.ts';
import type { PathSearch } from '../../../src/certs/path/judgement.ts';
import type { PathRequest } from '../../../src/certs/path/request.ts';
import type { Issued } from '../../fixtures/certificates.ts';
import { makeCa, makeLeaf } from '../../fixtures/certificates.ts';
import { nameConstraints } from './extension-values.ts';
import { anchorsAmong } from './pkits.ts';

const AT = Date.parse('2026-07-01T00:00:00Z');
const PAST = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2025-01-01T00:00:00Z') };

const ROOT = makeCa('Root');
const OTHER = makeCa('Other Root');
const ISSUER = makeCa('Issuer', { issuer: ROOT });
const CROSS = makeCa('Issuer', { issuer: OTHER, key: ISSUER.keys });
const LEAF = makeLeaf({ issuer: ISSUER });

function search(
  leaf: Issued,
  pool: readonly Issued[],
  anchors: readonly Issued[],
  request: Partial<PathRequest> = {},
): PathSearch {
  return findPaths({
    leaf: leaf.certificate,
    pool: plain(pool),
    anchors: anchorsAmong(plain(anchors)),
    at: AT,
    purpose: 'serverAuth',
    ...request,
  });
}

function plain(issued: readonly Issued[]): readonly Certificate[] {
  return issued.map(({ certificate }) => certificate);
}

/** Subjects from the leaf up, then the status, then the faults. */
function summary({ paths }: PathSearch): readonly string[] {
  return paths.map(({ path, status, anchor, faults }) => {
    const names = path.map(({ subject }) => subject.replace(/^CN=([^,]+).*/, '$1')).join(' < ');
    const codes = faults.map(({ code }) => ` ${code}`).join('');
    return `${names}: ${status}${anchor === null ? ', no anchor' : ''}${codes}`;
  });
}

const NAME = 'mail.contoso.test';

describe('findPaths', () => {
  test('finds the one path of an ordinary chain, with two signatures looked at', () => {
    const found = search(LEAF, [LEAF, ISSUER], [ROOT]);
    expect(summary(found)).toEqual([`${NAME} < Issuer < Root: valid`]);
    expect(found).toMatchObject({ status: 'valid', cut: null, signatureChecks: 2 });
  });

  test.each([
    ['misordered', [ISSUER, LEAF]],
    ['with the root', [LEAF, ISSUER, ROOT]],
    ['with everything twice', [LEAF, ISSUER, ISSUER, LEAF, ROOT, ROOT]],
    ['with strangers', [LEAF, makeCa('Stranger'), ISSUER, makeLeaf()]],
  ])('a chain sent %s has the same path', (_what, pool) => {
    expect(summary(search(LEAF, pool, [ROOT]))).toEqual([`${NAME} < Issuer < Root: valid`]);
  });

  // Node 20 (OpenSSL 3.0) says UNABLE_TO_GET_ISSUER_CERT_LOCALLY to this order and takes the other; pkijs 3.4 fails.
  test.each([
    ['first', [ISSUER, CROSS]],
    ['last', [CROSS, ISSUER]],
  ])('goes back from an issuer that leads nowhere, sent %s', (_what, pool) => {
    const found = search(LEAF, pool, [OTHER]);
    expect(summary(found)).toEqual([
      `${NAME} < Issuer < Other Root: valid`,
      `${NAME} < Issuer: unknown, no anchor issuer-missing`,
    ]);
    expect(found.status).toBe('valid');
  });

  test('goes back from a cross-certified root whose issuer nobody trusts any more', () => {
    const bridge = makeCa('Root', { issuer: OTHER, key: ROOT.keys });
    expect(summary(search(LEAF, [ISSUER, bridge], [ROOT]))).toEqual([
      `${NAME} < Issuer < Root: valid`,
      `${NAME} < Issuer < Root: unknown, no anchor issuer-missing`,
    ]);
    expect(summary(search(LEAF, [ISSUER, bridge], [OTHER]))).toEqual([
      `${NAME} < Issuer < Root < Other Root: valid`,
    ]);
    expect(summary(search(LEAF, [ISSUER, bridge], [OTHER, ROOT]))).toEqual([
      `${NAME} < Issuer < Root: valid`,
      `${NAME} < Issuer < Root < Other Root: valid`,
    ]);
  });

  test('reports a way over an expired cross-certificate behind the one that is valid', () => {
    const expired = makeCa('Issuer', { issuer: OTHER, key: ISSUER.keys, ...PAST });
    const found = search(LEAF, [expired, ISSUER], [OTHER, ROOT]);
    expect(summary(found)).toEqual([
      `${NAME} < Issuer < Root: valid`,
      `${NAME} < Issuer < Other Root: invalid expired`,
    ]);
  });

  test('passes over an issuer whose constraints forbid the leaf', () => {
    const extensions = [nameConstraints({ permitted: ['dns:fabrikam.test'] })];
    const narrow = makeCa('Issuer', { issuer: ROOT, key: ISSUER.keys, extensions });
    expect(summary(search(LEAF, [narrow, CROSS], [ROOT, OTHER]))).toEqual([
      `${NAME} < Issuer < Other Root: valid`,
      `${NAME} < Issuer < Root: invalid name-constraints`,
    ]);
  });

  test('takes key identifiers as a hint and signatures as proof', () => {
    const impostor = makeCa('Issuer', { issuer: ROOT });
    const liar = makeLeaf({ issuer: { ...ISSUER, keys: ISSUER.keys }, keyIdentifiers: false });
    expect(search(liar, [impostor, ISSUER], [ROOT]).paths[0]?.path[1]).toBe(ISSUER.certificate);
    const wrongId = makeCa('Issuer', {
      issuer: ROOT,
      key: ISSUER.keys,
      keyIdentifiers: false,
      extensions: [{ oid: '2.5.29.14', value: Buffer.from('040101', 'hex') }],
    });
    expect(search(LEAF, [wrongId], [ROOT]).status).toBe('valid');
  });

  test('compares names as RFC 5280 does', () => {
    const shouted = makeLeaf({
      issuer: {
        ...ISSUER,
        subject: [
          ['O', 'TEST'],
          ['CN', ' issuer '],
        ],
      },
    });
    expect(search(shouted, [ISSUER], [ROOT]).status).toBe('valid');
  });

  test('an intermediate can be an anchor', () => {
    expect(summary(search(LEAF, [LEAF, ISSUER], [ISSUER]))).toEqual([`${NAME} < Issuer: valid`]);
  });

  test('a self-signed leaf is a path of one certificate, trusted or not', () => {
    const alone = makeLeaf();
    expect(summary(search(alone, [alone], []))).toEqual([`${NAME}: invalid, no anchor no-anchor`]);
    expect(summary(search(alone, [alone], [alone]))).toEqual([`${NAME}: valid`]);
  });

  test('the same root renewed is anchored by the old one', () => {
    const renewed = makeCa('Root', { key: ROOT.keys });
    expect(search(LEAF, [ISSUER, renewed], [ROOT])).toMatchObject({ status: 'valid' });
    expect(search(renewed, [], [ROOT], { purpose: null }).paths[0]).toMatchObject({
      status: 'valid',
      path: [renewed.certificate, ROOT.certificate],
    });
  });

  test('says that an issuer is missing', () => {
    const found = search(LEAF, [LEAF], [ROOT]);
    expect(summary(found)).toEqual([`${NAME}: unknown, no anchor issuer-missing`]);
    expect(found.status).toBe('unknown');
  });

  test('says that a root is not trusted', () => {
    const found = search(LEAF, [ISSUER, ROOT], [OTHER]);
    expect(summary(found)).toEqual([`${NAME} < Issuer < Root: invalid, no anchor no-anchor`]);
    expect(found.status).toBe('invalid');
  });

  test('says that authorities only vouch for each other', () => {
    const one = makeCa('One');
    const two = makeCa('Two', { issuer: one });
    const back = makeCa('One', { issuer: two, key: one.keys });
    expect(summary(search(makeLeaf({ issuer: one }), [two, back], []))).toEqual([
      `${NAME} < One < Two: invalid, no anchor no-anchor`,
    ]);
  });

  test('a signature that fits nobody of the name is a doubt, and a fault if the key identifier fits', () => {
    const stranger = makeCa('Issuer', { issuer: ROOT });
    expect(search(LEAF, [stranger], [ROOT])).toMatchObject({
      status: 'unknown',
      paths: [{ faults: [{ code: 'signature', certain: false }] }],
    });
    const copied = makeCa('Issuer', {
      issuer: ROOT,
      keyIdentifiers: false,
      extensions: [
        { oid: '2.5.29.14', value: Buffer.from(`0414${LEAF.certificate.authorityKeyId ?? ''}`, 'hex') },
      ],
    });
    expect(search(LEAF, [copied], [ROOT])).toMatchObject({
      status: 'invalid',
      paths: [{ faults: [{ code: 'signature', certain: true }] }],
    });
  });

  test('an unknown signature algorithm leaves everything unknown', () => {
    const odd = makeLeaf({ issuer: ISSUER, signatureOid: '1.2.3.4' });
    expect(search(odd, [ISSUER], [ROOT])).toMatchObject({
      status: 'unknown',
      paths: [{ status: 'unknown', anchor: ROOT.certificate, faults: [{ code: 'signature-unknown' }] }],
    });
  });

  test('what is no certificate has no path', () => {
    const junk: Issued = { ...LEAF, certificate: { ...LEAF.certificate, version: 0, issuerKey: '' } };
    expect(search(junk, [ISSUER], [ROOT]).status).toBe('unknown');
  });

  test('gives the same answer whatever is remembered', () => {
    const first = search(LEAF, [ISSUER, CROSS], [ROOT, OTHER]);
    expect(search(LEAF, [ISSUER, CROSS], [ROOT, OTHER])).toEqual(first);
  });
});
