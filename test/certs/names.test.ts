import { describe, expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Certificate } from '../../src/certs/certificate.ts';
import type { NameCoverage } from '../../src/certs/names.ts';
import { coversName, referenceName } from '../../src/certs/names.ts';
import { makeCertificate } from '../fixtures/certificates.ts';

type Row = readonly [entries: readonly string[], name: string, by: NameCoverage['by'], near?: RegExp];

const NAMES: readonly Row[] = [
  [['mail.contoso.com'], 'mail.contoso.com', 'san-exact'],
  [['mail.contoso.com'], 'MAIL.Contoso.COM', 'san-exact'],
  [['MAIL.CONTOSO.COM'], 'mail.contoso.com', 'san-exact'],
  [['mail.contoso.com'], 'mail.contoso.com.', 'san-exact'],
  [['a.test.com', 'mail.contoso.com'], 'mail.contoso.com', 'san-exact'],
  [['*.contoso.com', 'mail.contoso.com'], 'mail.contoso.com', 'san-exact'],
  [['Mailbox01'], 'mailbox01', 'san-exact'],
  [['_sip.contoso.com'], '_sip.contoso.com', 'san-exact'],
  [['mail.contoso.local'], 'mail.contoso.local', 'san-exact'],
  [['xn--mnchen-3ya.example'], 'münchen.example', 'san-exact'],
  [['xn--mnchen-3ya.example'], 'MÜNCHEN.example', 'san-exact'],
  [['xn--mnchen-3ya.example'], 'xn--mnchen-3ya.example', 'san-exact'],
  [['*.contoso.com'], 'mail.contoso.com', 'san-wildcard'],
  [['*.contoso.com'], 'mail.contoso.com.', 'san-wildcard'],
  [['*.CONTOSO.com'], 'Mail.contoso.COM', 'san-wildcard'],
  [['*.eu.contoso.com'], 'mail.eu.contoso.com', 'san-wildcard'],
  [['*.contoso.com'], 'xn--bcher-kva.contoso.com', 'san-wildcard'],
  [['*.contoso.com'], 'bücher.contoso.com', 'san-wildcard'],
  [['*.xn--mnchen-3ya.example'], 'mail.münchen.example', 'san-wildcard'],
  [['*.contoso.com'], 'contoso.com', null, /does not cover the bare domain/],
  [['*.contoso.com'], 'a.mail.contoso.com', null, /covers one level only/],
  [['*.contoso.com'], 'mail.fabrikam.com', null, /not of this domain/],
  [['*.contoso.com'], 'mail.contoso.org', null, /not of this domain/],
  [['*.contoso.com'], 'mailcontoso.com', null, /not of this domain/],
  [['*.contoso.com'], '.contoso.com', null],
  [['*.com'], 'contoso.com', null, /top-level domain/],
  [['*.com'], 'mail.contoso.com', null, /top-level domain/],
  [['*'], 'contoso', null],
  [['*'], 'mail.contoso.com', null],
  [['*.'], 'mail.', null],
  [['mail.*.com'], 'mail.contoso.com', null, /not a whole left-most label/],
  [['mail*.contoso.com'], 'mail1.contoso.com', null, /not a whole left-most label/],
  [['*mail.contoso.com'], 'webmail.contoso.com', null, /another name of the same domain/],
  [['*.*.contoso.com'], 'a.b.contoso.com', null, /not a whole left-most label/],
  [['**.contoso.com'], 'mail.contoso.com', null],
  [['contoso.com'], 'mail.contoso.com', null, /covers only itself/],
  [['mail.contoso.com'], 'contoso.com', null],
  [['mail.contoso.com'], 'autodiscover.contoso.com', null, /another name of the same domain/],
  [['mail.contoso.com', 'b.contoso.com'], 'fabrikam.com', null, /and 1 more, none of them of this domain/],
  [['mail.contoso.com.'], 'mail.contoso.com', null, /ends with a dot/],
  [['mail.contoso.com\0.evil.com'], 'mail.contoso.com', null],
  [['mail.contoso.com '], 'mail.contoso.com', null],
  [['192.0.2.7'], '192.0.2.7', null, /covers no address/],
  [['*.0.2.7'], '192.0.2.7', null, /^$/],
  [['m\xfcnchen.example'], 'münchen.example', null],
];

function certificate(
  dnsNames: readonly string[],
  commonName = 'irrelevant',
  ipAddresses: readonly string[] = [],
) {
  return makeCertificate({ subject: [['CN', commonName]], dnsNames, ipAddresses, key: 'ec-p256' });
}

describe('names in subjectAltName', () => {
  const rows = NAMES.map(([entries, name, by, near = /./]) => [entries, name, by, near] as const);
  test.each(rows)('%j for %s is covered by: %s', (entries, name, by, near) => {
    const coverage = coversName(certificate(entries).certificate, name);
    expect(coverage.by).toBe(by);
    expect(coverage.covered).toBe(by !== null);
    expect(coverage.entry === null).toBe(by === null);
    expect(coverage.near ?? '').toMatch(by === null ? near : /^$/);
  });

  const forOpenssl = rows.filter(([, name]) => isIP(name) === 0 && !name.startsWith('.'));
  test.each(forOpenssl)('%j for %s: OpenSSL is of the same opinion', (entries, name) => {
    const issued = certificate(entries);
    const options = { subject: 'never', partialWildcards: false } as const;
    const asked = referenceName(name);
    const verdict = new X509Certificate(issued.der).checkHost(asked, options) !== undefined;
    expect(coversName(issued.certificate, name).covered).toBe(verdict);
  });
});

describe('addresses', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['2001:db8::7', '2001:db8::7', true],
    ['2001:db8::7', '2001:DB8:0:0::7', true],
    ['2001:db8::7', '[2001:db8::7]', true],
    ['2001:db8::7', '2001:db8::8', false],
  ];
  test.each(rows)('%s for %s is covered: %s', (entry, name, covered) => {
    const coverage = coversName(certificate([], 'x', [entry]).certificate, name);
    expect(coverage).toMatchObject({ covered, by: covered ? 'san-ip' : null });
  });

  test('an address entry covers no DNS name', () => {
    expect(coversName(certificate([], 'x', ['192.0.2.7']).certificate, 'mail.contoso.com')).toEqual({
      covered: false,
      by: null,
      entry: null,
      near: null,
    });
  });
});

describe('the common name', () => {
  const read = (entries: readonly string[], common: string): Certificate =>
    certificate(entries, common).certificate;

  test('covers nothing but is named where there are no other names', () => {
    const coverage = coversName(read([], 'mail.contoso.com'), 'Mail.contoso.com');
    expect(coverage).toMatchObject({ covered: false, by: 'common-name', entry: 'mail.contoso.com' });
    expect(coverage.near).toMatch(/subjectAltName alone/);
  });

  test('is recognised as a wildcard', () => {
    expect(coversName(read([], '*.contoso.com'), 'mail.contoso.com').by).toBe('common-name');
  });

  test('is recognised as an address', () => {
    expect(coversName(read([], '192.0.2.7'), '192.0.2.7').by).toBe('common-name');
  });

  test('is only a remark where there are other names', () => {
    const coverage = coversName(read(['b.contoso.com'], 'mail.contoso.com'), 'mail.contoso.com');
    expect(coverage).toMatchObject({ covered: false, by: null, entry: null });
    expect(coverage.near).toMatch(/only the common name/);
  });

  test('of another host is no remark', () => {
    expect(coversName(read([], 'Mailbox01'), 'mail.contoso.com').near).toBeNull();
  });
});
