import { describe, expect, test } from '@jest/globals';
import type { ChainFacts } from '../../../src/certs/trust/chain-facts.ts';
import { judgeChain } from '../../../src/certs/trust/judge-chain.ts';
import type { Fingerprint } from '../../../src/model/observation.ts';
import type { Issued } from '../../fixtures/certificates.ts';
import { DOMAIN_VALIDATED, freshKeyPair, makeCa, makeLeaf } from '../../fixtures/certificates.ts';
import { certificatesOf, ownStore, program } from '../../fixtures/stores.ts';

const REQUEST = { pool: [], at: Date.parse('2026-07-01T00:00:00Z'), purpose: 'serverAuth' } as const;

const publicRoot = makeCa('Public Root');
const publicCa = makeCa('Public Issuing CA', { issuer: publicRoot, pathLength: 0 });
const publicLeaf = makeLeaf({ issuer: publicCa, policies: [DOMAIN_VALIDATED] });

const privateRoot = makeCa('Contoso Root');
const privateCa = makeCa('Contoso Issuing CA', { issuer: privateRoot });
const privateLeaf = makeLeaf({ issuer: privateCa });

const selfSigned = makeLeaf({ names: ['Mailbox01'] });

const roots = program('mozilla', [publicRoot]);

interface Described extends ChainFacts {
  readonly path: readonly Fingerprint[];
}

/** As an operator gives his authorities: roots are trusted, the others only known. */
function describeIssued(presented: readonly Issued[], cas: readonly Issued[] = []): Described {
  const own = ownStore(...cas.filter(({ certificate }) => certificate.selfIssued));
  const pool = certificatesOf(cas.filter(({ certificate }) => !certificate.selfIssued));
  const { facts, path } = judgeChain(certificatesOf(presented), { ...REQUEST, stores: [roots, own], pool });
  return { ...facts, path: path.map(({ sha256 }) => sha256) };
}

describe('completeness', () => {
  type Row = readonly [string, readonly Issued[], readonly Issued[], Partial<Described>, RegExp];
  const rows: readonly Row[] = [
    [
      'a public chain up to a known root is complete',
      [publicLeaf, publicCa],
      [],
      { completeness: 'complete', missing: null, anchorSent: false },
      /leads to a known root: CN=Public Root/,
    ],
    [
      'the same with the root is complete, and the root was sent',
      [publicLeaf, publicCa, publicRoot],
      [],
      { completeness: 'complete', anchorSent: true, order: 'ok', extra: [] },
      /known root/,
    ],
    [
      'a public leaf alone is incomplete',
      [publicLeaf],
      [],
      { completeness: 'incomplete', missing: 'CN=Public Issuing CA, O=Test' },
      /was not sent: a public authority never issues from its root/,
    ],
    [
      'a leaf with timestamps alone is incomplete',
      [makeLeaf({ issuer: privateCa, timestamps: true })],
      [],
      { completeness: 'incomplete' },
      /was not sent/,
    ],
    [
      'a private leaf alone is unknown',
      [privateLeaf],
      [],
      { completeness: 'unknown', missing: 'CN=Contoso Issuing CA, O=Test' },
      /give the certificate of that authority/,
    ],
    [
      'a private chain below an unknown root is unknown',
      [privateLeaf, privateCa],
      [],
      { completeness: 'unknown', missing: 'CN=Contoso Root, O=Test' },
      /stops below CN=Contoso Root/,
    ],
    [
      'a private chain below a configured root is complete',
      [privateLeaf, privateCa],
      [privateRoot],
      { completeness: 'complete' },
      /configured authority/,
    ],
    [
      'a private chain with its root is complete although nobody knows the root',
      [privateLeaf, privateCa, privateRoot],
      [],
      { completeness: 'complete', anchorSent: true },
      /self-signed authority that was sent/,
    ],
    [
      'a private leaf alone is incomplete if its issuer is a configured intermediate',
      [privateLeaf],
      [privateRoot, privateCa],
      { completeness: 'incomplete', missing: 'CN=Contoso Issuing CA, O=Test' },
      /known from elsewhere/,
    ],
    [
      'a private leaf issued by a configured root is complete alone',
      [makeLeaf({ issuer: privateRoot })],
      [privateRoot],
      { completeness: 'complete' },
      /configured authority/,
    ],
    [
      'a self-signed certificate has no chain',
      [selfSigned],
      [],
      { completeness: 'self-signed', missing: null, anchorSent: false, order: 'ok' },
      /self-signed/,
    ],
    ['nothing is unknown', [], [], { completeness: 'unknown', path: [] }, /No certificate/],
  ];
  test.each(rows)('%s', (_, presented, cas, expected, why) => {
    const description = describeIssued(presented, cas);
    expect(description).toMatchObject(expected);
    expect(description.why).toMatch(why);
  });

  test('a certificate that cannot be read is unknown', () => {
    const broken = { ...publicLeaf.certificate, sha256: 'bb', issuerKey: '', faults: ['not a certificate'] };
    expect(judgeChain([broken], { ...REQUEST, stores: [roots] }).facts.completeness).toBe('unknown');
  });

  test('a configured root of the same name with another key does not complete a chain', () => {
    const impostor = makeCa('Contoso Root');
    expect(describeIssued([privateLeaf, privateCa], [impostor]).completeness).toBe('unknown');
  });

  test('a root of the table with the same name and another key does not complete a chain', () => {
    const impostor = makeCa('Public Root');
    const ca = makeCa('Public Issuing CA', { issuer: impostor });
    expect(describeIssued([makeLeaf({ issuer: ca }), ca]).completeness).toBe('unknown');
  });

  test('without key identifiers the name of a known root is enough', () => {
    const ca = makeCa('Other CA', { issuer: publicRoot, keyIdentifiers: false });
    expect(describeIssued([makeLeaf({ issuer: ca }), ca]).completeness).toBe('complete');
  });

  test('a leaf signed by an impostor of the intermediate is not linked to the real one', () => {
    const impostor = makeCa('Public Issuing CA', { issuer: publicRoot });
    const leaf = makeLeaf({ issuer: impostor, policies: [DOMAIN_VALIDATED] });
    const description = describeIssued([leaf, publicCa]);
    expect(description).toMatchObject({ completeness: 'incomplete', links: [] });
    expect(description.extra).toEqual([publicCa.certificate.sha256]);
  });
});

