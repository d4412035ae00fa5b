import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Certificate } from '../../../src/certs/certificate.ts';
import type { Observation } from '../../../src/model/observation.ts';
import { daneMismatch } from '../../../src/rules/mail/dane-mismatch.ts';
import { daneUnusable } from '../../../src/rules/mail/dane-unusable.ts';
import { dns, domainFacts, domainFindings } from '../../fixtures/domain.ts';
import {
  certificate,
  DAY,
  endpoint,
  known,
  NOW,
  type Place,
  presenting,
  RSA_2048,
  silentFacts,
  soundFacts,
  starttls,
} from '../../fixtures/facts.ts';

const HOST = 'mail.contoso.com';
const SMTP = endpoint('smtp', { host: HOST });
const LEAF = certificate();
const CA = certificate({
  sha256: 'ca'.repeat(32),
  der: Uint8Array.of(0x30, 1, 5),
  publicKeyInfo: Uint8Array.of(0x30, 1, 9),
  subject: 'CN=Contoso Issuing CA',
  basicConstraints: { ca: true, pathLength: null },
});

const hash = (algorithm: string, bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');
const FITTING = `3 1 1 ${hash('sha256', RSA_2048)}`;
const OTHER = `3 1 1 ${'0b'.repeat(32)}`;

interface Zone {
  readonly ad?: boolean;
  readonly mxAd?: boolean;
  readonly addressAd?: boolean;
  readonly resolver?: string;
}

function zone(
  records: readonly string[],
  { ad = true, mxAd = ad, addressAd = ad, resolver = '192.0.2.53' }: Zone = {},
) {
  return [
    dns('mx', 'MX', [`10 ${HOST}`], { authenticated: mxAd, resolver }),
    dns(`addresses/${HOST}`, 'A', ['203.0.113.7'], { authenticated: addressAd, resolver }),
    dns(`tlsa/${HOST}`, 'TLSA', records, { authenticated: ad, resolver }),
  ];
}

function said(
  rule: typeof daneMismatch,
  observations: readonly Observation[],
  places: readonly Place[] = [presenting(SMTP, LEAF, CA)],
): string {
  const [only, ...others] = domainFindings(rule, [domainFacts(observations)], places);
  expect(others).toEqual([]);
  return `${only?.outcome} ${only?.severity}: ${only?.message}`;
}

describe('mail/dane-mismatch', () => {
  const late: Certificate = { ...LEAF, notAfter: NOW - DAY };
  const elsewhere: Certificate = { ...LEAF, dnsNames: ['other.example'], commonNames: [] };

  test.each<[string, string, readonly Certificate[]]>([
    ['the key of the server', FITTING, [LEAF, CA]],
    ['the same of a server whose certificate has ended', FITTING, [late, CA]],
    ['the same of a server of another name', FITTING, [elsewhere, CA]],
    ['the whole key', `3 1 0 ${Buffer.from(RSA_2048).toString('hex')}`, [LEAF]],
    ['the certificate with SHA-512', `3 0 2 ${hash('sha512', LEAF.der)}`, [LEAF]],
    ['the authority', `2 0 1 ${hash('sha256', CA.der)}`, [LEAF, CA]],
    [
      "the authority's key, in capitals",
      `2 1 1 ${hash('sha256', CA.publicKeyInfo).toUpperCase()}`,
      [LEAF, CA],
    ],
  ])('passes with a record of %s', (_, record, chain) => {
    expect(said(daneMismatch, zone([OTHER, record]), [presenting(SMTP, ...chain)])).toMatch(/^pass high/);
  });

  test.each<[string, string, readonly Certificate[]]>([
    ['another key', OTHER, [LEAF, CA]],
    ['an authority that was not sent', `2 0 1 ${hash('sha256', CA.der)}`, [LEAF]],
    ['an authority, for a certificate that has ended', `2 0 1 ${hash('sha256', CA.der)}`, [late, CA]],
    ['an authority, for a certificate of another name', `2 0 1 ${hash('sha256', CA.der)}`, [elsewhere, CA]],
    ['the server as an authority', `2 1 1 ${hash('sha256', RSA_2048)}`, [LEAF, CA]],
    ['an authority as the server', `3 0 1 ${hash('sha256', CA.der)}`, [LEAF, CA]],
  ])('fails with a record of %s', (_, record, chain) => {
    expect(said(daneMismatch, zone([record]), [presenting(SMTP, ...chain)])).toMatch(/^fail high/);
  });

  test('fails less severely where nobody vouches for the records', () => {
    expect(said(daneMismatch, zone([OTHER], { ad: true, resolver: 'system' }))).toMatch(
      /^fail medium: .*DNSSEC/,
    );
  });

  test('fails where there is no TLS at all', () => {
    const plain = { endpoint: SMTP, facts: soundFacts(SMTP, { starttls: known(starttls('not-offered')) }) };
    expect(said(daneMismatch, zone([FITTING]), [plain])).toMatch(/^fail high: .*no STARTTLS/);
  });

  test('is not for records that senders ignore', () => {
    expect(said(daneMismatch, zone([OTHER], { ad: false }))).toMatch(/^not-applicable/);
    expect(said(daneMismatch, zone([]))).toMatch(/^not-applicable/);
    expect(said(daneMismatch, zone([`1 1 1 ${'0b'.repeat(32)}`]))).toMatch(/^not-applicable/);
  });

  test('does not know a host that is no target, or that did not answer', () => {
    expect(said(daneMismatch, zone([FITTING]), [])).toMatch(/^unknown low/);
    expect(said(daneMismatch, zone([FITTING]), [{ endpoint: SMTP, facts: silentFacts() }])).toMatch(
      /^unknown high/,
    );
    const silent = dns(`tlsa/${HOST}`, 'TLSA', [], { failure: 'resolver-failed' });
    expect(said(daneMismatch, [silent])).toMatch(/^unknown high/);
  });

  test('looks at port 25 alone', () => {
    const submission = endpoint('smtp', { host: HOST, port: 587 });
    expect(said(daneMismatch, zone([FITTING]), [presenting(submission, LEAF)])).toMatch(/^unknown low/);
  });
});

describe('mail/dane-unusable', () => {
  test('passes where everything was validated', () => {
    expect(said(daneUnusable, zone([FITTING]))).toMatch(/^pass/);
  });

  test.each<[string, readonly string[], Zone, RegExp]>([
    ['the records were not validated', [FITTING], { ad: false }, /its TLSA records$/],
    ['the address was not', [FITTING], { addressAd: false }, /not its address$/],
    ['the MX record was not', [FITTING], { mxAd: false }, /the MX record of contoso\.com$/],
    ['the usage is for the web', [`0 0 1 ${'0b'.repeat(32)}`], {}, /usage 0 is not for SMTP/],
    ['a digest is too short', ['3 1 1 0b9f'], {}, /a digest of 2 bytes/],
    ['numbers are not known', [`3 2 1 ${'0b'.repeat(32)}`, `3 1 9 ${'0b'.repeat(32)}`], {}, /selector 2/],
    ['no record can be read', ['3 1 1'], {}, /can be read/],
  ])('fails where %s', (_, records, parts, message) => {
    const text = said(daneUnusable, zone(records, parts));
    expect(text).toMatch(/^fail medium/);
    expect(text).toMatch(message);
  });

  test('does not believe a resolver that nobody has named', () => {
    expect(said(daneUnusable, zone([FITTING], { resolver: 'system' }))).toMatch(/^unknown low: .*--resolver/);
  });

  test('is not for hosts without records', () => {
    expect(said(daneUnusable, zone([]))).toMatch(/^not-applicable/);
  });
});
