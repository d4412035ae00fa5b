import { describe, expect, test } from '@jest/globals';
import { clientAuthEnding } from '../../../src/rules/cert/client-auth-ending.ts';
import { missingTimestamps } from '../../../src/rules/cert/missing-timestamps.ts';
import { serverAuthOnly } from '../../../src/rules/cert/server-auth-only.ts';
import { shorterRenewal } from '../../../src/rules/cert/shorter-renewal.ts';
import { weakKey } from '../../../src/rules/cert/weak-key.ts';
import { weakSignature } from '../../../src/rules/cert/weak-signature.ts';
import type { Certificate } from '../../../src/certs/certificate.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import {
  certificate,
  DAY,
  endpoint,
  finding,
  findings,
  presenting,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const https = endpoint('https');
const smtp = endpoint('smtp');
const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';

/** Issued by a public CA. */
function publicly(changes: Partial<Certificate> = {}): Certificate {
  return certificate({ policies: ['2.23.140.1.2.1'], hasTimestamps: true, ...changes });
}

const faulty = certificate({ faults: ['certificatePolicies cannot be read'] });

describe.each<readonly [string, Rule]>([
  [shorterRenewal.id, shorterRenewal],
  [serverAuthOnly.id, serverAuthOnly],
  [clientAuthEnding.id, clientAuthEnding],
  [missingTimestamps.id, missingTimestamps],
])('%s', (_, rule) => {
  test.each([
    ['of a private CA', certificate(), 'not-applicable'],
    ['that is self-signed', publicly({ selfSigned: true, hasTimestamps: false }), 'not-applicable'],
    ['whose marks may be hidden in what cannot be read', faulty, 'unknown'],
    ['that cannot be read', unreadCertificate(), 'unknown'],
  ])('a certificate %s', (__, of, outcome) => {
    const [hit] = findings(rule, [presenting(https, of), presenting(smtp, of)]);
    expect(hit?.outcome).toBe(outcome);
  });
});

describe('cert/shorter-renewal', () => {
  const lasting = (from: string, days: number): Certificate => {
    const notBefore = Date.parse(from);
    return publicly({ notBefore, notAfter: notBefore + days * DAY - 1000 });
  };

  test.each([
    ['2026-03-01', 398, 'fail', /398 days; one issued on 2027-04-02 may be valid for 100 at most/],
    ['2026-06-01', 200, 'pass', /so may be the one/],
    ['2026-10-01', 200, 'fail', /one issued on 2027-04-18 may be valid for 100 at most/],
    ['2026-10-01', 90, 'pass', /so may be the one/],
    ['2025-06-01', 398, 'fail', /one issued on 2026-11-22 may be valid for 200 at most/],
  ])('issued on %s for %i days: %s', (from, days, outcome, message) => {
    const hit = finding(shorterRenewal, presenting(https, lasting(from, days)));
    expect(hit).toMatchObject({ outcome, severity: 'info' });
    expect(hit.message).toMatch(message);
  });
});

describe('cert/server-auth-only', () => {
  test.each([
    [[SERVER], 'fail'],
    [[SERVER, CLIENT], 'pass'],
    [[SERVER, '2.5.29.37.0'], 'pass'],
    [null, 'pass'],
  ])('usages %j on port 25: %s', (extendedKeyUsage, outcome) => {
    const hit = finding(serverAuthOnly, presenting(smtp, publicly({ extendedKeyUsage })));
    expect(hit).toMatchObject({ outcome, severity: 'info' });
  });

  test('says that it is fine for receiving, and what is not confirmed', () => {
    const { message, fix } = finding(serverAuthOnly, presenting(smtp, publicly()));
    expect(message).toMatch(/mail\.contoso\.com:25 .*fine for receiving.*not confirmed/);
    expect(fix.join('\n')).toContain('Get-SendConnector');
  });

  test.each([https, endpoint('smtp', { port: 587 }), endpoint('imaps')])(
    'does not matter on case %#',
    (of) => {
      expect(finding(serverAuthOnly, presenting(of, publicly())).outcome).toBe('not-applicable');
    },
  );
});

