import { describe, expect, test } from '@jest/globals';
import { publicRoot as publicRootOf } from '../../../src/certs/trust/root-index.ts';
import type { ChainTrust } from '../../../src/certs/trust/chain-trust.ts';
import { judgeChain } from '../../../src/certs/trust/judge-chain.ts';
import { listStore } from '../../../src/certs/trust/list-store.ts';
import { publicStores } from '../../../src/certs/trust/public-stores.ts';
import type { TrustStore } from '../../../src/certs/trust/store.ts';
import type { Issued } from '../../fixtures/certificates.ts';
import { CLIENT_AUTH, freshKeyPair, makeCa, makeLeaf } from '../../fixtures/certificates.ts';
import { certificatesOf, ownStore, program } from '../../fixtures/stores.ts';

const AT = Date.parse('2026-07-01T00:00:00Z');
const DAY = 86_400_000;

const root = makeCa('Public Root');
const ca = makeCa('Public CA', { issuer: root, pathLength: 0 });
const leaf = makeLeaf({ issuer: ca });
const corporate = makeCa('Contoso Root');
const internal = makeLeaf({ issuer: corporate });
const alone = makeLeaf({ names: ['Mailbox01'] });
const below = makeCa('Second CA', { issuer: ca });
const tooDeep = makeLeaf({ issuer: below });
const forClients = makeLeaf({ issuer: ca, extendedKeyUsage: [CLIENT_AUTH] });
const expired = makeLeaf({
  issuer: ca,
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2026-06-30T23:59:59Z'),
});
const odd = makeLeaf({ issuer: ca, signatureOid: '1.2.3.4' });
const impostor = makeCa('Public CA', { issuer: makeCa('Other') });

const microsoft = program('microsoft', [root]);
const mozilla = program('mozilla', [root]);
const taken = program('mozilla', [root], () => ({ status: 'distrusted', why: 'has removed this root' }));
const vague = program('microsoft', [root], () => ({ status: 'unknown', why: 'had this root' }));
const empty = program('microsoft', []);

function judgeIssued(
  presented: readonly Issued[],
  stores: readonly TrustStore[],
  { pool = [], at = AT }: { readonly pool?: readonly Issued[]; readonly at?: number } = {},
): ChainTrust {
  return judgeChain(certificatesOf(presented), {
    stores,
    pool: certificatesOf(pool),
    at,
    purpose: 'serverAuth',
  });
}

const statuses = ({ stores }: ChainTrust): readonly string[] =>
  stores.map(({ store, status }) => `${store.id} ${status}`);

