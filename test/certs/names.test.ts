import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Certificate } from '../../src/certs/certificate.ts';
import type { NameCoverage } from '../../src/certs/names.ts';
import { coversName, namesCoveredBy, referenceName } from '../../src/certs/names.ts';
import { makeCertificate } from '../fixtures/certificates.ts';

type Row = readonly [entries: readonly string[], name: string, by: NameCoverage['by'], near?: RegExp];

const LONG = 'abcdefghi.'.repeat(26).slice(0, 255);

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
  [['a.contoso.com', 'b.contoso.com'], 'contoso.com', null, /a\.contoso\.com is a name below it/],
  [['mail.contoso.com', 'b.contoso.com'], 'fabrikam.com', null, /and 1 more, none of them of this domain/],
  [['mail.contoso.com.'], 'mail.contoso.com', null, /ends with a dot/],
  [['mail.contoso.com\0.evil.com'], 'mail.contoso.com', null],
  [['mail.contoso.com '], 'mail.contoso.com', null],
  [['192.0.2.7'], '192.0.2.7', null, /covers no address/],
  [['*.0.2.7'], '192.0.2.7', null, /^$/],
  [['m\xfcnchen.example'], 'münchen.example', null, /form that begins with xn--/],
  [['m\xc3\xbcnchen.example'], 'xn--mnchen-3ya.example', null, /form that begins with xn--/],
  [['*.m\xfcnchen.example'], 'mail.münchen.example', null, /form that begins with xn--/],
  [['*.azurewebsites.net'], 'contoso.azurewebsites.net', 'san-wildcard'],
  [['*.contoso.co.uk'], 'mail.contoso.co.uk', 'san-wildcard'],
  [['*.contoso.local'], 'mail.contoso.local', 'san-wildcard'],
  [['*.contoso.com'], '_autodiscover.contoso.com', 'san-wildcard'],
  [['*.contoso.com'], 'mail_01.contoso.com', 'san-wildcard'],
  [['*.co.uk'], 'contoso.co.uk', null, /directly under a public suffix/],
  [['*.co.uk'], 'mail.contoso.co.uk', null, /directly under a public suffix/],
  [['*.foo.ck'], 'mail.foo.ck', null, /directly under a public suffix/],
  [['*.www.ck'], 'mail.www.ck', 'san-wildcard'],
  [['*.local'], 'contoso.local', null, /top-level domain/],
  [['*.xn--p1ai'], 'почта.рф', null, /top-level domain/],
  [['*.COM'], 'contoso.com', null, /top-level domain/],
  [['*.contoso.com.'], 'mail.contoso.com', null, /ends with a dot/],
  [['mail.contoso.com'], 'mail.contoso.com..', null, /empty label/],
  [['mail.contoso.com'], '', null, /empty label/],
  [['mail..contoso.com'], 'mail..contoso.com', null, /empty label/],
  [['*.contoso.com'], '..contoso.com', null, /empty label/],
  [['mail..contoso.com'], 'mail.contoso.com', null],
  [['*..contoso.com'], 'mail.contoso.com', null],
  [['*'], '*', null, /characters that no name has/],
  [['*.contoso.com'], '*.contoso.com', null, /characters that no name has/],
  [['xn--*.contoso.com'], 'xn--bcher-kva.contoso.com', null, /not a whole left-most label/],
  [['*.mail.contoso.com'], 'a.mail.contoso.com', 'san-wildcard'],
  [['evil.com\0mail.contoso.com'], 'mail.contoso.com', null, /NUL character/],
  [['*.contoso.com\0.evil.com'], 'mail.contoso.com', null, /NUL character/],
  [[' mail.contoso.com'], 'mail.contoso.com', null, /spaces/],
  [['https://mail.contoso.com/owa'], 'mail.contoso.com', null, /name alone/],
  [['mail.contoso.com:443'], 'mail.contoso.com', null, /name alone/],
  [[''], 'mail.contoso.com', null],
  [['127.1'], '127.1', null, /ends in a number/],
  [['*.0.1'], '127.0.1', null, /ends in a number/],
  [['192.0.2.7'], '192.0.2.7.', null, /covers no address/],
  [['192.0.2.7'], '１９２.0.2.7', null, /covers no address/],
  [['2001:db8::7'], '2001:db8::7', null, /covers no address/],
  [[`${'a'.repeat(64)}.contoso.com`], `${'a'.repeat(64)}.contoso.com`, null, /more than 63/],
  [[`${'a'.repeat(63)}.contoso.com`], `${'a'.repeat(63)}.contoso.com`, 'san-exact'],
  [[LONG], LONG, null, /longer than 253/],
  [[LONG.slice(0, 253)], LONG.slice(0, 253), 'san-exact'],
  [['mail.contoso.com'], 'mail.contoso.com\0.evil.com', null, /characters/],
  [['mail.contoso.com'], 'ü%2econtoso.com', null, /characters/],
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

  const forOpenssl = rows.filter(([entries, name]) => isIP(name) === 0 && !isOurs(entries, name));
  test.each(forOpenssl)('%j for %s: OpenSSL is of the same opinion', (entries, name) => {
    const issued = certificate(entries);
    expect(coversName(issued.certificate, name).covered).toBe(opensslCovers(issued.der, name));
  });

  const words = ['mail', 'MAIL', 'contoso', 'com', 'co', 'uk', 'local', 'a-b', '_sip', 'xn--bcher-kva'];
  const label = fc.constantFrom(...words, '*', 'm*', '');
  const name = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.'));

  test('OpenSSL agrees on all names but those where the difference is meant', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 3 }),
        name,
        fc.boolean(),
        (entries, other, own) => {
          const asked = own ? (entries[0] ?? other).replace('*', 'mail') : other;
          if (isOurs(entries, asked)) return;
          compared += 1;
          const issued = certificate(entries);
          expect(coversName(issued.certificate, asked).covered).toBe(opensslCovers(issued.der, asked));
        },
      ),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(40);
  });
});