describe('cert/client-auth-ending', () => {
  const both = (issuer: string, notAfter: string): Certificate =>
    publicly({ extendedKeyUsage: [SERVER, CLIENT], issuer, notAfter: Date.parse(notAfter) });

  test.each([
    [
      'CN=CA1, O=DigiCert Inc, C=US',
      '2027-02-28',
      'pass',
      /until 2027-03-01 \(DigiCert\); it has to be asked for/,
    ],
    ['CN=CA1, O=DigiCert Inc, C=US', '2027-03-01', 'fail', /DigiCert, from 2027-03-01$/],
    ['CN=R36, O=Sectigo Limited, C=GB', '2027-03-01', 'fail', /Sectigo, from 2027-02-10 \(as others report/],
    ["CN=R12, O=Let's Encrypt, C=US", '2026-12-01', 'fail', /Let's Encrypt, from 2026-07-08/],
    ['CN=Other, O=Other', '2027-03-14', 'pass', /Chrome Root Program/],
    ['CN=Other, O=Other', '2027-06-01', 'fail', /Chrome Root Program/],
  ])('from %s until %s: %s', (issuer, until, outcome, message) => {
    const hit = finding(clientAuthEnding, presenting(smtp, both(issuer, until)));
    expect(hit).toMatchObject({ outcome, severity: 'info' });
    expect(hit.message).toMatch(message);
  });

  test('has nothing to end where there is no clientAuth', () => {
    expect(finding(clientAuthEnding, presenting(smtp, publicly())).outcome).toBe('not-applicable');
  });

  test('does not matter away from port 25', () => {
    const of = both('CN=CA1, O=DigiCert Inc, C=US', '2027-03-01');
    expect(finding(clientAuthEnding, presenting(https, of)).outcome).toBe('not-applicable');
  });
});

describe('cert/missing-timestamps', () => {
  const without = (changes: Partial<Certificate> = {}): Certificate =>
    publicly({ hasTimestamps: false, ...changes });

  test('embedded ones pass', () => {
    expect(finding(missingTimestamps, presenting(https, publicly())).outcome).toBe('pass');
  });

  test('without, it is not known whether the server sends them', () => {
    const hit = finding(missingTimestamps, presenting(https, without()));
    expect(hit).toMatchObject({ outcome: 'unknown', severity: 'high' });
    expect(hit.message).toMatch(/unless mail\.contoso\.com:443 sends them .* refuse it$/);
  });

  test.each([
    [smtp, without(), /not presented on https/],
    [https, without({ notBefore: Date.parse('2018-04-30') }), /not asked for yet/],
  ])('case %# needs none', (of, old, message) => {
    const hit = finding(missingTimestamps, presenting(of, old));
    expect(hit.outcome).toBe('not-applicable');
    expect(hit.message).toMatch(message);
  });
});

describe('of a certificate of a public CA', () => {
  const sha1 = { oid: '1.2.840.113549.1.1.5', name: 'sha1WithRSAEncryption', hash: 'SHA-1' };

  test('SHA-1 is high, as clients refuse it, and says since when it is forbidden', () => {
    const hit = finding(weakSignature, presenting(https, publicly({ signature: sha1 })));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'high' });
    expect(hit.message).toContain('no public CA may issue a signature over SHA-1 since 2016-01-01');
    expect(finding(weakSignature, presenting(https, certificate({ signature: sha1 })))).toMatchObject({
      severity: 'medium',
    });
  });

  test('a short key says since when it is forbidden', () => {
    const short = { key: { algorithm: 'RSA', bits: 1024, curve: null } };
    expect(finding(weakKey, presenting(https, publicly(short))).message).toContain('since 2014-01-01');
    expect(finding(weakKey, presenting(https, certificate(short))).message).not.toContain('since');
  });
});
