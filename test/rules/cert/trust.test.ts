import { describe, expect, test } from '@jest/globals';
import { anchorSent } from '../../../src/rules/cert/anchor-sent.ts';
import { brokenChain } from '../../../src/rules/cert/broken-chain.ts';
import { chainIncomplete } from '../../../src/rules/cert/chain-incomplete.ts';
import { chainOnlySomeClients } from '../../../src/rules/cert/chain-only-some-clients.ts';
import { chainOrder } from '../../../src/rules/cert/chain-order.ts';
import { distrustedRoot } from '../../../src/rules/cert/distrusted-root.ts';
import { expired as expiredRule } from '../../../src/rules/cert/expired.ts';
import { expiredCrossSign } from '../../../src/rules/cert/expired-cross-sign.ts';
import { untrusted } from '../../../src/rules/cert/untrusted.ts';
import type { TrustStore } from '../../../src/certs/trust/store.ts';
import type { Issued } from '../../fixtures/certificates.ts';
import { CLIENT_AUTH, freshKeyPair, makeCa, makeLeaf } from '../../fixtures/certificates.ts';
import { endpoint, finding, findings, presenting, unreadCertificate } from '../../fixtures/facts.ts';
import { certificatesOf, ownStore, program } from '../../fixtures/stores.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Rule } from '../../../src/rules/rule.ts';

const NEW = { notBefore: new Date('2026-11-01T00:00:00Z') } as const;

const root = makeCa('Public Root');
const ca = makeCa('Public CA', { issuer: root, pathLength: 0 });
const leaf = makeLeaf({ issuer: ca, ...NEW });
const marked = makeLeaf({ issuer: ca, timestamps: true, ...NEW });
const corporate = makeCa('Contoso Root');
const internal = makeLeaf({ issuer: corporate, ...NEW });
const alone = makeLeaf({ names: ['Mailbox01'], ...NEW });
const tooDeep = makeLeaf({ issuer: makeCa('Second CA', { issuer: ca }), ...NEW });
const second = makeCa('Third CA', { issuer: ca });
const belowSecond = makeLeaf({ issuer: second, ...NEW });
const forClients = makeLeaf({ issuer: ca, extendedKeyUsage: [CLIENT_AUTH], ...NEW });
const expired = makeLeaf({ issuer: ca, notBefore: new Date('2026-01-01T00:00:00Z') });
const odd = makeLeaf({ issuer: ca, signatureOid: '1.2.3.4', ...NEW });

const mozilla = program('mozilla', [root]);
const microsoft = program('microsoft', [root]);
const taken = program('mozilla', [root], () => ({ status: 'distrusted', why: 'has removed this root' }));
const vague = program('microsoft', [root], () => ({ status: 'unknown', why: 'had this root' }));

const https = endpoint('https');
const smtp = endpoint('smtp');

function judged(
  rule: Rule,
  presented: readonly Issued[],
  stores: readonly TrustStore[],
  place = https,
): Finding {
  return finding(rule, presenting(place, ...certificatesOf(presented)), { stores });
}

type Row = readonly [string, readonly Issued[], readonly TrustStore[], Finding['outcome'], RegExp];