describe('classification', () => {
  type Row = readonly [
    what: string,
    presented: readonly Issued[],
    stores: readonly TrustStore[],
    classification: ChainTrust['classification'],
    statuses: readonly string[],
    why: RegExp,
  ];
  const rows: readonly Row[] = [
    [
      'both programs trust it',
      [leaf, ca],
      [microsoft, mozilla],
      'commercial',
      ['microsoft trusted', 'mozilla trusted'],
      /leads to Public Root, trusted by the microsoft program and the mozilla program/,
    ],
    [
      'one program trusts it and the other has never had its root',
      [leaf, ca],
      [empty, mozilla],
      'commercial',
      ['microsoft no-path', 'mozilla trusted'],
      /trusted by the mozilla program/,
    ],
    [
      'one program trusts it and the other has taken its trust away',
      [leaf, ca],
      [microsoft, taken],
      'commercial',
      ['microsoft trusted', 'mozilla distrusted'],
      /trusted by the microsoft program/,
    ],
    [
      'a program and the operator trust it',
      [leaf, ca],
      [mozilla, ownStore(root)],
      'commercial',
      ['mozilla trusted', 'own trusted'],
      /mozilla program and the configured authorities/,
    ],
    [
      'only the operator trusts it',
      [internal],
      [microsoft, ownStore(corporate)],
      'internal',
      ['microsoft no-path', 'own trusted'],
      /leads to Contoso Root, trusted by the configured authorities/,
    ],
    [
      'only this machine trusts it',
      [internal],
      [mozilla, listStore('system', 'store of this machine', [corporate.certificate])],
      'internal',
      ['mozilla no-path', 'system trusted'],
      /store of this machine/,
    ],
    ['it is self-signed', [alone], [mozilla], 'self-signed', ['mozilla no-path'], /self-signed/],
    [
      'it is self-signed and configured itself',
      [alone],
      [ownStore(alone)],
      'internal',
      ['own trusted'],
      /Mailbox01/,
    ],
    [
      'no store has its authority, which was not sent',
      [internal],
      [mozilla],
      'unknown-anchor',
      ['mozilla no-path'],
      /stops below CN=Contoso Root/,
    ],
    [
      'no store has its root, which was sent',
      [internal, corporate],
      [mozilla],
      'unknown-anchor',
      ['mozilla no-path'],
      /leads to CN=Contoso Root, O=Test, which no store has/,
    ],
    [
      'all programs have taken their trust away',
      [leaf, ca],
      [empty, taken],
      'distrusted',
      ['microsoft no-path', 'mozilla distrusted'],
      /The mozilla program has removed this root: Public Root/,
    ],
    [
      'what one program thinks is not known, and no other trusts it',
      [leaf, ca],
      [vague, taken],
      'unknown',
      ['microsoft unknown', 'mozilla distrusted'],
      /had this root/,
    ],
    [
      'what one program thinks is not known, and another trusts it',
      [leaf, ca],
      [vague, mozilla],
      'commercial',
      ['microsoft unknown', 'mozilla trusted'],
      /trusted by the mozilla program/,
    ],
    [
      'it has expired',
      [expired, ca],
      [mozilla],
      'broken',
      ['mozilla broken'],
      /but CN=mail\.contoso\.test: it was valid until 2026-06-30 \(RFC 5280, 6\.1\.3/,
    ],
    [
      'an authority stands below one that may have none below it',
      [tooDeep, below, ca],
      [mozilla],
      'broken',
      ['mozilla broken'],
      /RFC 5280, 6\.1\.4 \(l\)/,
    ],
    ['it is for clients', [forClients, ca], [mozilla], 'broken', ['mozilla broken'], /RFC 5280, 4\.2\.1\.12/],
    [
      'it is for clients, below an authority that nobody knows',
      [forClients, ca],
      [empty],
      'broken',
      ['microsoft no-path'],
      /Whatever root it leads to/,
    ],
    [
      'its signature is by an algorithm that is unknown here',
      [odd, ca],
      [mozilla],
      'unknown',
      ['mozilla unknown'],
      /1\.2\.3\.4|algorithm/,
    ],
    [
      'its issuer of that name has another key',
      [leaf, impostor],
      [empty],
      'unknown-anchor',
      ['microsoft no-path'],
      /stops below CN=Public CA/,
    ],
    ['nothing was sent', [], [mozilla], 'unknown', [], /No certificate was sent/],
    ['there are no stores', [leaf, ca], [], 'unknown-anchor', [], /no store has/],
  ];
  test.each(rows)('%s', (_, presented, stores, classification, expected, why) => {
    const trust = judgeIssued(presented, stores);
    expect(trust.classification).toBe(classification);
    expect(statuses(trust)).toEqual(expected);
    expect(trust.why).toMatch(why);
  });

  test('the path is shown, with the root that was not sent', () => {
    const trust = judgeIssued([leaf, ca], [microsoft]);
    expect(trust.path.map(({ sha256 }) => sha256)).toEqual(
      [leaf, ca, root].map(({ certificate }) => certificate.sha256),
    );
    expect(trust).toMatchObject({ anchor: 'Public Root', faults: [] });
  });

  test('a broken path names the certificate and the clause', () => {
    const { faults } = judgeIssued([tooDeep, below, ca], [mozilla]);
    expect(faults).toMatchObject([
      { code: 'path-length', clause: 'RFC 5280, 6.1.4 (l)', certificate: expect.any(String) },
    ]);
  });

  test('a certificate from elsewhere completes the path, and is still said to be missing', () => {
    const trust = judgeIssued([leaf], [mozilla], { pool: [internal, ca, corporate] });
    expect(trust).toMatchObject({
      classification: 'commercial',
      facts: { completeness: 'incomplete', missing: ca.certificate.subject },
    });
  });

  test('a root that another server sends makes a chain below it complete, and trusts nothing', () => {
    const issuing = makeCa('Corporate Issuing CA', { issuer: corporate, pathLength: 0 });
    const server = makeLeaf({ issuer: issuing });
    const trust = judgeIssued([server, issuing], [mozilla], { pool: [corporate] });
    expect(trust).toMatchObject({
      classification: 'unknown-anchor',
      why: `It leads to ${corporate.certificate.subject}, which no store has.`,
      facts: { completeness: 'complete', missing: null },
    });
    expect(judgeIssued([server, issuing], [mozilla]).facts.completeness).toBe('unknown');
    expect(judgeIssued([server], [mozilla], { pool: [corporate] }).facts.completeness).toBe('unknown');
  });

  test('where no way leads to a root, the one is shown that was sent', () => {
    const keys = freshKeyPair('ec-p256');
    const away = makeCa('Far Root');
    const sent = makeCa('Twice Signed CA', { issuer: makeCa('Near Root'), key: keys });
    const elsewhere = makeCa('Twice Signed CA', { issuer: away, key: keys });
    const server = makeLeaf({ issuer: sent });
    for (const pool of [[elsewhere], []])
      expect(judgeIssued([server, sent], [mozilla], { pool }).why).toMatch(/stops below CN=Near Root/);
    expect(judgeIssued([server, sent], [mozilla], { pool: [elsewhere, away] }).why).toMatch(
      /leads to CN=Far Root/,
    );
  });

  test('where a missing issuer can be had is said', () => {
    const away = makeLeaf({ issuer: ca, issuerUrls: ['http://pki.example/ca.cer'] });
    expect(judgeIssued([away], [mozilla]).facts).toMatchObject({
      missing: ca.certificate.subject,
      missingUrls: ['http://pki.example/ca.cer'],
    });
  });
});

describe('cross-signed authorities', () => {
  const keys = freshKeyPair('ec-p256');
  const other = makeCa('Other Root');
  const byOther = makeCa('Shared CA', { issuer: other, key: keys });
  const byRoot = makeCa('Shared CA', { issuer: root, key: keys });
  const server = makeLeaf({ issuer: byRoot });
  const old = makeCa('Shared CA', {
    issuer: other,
    key: keys,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2026-05-30T00:00:00Z'),
  });

  type Row = readonly [string, readonly Issued[], boolean];
  test.each<Row>([
    ['the way to the root first', [server, byRoot, byOther], false],
    // OpenSSL 3.0: UNABLE_TO_GET_ISSUER_CERT_LOCALLY, as it goes to Other Root and does not come back.
    ['the way to nowhere first', [server, byOther, byRoot], true],
    ['the way to nowhere first and expired', [server, old, byRoot], false],
  ])('are trusted whatever the order; %s', (_, presented, backtracks) => {
    const trust = judgeIssued(presented, [mozilla]);
    expect(trust.classification).toBe('commercial');
    expect(trust.facts.needsBacktracking).toEqual(backtracks ? ['mozilla'] : []);
  });

  test('each store has its own path', () => {
    const trust = judgeIssued([server, byOther, byRoot], [program('microsoft', [other]), mozilla]);
    expect(trust.stores.map((verdict) => verdict.root?.name)).toEqual(['Other Root', 'Public Root']);
    expect(trust.facts.needsBacktracking).toEqual(['mozilla']);
  });

  test('an expired cross-certificate beside a valid one is named', () => {
    const { facts } = judgeIssued([server, byRoot, old], [mozilla]);
    expect(facts.expiredCrossSigns).toEqual([old.certificate.sha256]);
    expect(judgeIssued([server, old], [mozilla]).facts.expiredCrossSigns).toEqual([]);
  });

  test('an expired one on the only way breaks the chain', () => {
    const trust = judgeIssued([server, old], [program('mozilla', [other])]);
    expect(trust).toMatchObject({ classification: 'broken', faults: [{ code: 'expired' }] });
  });

  test('a root that was sent cross-signed and expired is an expired cross-certificate, too', () => {
    const crossed = makeCa('Public Root', {
      issuer: other,
      key: root.keys,
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter: new Date('2026-05-30T00:00:00Z'),
    });
    const { classification, facts } = judgeIssued([leaf, ca, crossed], [mozilla]);
    expect(classification).toBe('commercial');
    expect(facts.expiredCrossSigns).toEqual([crossed.certificate.sha256]);
  });

  test('a mesh that the search gives up is unknown, never broken', () => {
    const shared = freshKeyPair('ec-p256');
    const mesh = Array.from({ length: 15 }, () =>
      makeCa('Same', { key: shared, issuer: makeCa('Same', { key: shared }) }),
    );
    const stranded = makeLeaf({ issuer: makeCa('Same', { key: shared }) });
    expect(['unknown', 'unknown-anchor']).toContain(
      judgeIssued([stranded, ...mesh], [mozilla]).classification,
    );
  });
});

describe('what is remembered', () => {
  test('the same chain gives the same answer object', () => {
    const stores = [mozilla];
    expect(judgeIssued([leaf, ca], stores)).toBe(judgeIssued([leaf, ca], stores));
  });

  test('the same first certificate with other intermediates is another chain', () => {
    const stores = [mozilla];
    expect(judgeIssued([leaf, ca], stores).classification).toBe('commercial');
    expect(judgeIssued([leaf], stores).classification).toBe('unknown-anchor');
    expect(judgeIssued([leaf], stores, { pool: [ca] }).classification).toBe('commercial');
    expect(judgeIssued([leaf], stores).classification).toBe('unknown-anchor');
  });

  test('other stores give another answer', () => {
    expect(judgeIssued([leaf, ca], [mozilla]).classification).toBe('commercial');
    expect(judgeIssued([leaf, ca], [empty]).classification).toBe('unknown-anchor');
  });

  test('an answer ends with the validity of any certificate, and not before', () => {
    const stores = [mozilla];
    const { notBefore, notAfter } = leaf.certificate;
    const at = (moment: number): ChainTrust => judgeIssued([leaf, ca], stores, { at: moment });
    expect(at(AT)).toBe(at(AT + DAY));
    expect(at(notAfter).classification).toBe('commercial');
    expect(at(notAfter + 1000).classification).toBe('broken');
    expect(at(notBefore).classification).toBe('commercial');
    expect(at(notBefore - 1000).classification).toBe('broken');
    expect(at(AT).classification).toBe('commercial');
  });

  test('an answer ends when a store changes its mind', () => {
    const turn = AT + 10 * DAY;
    const base = program('mozilla', [root], (_, at) =>
      at >= turn ? { status: 'distrusted', why: 'has removed it' } : { status: 'trusted', why: 'trusts it' },
    );
    const store: TrustStore = {
      ...base,
      issuersOf: (certificate) => base.issuersOf(certificate).map((one) => ({ ...one, turns: [turn] })),
    };
    const stores = [store];
    expect(judgeIssued([leaf, ca], stores, { at: turn - 1 }).classification).toBe('commercial');
    expect(judgeIssued([leaf, ca], stores, { at: turn }).classification).toBe('distrusted');
  });
});

test('a root of the snapshots is found for what it issued, by name and key', () => {
  const [microsoftStore, mozillaStore] = publicStores();
  const isrg = mozillaStore?.issuersOf({
    ...leaf.certificate,
    issuerKey: 'ff',
    authorityKeyId: '79b459e67bb6e5e40173800888c81a58f6e99b6e',
  });
  const [found] = isrg ?? [];
  expect(found?.name).toBe('ISRG Root X1');
  if (found === undefined) throw new Error('no root');
  expect(publicRootOf(found.certificate)?.marks).toBe('SAMO');
  const issued = { ...leaf.certificate, issuerKey: found.certificate.subjectKey, authorityKeyId: null };
  expect(microsoftStore?.issuersOf(issued).map(({ name }) => name)).toContain('ISRG Root X1');
  expect(
    judgeChain([issued], { stores: publicStores(), pool: [], at: AT, purpose: 'serverAuth' }),
  ).toMatchObject({ classification: 'unknown-anchor' });
});
