import { describe, expect, test } from '@jest/globals';
import { expired } from '../../../src/rules/cert/expired.ts';
import { expiring } from '../../../src/rules/cert/expiring.ts';
import { longValidity } from '../../../src/rules/cert/long-validity.ts';
import { notYetValid } from '../../../src/rules/cert/not-yet-valid.ts';
import {
  certificate,
  DAY,
  endpoint,
  finding,
  findings,
  NOW,
  presenting,
  silentFacts,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const https = endpoint('https');

describe('cert/expired', () => {
  test.each([
    [NOW, 'pass'],
    [NOW - 1, 'fail'],
    [NOW - 40 * DAY, 'fail'],
    [NOW + DAY, 'pass'],
  ])('notAfter %i gives %s: the last moment still counts', (notAfter, outcome) => {
    expect(finding(expired, presenting(https, certificate({ notAfter })))).toMatchObject({
      outcome,
      severity: 'high',
      subject: { certificate: 'aa'.repeat(32) },
      endpoints: [https.id],
      evidence: ['o4'],
    });
  });

  test('says since when and where', () => {
    const { message } = finding(expired, presenting(https, certificate({ notAfter: NOW - 40.5 * DAY })));
    expect(message).toBe(
      'CN=mail.contoso.com expired on 2026-10-13, 40 days ago; it is presented on mail.contoso.com:443',
    );
  });

  test('an expired issuer is medium, and the fix replaces the intermediate', () => {
    const issuer = certificate({ sha256: 'bb'.repeat(32), notAfter: NOW - DAY, subject: 'CN=Old CA' });
    const all = findings(expired, [presenting(https, certificate(), issuer)]);
    expect(all.map(({ outcome, severity }) => [outcome, severity])).toEqual([
      ['pass', 'high'],
      ['fail', 'medium'],
    ]);
    expect(all[1]?.fix.join('\n')).toContain(`Cert:\\LocalMachine\\CA\\${'BB'.repeat(20)}`);
  });

  test('a self-signed one on SMTP is made anew by New-ExchangeCertificate', () => {
    const own = certificate({ notAfter: NOW - DAY, selfIssued: true, selfSigned: true });
    expect(finding(expired, presenting(endpoint('smtp'), own)).fix).toContain('New-ExchangeCertificate');
    expect(finding(expired, presenting(https, own)).fix).not.toContain('New-ExchangeCertificate');
  });

  test.each([
    ['nothing of which can be read', unreadCertificate()],
    [
      'of which the validity cannot be read',
      certificate({ notBefore: 0, notAfter: 0, faults: ['the validity cannot be read'] }),
    ],
  ])('a certificate %s is unknown', (_, unread) => {
    expect(finding(expired, presenting(https, unread)).outcome).toBe('unknown');
  });

  test('an endpoint whose certificate was not seen is unknown', () => {
    expect(finding(expired, { endpoint: https, facts: silentFacts() })).toMatchObject({
      outcome: 'unknown',
      subject: { endpoint: https.id },
    });
  });
});

describe('cert/not-yet-valid', () => {
  test.each([
    [NOW, 'pass'],
    [NOW + 1, 'fail'],
  ])('notBefore %i gives %s', (notBefore, outcome) => {
    expect(finding(notYetValid, presenting(https, certificate({ notBefore }))).outcome).toBe(outcome);
  });

  test('an unread certificate is unknown', () => {
    expect(finding(notYetValid, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});

describe('cert/expiring', () => {
  test.each([
    [60 * DAY, 'pass', 'medium'],
    [60 * DAY - 1, 'fail', 'medium'],
    [30 * DAY, 'fail', 'medium'],
    [30 * DAY - 1, 'fail', 'high'],
    [0, 'fail', 'high'],
    [-1, 'not-applicable', 'medium'],
  ])('%i ms left give %s, %s: the thresholds of HealthChecker', (left, outcome, severity) => {
    const place = presenting(https, certificate({ notAfter: NOW + left }));
    expect(finding(expiring, place)).toMatchObject({ outcome, severity });
  });

  test.each([
    [9 * DAY, 'fail', 'high'],
    [15 * DAY, 'fail', 'medium'],
    [20 * DAY, 'pass', 'medium'],
  ])('other thresholds hold: %i ms left give %s', (left, outcome, severity) => {
    const place = presenting(https, certificate({ notAfter: NOW + left }));
    const expiry = { warningDays: 20, criticalDays: 10 };
    expect(finding(expiring, place, { expiry })).toMatchObject({ outcome, severity });
  });

  test('judges the certificate of the server and not its issuers', () => {
    const issuer = certificate({ sha256: 'bb'.repeat(32), notAfter: NOW + DAY });
    expect(findings(expiring, [presenting(https, certificate(), issuer)])).toHaveLength(1);
  });

  test('the fix asks for the names of the certificate on the services that present it', () => {
    const soon = certificate({
      notAfter: NOW + DAY,
      dnsNames: ['*.contoso.com', 'mail.contoso.com', "x'; Remove-Item C:\\ #"],
    });
    const [hit] = findings(expiring, [presenting(https, soon), presenting(endpoint('imaps'), soon)]);
    expect(hit?.fix[0]).toBe(
      "$request = New-ExchangeCertificate -GenerateRequest -FriendlyName 'mail.contoso.com' " +
        "-SubjectName 'CN=mail.contoso.com' -DomainName '*.contoso.com', 'mail.contoso.com' -PrivateKeyExportable $true -KeySize 2048",
    );
    // It has a wildcard, for which IMAP is not enabled but told its name.
    expect(hit?.fix).toEqual(
      expect.arrayContaining([
        'Enable-ExchangeCertificate -Thumbprint $new.Thumbprint -Services IIS',
        "Set-ImapSettings -X509CertificateName 'mail.contoso.com'",
      ]),
    );
  });

  test('an unread certificate is unknown', () => {
    expect(finding(expiring, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});

describe('cert/long-validity', () => {
  const issued = (from: string, days: number, marks: Parameters<typeof certificate>[0]) => {
    const notBefore = Date.parse(from);
    return certificate({ notBefore, notAfter: notBefore + days * DAY - 1000, ...marks });
  };
  const timestamps = { hasTimestamps: true };

  test.each([
    ['2026-03-14', 398, 'pass'],
    ['2026-03-15', 200, 'pass'],
    ['2026-03-15', 201, 'fail'],
    ['2027-03-15', 101, 'fail'],
    ['2019-01-01', 825, 'pass'],
    ['2014-01-01', 3000, 'not-applicable'],
  ])('a public one issued on %s for %i days gives %s', (from, days, outcome) => {
    expect(finding(longValidity, presenting(https, issued(from, days, timestamps))).outcome).toBe(outcome);
  });

  test('one second beyond the limit fails', () => {
    const exact = issued('2026-03-15', 200, timestamps);
    const longer = { ...exact, notAfter: exact.notAfter + 1000 };
    expect(finding(longValidity, presenting(https, longer)).outcome).toBe('fail');
  });

  test('a policy of the CA/Browser Forum is a mark as well', () => {
    const marked = issued('2026-03-15', 400, { policies: ['2.23.140.1.2.2'] });
    expect(finding(longValidity, presenting(https, marked)).outcome).toBe('fail');
  });

  test('a private authority may do as it likes', () => {
    expect(finding(longValidity, presenting(https, issued('2026-03-15', 3650, {}))).outcome).toBe(
      'not-applicable',
    );
  });

  test('marks that may be hidden in what cannot be read make it unknown', () => {
    const faulty = issued('2026-03-15', 400, { faults: ['certificatePolicies cannot be read'] });
    expect(finding(longValidity, presenting(https, faulty)).outcome).toBe('unknown');
  });
});
