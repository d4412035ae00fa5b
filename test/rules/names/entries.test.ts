import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../../src/certs/certificate.ts';
import { internalName } from '../../../src/rules/names/internal-name.ts';
import { publicSuffixWildcard } from '../../../src/rules/names/public-suffix-wildcard.ts';
import { wildcardEv } from '../../../src/rules/names/wildcard-ev.ts';
import { wildcard } from '../../../src/rules/names/wildcard.ts';
import {
  certificate,
  endpoint,
  finding,
  findings,
  presenting,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const https = endpoint('https');
const EV = '2.23.140.1.1';
const FAULT = { faults: ['subjectAltName cannot be read to its end'] };

function publicly(changes: Partial<Certificate> = {}): Certificate {
  return certificate({ policies: ['2.23.140.1.2.1'], hasTimestamps: true, ...changes });
}

describe('names/internal-name', () => {
  test.each([
    [['mail.contoso.com'], 'pass'],
    [['mail.contoso.com', '*.contoso.com'], 'pass'],
    [['mail.contoso.com', 'mail.contoso.local'], 'fail'],
    [['mail.contoso.com', 'EX01'], 'fail'],
    [['*.contoso.internal'], 'fail'],
    [['mail.contoso.notyetthere'], 'unknown'],
    [['mail.contoso.notyetthere', 'EX01'], 'fail'],
  ])('%j of a public CA: %s', (dnsNames, outcome) => {
    expect(finding(internalName, presenting(https, publicly({ dnsNames })))).toMatchObject({
      outcome,
      severity: 'high',
    });
  });

  test.each([
    [['10.0.0.5'], 'fail'],
    [['fd00::1'], 'fail'],
    [['8.8.8.8'], 'pass'],
  ])('the addresses %j of a public CA: %s', (ipAddresses, outcome) => {
    expect(finding(internalName, presenting(https, publicly({ ipAddresses }))).outcome).toBe(outcome);
  });

  test.each([
    ['mail.contoso.local', 'fail'],
    ['Contoso Mail', 'pass'],
    ['Contoso', 'pass'],
    ['8.8.8.8', 'pass'],
  ])('the common name %s of a public CA: %s', (common, outcome) => {
    expect(finding(internalName, presenting(https, publicly({ commonNames: [common] }))).outcome).toBe(
      outcome,
    );
  });

  test('the fix asks for the public names alone', () => {
    const of = publicly({ dnsNames: ['mail.contoso.com', 'EX01', 'mail.contoso.local'] });
    const { message, fix } = finding(internalName, presenting(https, of));
    expect(message).toContain('has EX01, mail.contoso.local:');
    expect(fix.join('\n')).toContain("-DomainName 'mail.contoso.com' ");
  });

  test.each([
    ['a private CA', certificate({ dnsNames: ['mail.contoso.local'] }), 'not-applicable'],
    ['a CA that is not known', certificate({ ...FAULT, dnsNames: ['EX01'] }), 'unknown'],
    ['a public CA, of which a part cannot be read', publicly(FAULT), 'unknown'],
    ['nobody knows whom', unreadCertificate(), 'unknown'],
  ])('a certificate of %s', (_, of, outcome) => {
    expect(finding(internalName, presenting(https, of)).outcome).toBe(outcome);
  });
});

describe('names/wildcard-ev', () => {
  test.each([
    [['*.contoso.com'], [EV], {}, 'fail'],
    [['mail.contoso.com'], [EV], {}, 'pass'],
    [['*.contosoabcdefg.onion'], [EV], {}, 'pass'],
    [['*.contoso.com'], ['2.23.140.1.2.2'], {}, 'not-applicable'],
    [['mail.contoso.com'], [EV], FAULT, 'unknown'],
    [['*.contoso.com'], [EV], FAULT, 'fail'],
    [['*.contoso.com'], [], FAULT, 'unknown'],
  ])('%j with the policies %j, case %#', (dnsNames, policies, fault, outcome) => {
    const of = certificate({ dnsNames, policies, ...fault });
    expect(finding(wildcardEv, presenting(https, of))).toMatchObject({ outcome, severity: 'medium' });
  });

  test('an unread certificate is unknown', () => {
    expect(finding(wildcardEv, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});

describe('names/public-suffix-wildcard', () => {
  test.each([
    [['*.com'], {}, 'fail'],
    [['mail.contoso.com', '*.CO.uk'], {}, 'fail'],
    [['*.local'], {}, 'fail'],
    [['*.contoso.com'], {}, 'pass'],
    [['*.azurewebsites.net'], {}, 'pass'],
    [['mail.contoso.com'], {}, 'not-applicable'],
    [['*.contoso.com'], FAULT, 'unknown'],
  ])('%j, case %#', (dnsNames, fault, outcome) => {
    const of = certificate({ dnsNames, ...fault });
    expect(finding(publicSuffixWildcard, presenting(https, of))).toMatchObject({
      outcome,
      severity: 'medium',
    });
  });

  test('the fix leaves it out', () => {
    const of = certificate({ dnsNames: ['mail.contoso.com', '*.co.uk'] });
    const { fix } = finding(publicSuffixWildcard, presenting(https, of));
    expect(fix[0]).toContain("-DomainName 'mail.contoso.com' ");
  });

  test('an unread certificate is unknown', () => {
    expect(finding(publicSuffixWildcard, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});

describe('names/wildcard', () => {
  const wide = certificate({ dnsNames: ['*.contoso.com', 'contoso.com'] });

  test.each([
    ['https', 'fail', "Set-OutlookProvider EXPR -CertPrincipalName 'msstd:*.contoso.com'"],
    ['imaps', 'fail', "Set-ImapSettings -X509CertificateName 'mail.contoso.com'"],
    ['pop3', 'fail', "Set-PopSettings -X509CertificateName 'mail.contoso.com'"],
    ['smtp', 'pass', ''],
  ] as const)('on %s: %s', (protocol, outcome, command) => {
    const hit = finding(wildcard, presenting(endpoint(protocol), wide));
    expect(hit).toMatchObject({ outcome, severity: 'info' });
    expect(hit.fix.join('\n')).toContain(command);
  });

  test('one certificate on several services is one finding', () => {
    const all = findings(wildcard, [presenting(https, wide), presenting(endpoint('imaps'), wide)]);
    expect(all).toHaveLength(1);
    expect(all[0]?.message).toMatch(/Outlook Anywhere .*; IMAP needs/);
  });

  test.each([
    [certificate(), 'not-applicable'],
    [certificate(FAULT), 'unknown'],
    [unreadCertificate(), 'unknown'],
  ])('case %# has none', (of, outcome) => {
    expect(finding(wildcard, presenting(https, of)).outcome).toBe(outcome);
  });
});