function opensslCovers(der: Uint8Array, name: string): boolean {
  const options = { subject: 'never', partialWildcards: false } as const;
  return new X509Certificate(der).checkHost(referenceName(name), options) !== undefined;
}

/**
 * Where OpenSSL says something else: it does not know public suffixes of more than one label; it lets a wildcard stand
 * only for letters, digits and hyphens; it compares what is no DNS name at all; and a name that begins with a dot
 * means all names below to it.
 */
function isOurs(entries: readonly string[], name: string): boolean {
  const asked = referenceName(name);
  const underSuffix = entries.some((entry) => /^\*\.(?:co\.uk|foo\.ck)$/i.test(entry));
  const labels = asked.split('.');
  const long = asked.length > 253 || labels.some((one) => one.length > 63);
  return underSuffix || long || labels.includes('') || !/^[a-z0-9.-]*[a-z-][0-9]*$/.test(asked);
}

test('the name and the entry are compared without regard to case, and to nothing else', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,10}\.[a-z]{1,9}\.com$/), fc.string(), (name, noise) => {
      const { certificate: exact } = certificate([name.toUpperCase()]);
      expect(coversName(exact, name).covered).toBe(true);
      expect(coversName(exact, name + noise).covered).toBe(/^\.?$/.test(noise));
    }),
    { numRuns: 50 },
  );
});

test('whatever is asked of whatever certificate, there is an answer', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), fc.string({ unit: 'binary' }), (dnsNames, name) => {
      const any = { ...certificate([]).certificate, dnsNames, commonNames: dnsNames };
      const { covered, near, entry } = coversName(any, name);
      expect(covered && near === null && entry !== null).toBe(covered);
    }),
  );
});

describe('addresses', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['2001:db8::7', '2001:db8::7', true],
    ['2001:db8::7', '2001:DB8:0:0::7', true],
    ['2001:db8::7', '[2001:db8::7]', true],
    ['2001:db8::7', '2001:db8::8', false],
    ['fe80::1', 'fe80::1%eth0', true],
    ['fe80::1', '[fe80::1%25eth0]', true],
    ['192.0.2.7', '[192.0.2.7]', false],
    ['192.0.2.7', '::ffff:192.0.2.7', false],
    ['192.0.2.7', '192.0.2.07', false],
  ];
  test.each(rows)('%s for %s is covered: %s', (entry, name, covered) => {
    const coverage = coversName(certificate([], 'x', [entry]).certificate, name);
    expect(coverage).toMatchObject({ covered, by: covered ? 'san-ip' : null });
  });

  test('a mapped IPv4 address is an IPv6 address', () => {
    const mapped = { ...certificate([]).certificate, ipAddresses: ['::ffff:c000:207'] };
    expect(coversName(mapped, '::ffff:192.0.2.7').by).toBe('san-ip');
    expect(coversName(mapped, '192.0.2.7').near).toMatch(/is the same address/);
  });

  test('the other form of the same IPv4 address is a near miss', () => {
    const { near } = coversName(certificate([], 'x', ['192.0.2.7']).certificate, '::ffff:192.0.2.7');
    expect(near).toMatch(/^192\.0\.2\.7 is the same address/);
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

test('many names against one entry give the same answer as one at a time', () => {
  const names = ['mail.contoso.com', 'MAIL.fabrikam.com.', 'a.co.uk', '192.0.2.7', 'ex01', 'x.foo.ck'];
  const covers = namesCoveredBy(names);
  for (const entry of [
    'mail.contoso.com',
    '*.contoso.com',
    '*.FABRIKAM.com',
    '*.co.uk',
    '192.0.2.7',
    'EX01',
    '*.ck',
  ]) {
    const single = { ...certificate([]).certificate, dnsNames: [entry] };
    expect(covers(entry)).toBe(names.some((name) => coversName(single, name).covered));
  }
});