describe('cross-signed authorities', () => {
  const keys = freshKeyPair('ec-p256');
  const unknownRoot = makeCa('Unknown Root');
  const byUnknown = makeCa('Shared CA', { issuer: unknownRoot, key: keys });
  const byKnown = makeCa('Shared CA', { issuer: publicRoot, key: keys });
  const leaf = makeLeaf({ issuer: byKnown });

  test.each([
    ['the known way first', [leaf, byKnown, byUnknown]],
    ['the unknown way first', [leaf, byUnknown, byKnown]],
  ])('are complete if one way is: %s', (_, presented) => {
    const description = describeIssued(presented);
    expect(description).toMatchObject({ completeness: 'complete', order: 'ok', extra: [] });
    expect(description.links).toHaveLength(2);
  });

  test('a cross-signed root completes a chain whose last issuer is unknown', () => {
    const crossSigned = makeCa('Public Root', { issuer: unknownRoot, key: publicRoot.keys });
    const description = describeIssued([publicLeaf, publicCa, crossSigned]);
    expect(description).toMatchObject({ completeness: 'complete', order: 'ok', anchorSent: false });
  });
});

describe('order and strangers', () => {
  const sha = (...list: readonly Issued[]) => list.map(({ certificate }) => certificate.sha256);

  test('a chain in order has links by signature', () => {
    const description = describeIssued([publicLeaf, publicCa, publicRoot]);
    expect(description.path).toEqual(sha(publicLeaf, publicCa, publicRoot));
    expect(description.links.map(({ by }) => by)).toEqual(['signature', 'signature']);
  });

  test('root before intermediate is out of order and still complete', () => {
    const description = describeIssued([publicLeaf, publicRoot, publicCa]);
    expect(description).toMatchObject({ order: 'out-of-order', completeness: 'complete', extra: [] });
    expect(description.path).toEqual(sha(publicLeaf, publicCa, publicRoot));
  });

  test('a stranger in the middle is extra and puts the chain out of order', () => {
    const description = describeIssued([publicLeaf, privateCa, publicCa]);
    expect(description).toMatchObject({ order: 'out-of-order', extra: sha(privateCa) });
  });

  test('a stranger at the end is extra and leaves the order', () => {
    const description = describeIssued([publicLeaf, publicCa, privateRoot]);
    expect(description).toMatchObject({ order: 'ok', extra: sha(privateRoot), anchorSent: false });
  });

  test('a certificate that is sent twice is extra the second time', () => {
    expect(describeIssued([publicLeaf, publicLeaf, publicCa])).toMatchObject({
      order: 'out-of-order',
      extra: sha(publicLeaf),
    });
  });

  test('an intermediate that is sent twice is extra and leaves the order', () => {
    const description = describeIssued([publicLeaf, publicCa, publicCa]);
    expect(description).toMatchObject({ order: 'ok', completeness: 'complete', extra: sha(publicCa) });
    expect(description.links).toHaveLength(1);
  });

  test('an issuer of the right name with a key of another kind is no link', () => {
    const keys = { keyIdentifiers: false, key: 'ec-p256' } as const;
    const leaf = makeLeaf({ issuer: makeCa('CA', keys), keyIdentifiers: false });
    expect(describeIssued([leaf, makeCa('CA', { ...keys, key: 'ed25519' })]).links).toEqual([]);
  });

  test('an algorithm that is unknown here gives a link by name', () => {
    const leaf = makeLeaf({ issuer: privateRoot, signatureOid: '1.2.3.4' });
    const description = describeIssued([leaf, privateRoot]);
    expect(description.links).toEqual([
      { child: leaf.certificate.sha256, parent: privateRoot.certificate.sha256, by: 'name' },
    ]);
  });

  test('authorities that certify each other end', () => {
    const a = freshKeyPair('ec-p256');
    const b = freshKeyPair('ec-p256');
    const rootA = makeCa('A', { key: a });
    const rootB = makeCa('B', { key: b });
    const aByB = makeCa('A', { key: a, issuer: rootB });
    const bByA = makeCa('B', { key: b, issuer: rootA });
    const description = describeIssued([makeLeaf({ issuer: rootA }), aByB, bByA]);
    expect(description).toMatchObject({ completeness: 'unknown', order: 'ok', extra: [] });
  });

  test('the search among many certificates of one name is bounded', () => {
    const key = freshKeyPair('ec-p256');
    const certificates = Array.from({ length: 40 }, () =>
      makeCa('Same', { key, issuer: makeCa('Same', { key }) }),
    );
    const leaf = makeLeaf({ issuer: makeCa('Same', { key }) });
    expect(describeIssued([leaf, ...certificates]).path.length).toBeLessThanOrEqual(10);
  });
});
