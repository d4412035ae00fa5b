import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { requestCertificate } from '../../src/rules/certificate-commands.ts';
import { quote, quoteList } from '../../src/rules/powershell.ts';
import { endpoint } from '../fixtures/facts.ts';

describe('quote', () => {
  test.each([
    ['mail.contoso.com', "'mail.contoso.com'"],
    ['', "''"],
    ["'; Remove-Item C:\\ #", "'''; Remove-Item C:\\ #'"],
    ['\u2018; calc #', "'\u2018\u2018; calc #'"],
    ['\u2019; calc #', "'\u2019\u2019; calc #'"],
    ['\u201A; calc #', "'\u201A\u201A; calc #'"],
    ['\u201B; calc #', "'\u201B\u201B; calc #'"],
    ["'\u2019'", "'''\u2019\u2019'''"],
    ['$(calc) `n "x"', '\'$(calc) `n "x"\''],
    ['a\r\ncalc', "'acalc'"],
    ['a\0b\x1b[2Jc\x7f\x9b', "'ab[2Jc'"],
    ['a\u202Eb\u2066c\u200Bd\uFEFFe', "'abcde'"],
    ['a\u2028b\u2029c', "'abc'"],
    ['a\uD800b', "'ab'"],
    ['münchen \u{1F600}', "'münchen \u{1F600}'"],
  ])('%j becomes %j', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  test('nothing gets out of the quotes and nothing invisible gets in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = quote(text).slice(1, -1);
        expect(inside.replace(/(['\u2018\u2019\u201A\u201B])\1/g, '')).not.toMatch(
          /['\u2018\u2019\u201A\u201B]/,
        );
        expect(inside).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test('a list is quoted one by one', () => {
    expect(quoteList(['a', "b'"])).toBe("'a', 'b'''");
  });
});

describe('a request for a certificate', () => {
  test('that has a wildcard enables no POP and IMAP, but tells them the name', () => {
    const lines = requestCertificate(['*.contoso.com'], [endpoint('pop3s')]);
    expect(lines.filter((line) => line.startsWith('Enable-'))).toEqual([]);
    expect(lines).toContain("Set-PopSettings -X509CertificateName 'mail.contoso.com'");
    expect(lines).toContain('Restart-Service MSExchangePOP3, MSExchangePOP3BE');
    const both = requestCertificate(['*.contoso.com'], [endpoint('https')], ['IMAP']);
    expect(both).toContain('Enable-ExchangeCertificate -Thumbprint $new.Thumbprint -Services IIS');
    expect(both).toContain("Set-ImapSettings -X509CertificateName 'mail.contoso.com'");
  });

  test('has no name that is not a plain DNS name', () => {
    const names = [
      "a';calc;'.com",
      'x y.com',
      'evil\u202Emoc.com',
      '203.0.113.7',
      '-',
      '',
      '*.contoso.com',
      '*.*.com',
    ];
    expect(requestCertificate(names, [endpoint('https')])[0]).toContain(
      "-DomainName '*.contoso.com', 'mail.contoso.com' ",
    );
  });

  test('never takes a wildcard for its subject', () => {
    expect(requestCertificate(['*.contoso.com'], [endpoint('https')])[0]).toContain(
      "-SubjectName 'CN=mail.contoso.com'",
    );
  });
});