describe('cert/untrusted', () => {
  test.each<Row>([
    ['a public chain', [leaf, ca], [microsoft, mozilla], 'pass', /microsoft program and the mozilla program/],
    [
      'one that a store does not know',
      [leaf, ca],
      [program('microsoft', []), mozilla],
      'pass',
      /microsoft program has no root/,
    ],
    ['your own CA', [internal], [mozilla, ownStore(corporate)], 'pass', /configured authorities/],
    ['a self-signed one', [alone], [mozilla], 'not-applicable', /cert\/self-signed/],
    ['a root that nobody has', [internal, corporate], [mozilla], 'unknown', /which no store has/],
    ['an issuer that nobody has', [internal], [mozilla], 'unknown', /stops below/],
    ['an algorithm that is unknown here', [odd, ca], [mozilla], 'unknown', /./],
    ['a root that all have removed', [leaf, ca], [taken], 'not-applicable', /cert\/distrusted-root/],
    ['a path that is not valid', [forClients, ca], [mozilla], 'not-applicable', /cert\/broken-chain/],
    [
      'public marks below a root that nobody has',
      [marked, ca, root],
      [program('mozilla', [])],
      'fail',
      /bears the marks of a public CA/,
    ],
    [
      'public marks below an issuer that is missing',
      [marked],
      [program('mozilla', [])],
      'unknown',
      /stops below/,
    ],
  ])('%s', (_, presented, stores, outcome, message) => {
    const hit = judged(untrusted, presented, stores);
    expect(hit.outcome).toBe(outcome);
    expect(hit.message).toMatch(message);
  });

  test.each([
    [https, 'high'],
    [smtp, 'low'],
    [endpoint('smtp', { port: 2525 }), 'info'],
  ])('towards %j it is %s', (place, severity) => {
    const hit = judged(untrusted, [marked, ca, root], [program('mozilla', [])], place);
    expect(hit).toMatchObject({ outcome: 'fail', severity });
  });

  test('an unread certificate is unknown', () => {
    expect(finding(untrusted, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});

describe('cert/distrusted-root', () => {
  test.each<Row>([
    [
      'a root that one program has removed',
      [leaf, ca],
      [microsoft, taken],
      'fail',
      /mozilla program has removed this root: Public Root\..*Still trusted by the microsoft program/,
    ],
    ['a root that all have removed', [leaf, ca], [taken], 'fail', /has removed this root/],
    ['a root that all trust', [leaf, ca], [microsoft, mozilla], 'pass', /trusts this root/],
    [
      'a root of which one says nothing',
      [leaf, ca],
      [vague, mozilla],
      'pass',
      /mozilla program trusts this root/,
    ],
    ['a root of which the only one says nothing', [leaf, ca], [vague], 'unknown', /had this root/],
    [
      'a root of your own',
      [internal],
      [mozilla, ownStore(corporate)],
      'not-applicable',
      /no root of a public program/,
    ],
    ['no root', [internal], [mozilla], 'not-applicable', /no root of a public program/],
  ])('%s', (_, presented, stores, outcome, message) => {
    const hit = judged(distrustedRoot, presented, stores);
    expect(hit.outcome).toBe(outcome);
    expect(hit.message).toMatch(message);
  });

  test('names the root in the fix, and the audience decides', () => {
    const hit = judged(distrustedRoot, [leaf, ca], [microsoft, taken], smtp);
    expect(hit).toMatchObject({ severity: 'low', evidence: ['o4'] });
    expect(hit.fix[0]).toContain('Public Root');
  });
});

describe('cert/broken-chain', () => {
  test.each<Row>([
    ['a valid path', [leaf, ca], [mozilla], 'pass', /valid path/],
    ['a CA too many', [belowSecond, second, ca], [mozilla], 'fail', /Third CA.*RFC 5280, 6\.1\.4 \(l\)/],
    [
      'a CA too many below a root that nobody has',
      [belowSecond, second, ca],
      [program('mozilla', [])],
      'fail',
      /RFC 5280/,
    ],
    ['a purpose that has a rule of its own', [forClients, ca], [mozilla], 'not-applicable', /rules on these/],
    ['a date that has a rule of its own', [expired, ca], [mozilla], 'not-applicable', /rules on these/],
    ['an algorithm that is unknown here', [odd, ca], [mozilla], 'unknown', /algorithm|1\.2\.3\.4/],
    ['a self-signed one', [alone], [mozilla], 'not-applicable', /self-signed/],
    ['an issuer that nobody has', [internal], [mozilla], 'not-applicable', /cert\/untrusted/],
    ['an issuer that is missing', [tooDeep], [mozilla], 'not-applicable', /cert\/untrusted/],
  ])('%s', (_, presented, stores, outcome, message) => {
    const hit = judged(brokenChain, presented, stores);
    expect(hit.outcome).toBe(outcome);
    expect(hit.message).toMatch(message);
  });

  test('a root that was removed breaks nothing', () => {
    expect(judged(brokenChain, [leaf, ca], [taken]).outcome).toBe('pass');
  });
});

describe('chains with more than one way', () => {
  const keys = freshKeyPair('ec-p256');
  const other = makeCa('Other Root');
  const byRoot = makeCa('Shared CA', { issuer: root, key: keys });
  const byOther = makeCa('Shared CA', { issuer: other, key: keys });
  const old = makeCa('Shared CA', {
    issuer: other,
    key: keys,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2026-05-30T00:00:00Z'),
  });
  const server = makeLeaf({ issuer: byRoot, ...NEW });

  test.each([
    [https, 'medium'],
    [smtp, 'low'],
  ])('cert/chain-only-some-clients fails where the first way leads to nowhere: %j %s', (place, severity) => {
    const hit = judged(chainOnlySomeClients, [server, byOther, byRoot], [mozilla], place);
    expect(hit).toMatchObject({ outcome: 'fail', severity });
    expect(hit.message).toContain('mozilla program');
  });

  test.each<Row>([
    ['the first way leads to a root', [server, byRoot, byOther], [mozilla], 'pass', /first path/],
    ['no way does', [server, byOther], [mozilla], 'not-applicable', /no path/],
  ])('cert/chain-only-some-clients: %s', (_, presented, stores, outcome, message) => {
    const hit = judged(chainOnlySomeClients, presented, stores);
    expect(hit.outcome).toBe(outcome);
    expect(hit.message).toMatch(message);
  });

  test.each<Row>([
    [
      'one beside a valid one',
      [server, byRoot, old],
      [mozilla],
      'fail',
      /Shared CA.*signed by CN=Other Root.*2026-05-30/,
    ],
    ['none', [server, byRoot], [mozilla], 'pass', /no expired/],
    ['the only way', [server, old], [mozilla], 'not-applicable', /no other path/],
  ])('cert/expired-cross-sign: %s', (_, presented, stores, outcome, message) => {
    const hit = judged(expiredCrossSign, presented, stores);
    expect(hit.outcome).toBe(outcome);
    expect(hit.message).toMatch(message);
  });

  test.each<Row>([
    [
      'one beside a valid one is left to cert/expired-cross-sign',
      [server, byRoot, old],
      [mozilla],
      'not-applicable',
      /see cert\/expired-cross-sign/,
    ],
    ['the only way is an expired issuer', [server, old], [mozilla], 'fail', /without another way/],
  ])('cert/expired: %s', (_, presented, stores, outcome, message) => {
    const place = presenting(https, ...presented.map(({ certificate }) => certificate));
    const hit = findings(expiredRule, [place], { stores }).find(
      ({ subject }) => subject.certificate === old.certificate.sha256,
    );
    expect(hit?.outcome).toBe(outcome);
    expect(hit?.message).toMatch(message);
  });

  test('cert/expired-cross-sign is low and removes the right one', () => {
    const hit = judged(expiredCrossSign, [server, byRoot, old], [mozilla]);
    expect(hit.severity).toBe('low');
    expect(hit.fix.join('\n')).toContain(old.certificate.thumbprint);
  });
});

describe('of two endpoints that send the same certificate with other issuers', () => {
  const place = (of: typeof https, ...presented: readonly Issued[]) =>
    presenting(of, ...certificatesOf(presented));
  const where = (rule: Rule, one: readonly Issued[], other: readonly Issued[]): Finding | undefined =>
    findings(rule, [place(https, ...one), place(smtp, ...other)], {
      stores: [mozilla],
      pool: certificatesOf([ca]),
    }).find(({ outcome }) => outcome === 'fail');

  test.each<[string, Rule, readonly Issued[], readonly Issued[]]>([
    ['an incomplete chain', chainIncomplete, [leaf, ca], [leaf]],
    ['a root that is sent', anchorSent, [leaf, ca], [leaf, ca, root]],
    ['the wrong order', chainOrder, [leaf, ca, root], [leaf, root, ca]],
  ])('%s is said of the one that sends it', (_, rule, good, bad) => {
    const hit = where(rule, good, bad);
    expect(hit?.endpoints).toEqual([smtp.id]);
    expect(hit?.message).toContain('mail.contoso.com:25');
    expect(hit?.message).not.toContain(':443');
    expect(where(rule, bad, bad)?.endpoints).toEqual([https.id, smtp.id]);
  });

  test('the severity is that of those who are concerned', () => {
    expect(where(chainIncomplete, [leaf, ca], [leaf])?.severity).toBe('low');
    expect(where(chainIncomplete, [leaf], [leaf, ca])?.severity).toBe('high');
  });
});

describe('cert/anchor-sent', () => {
  test.each<Row>([
    ['with the root', [leaf, ca, root], [mozilla], 'fail', /root is sent on mail\.contoso\.com:443/],
    ['without', [leaf, ca], [mozilla], 'pass', /no root/],
    ['a self-signed one', [alone], [mozilla], 'not-applicable', /self-signed/],
  ])('%s', (_, presented, stores, outcome, message) => {
    const hit = judged(anchorSent, presented, stores);
    expect(hit).toMatchObject({ outcome, severity: 'info' });
    expect(hit.message).toMatch(message);
  });
});

test.each([untrusted, distrustedRoot, brokenChain, chainOnlySomeClients, expiredCrossSign, anchorSent])(
  '$id says nothing good of a certificate that cannot be read',
  (rule) => {
    expect(finding(rule, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  },
);
