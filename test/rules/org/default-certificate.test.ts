import { describe, expect, test } from '@jest/globals';
import { defaultCertificate } from '../../../src/rules/org/default-certificate.ts';
import {
  certificate,
  endpoint,
  finding,
  findings,
  known,
  presenting,
  reach,
  setupCertificate,
  silentFacts,
  starttls,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const https = endpoint('https');

describe('org/default-certificate', () => {
  test('the certificate of Exchange Setup on a port for clients fails, with what gives it away', () => {
    const hit = finding(defaultCertificate, presenting(https, setupCertificate()));
    expect(hit).toMatchObject({
      outcome: 'fail',
      severity: 'high',
      subject: { host: 'mail.contoso.com' },
      endpoints: [https.id],
      evidence: ['o4'],
    });
    expect(hit.message).toContain('the self-signed certificate that Exchange Setup made: CN=EX01');
    expect(hit.message).toContain('valid for five years');
  });

  test.each([
    ['CN=WMSvc-SHA2-EX01', 'the certificate of the IIS Web Management service'],
    ['CN=Microsoft Exchange Server Auth Certificate', 'does not belong on any port'],
  ])('%s is recognised as well', (subject, words) => {
    const hit = finding(defaultCertificate, presenting(https, setupCertificate({ subject })));
    expect(hit.outcome).toBe('fail');
    expect(hit.message).toContain(words);
  });

  test('another certificate passes', () => {
    expect(finding(defaultCertificate, presenting(https, certificate())).outcome).toBe('pass');
  });

  test('on ports for servers it is at home', () => {
    const places = [
      presenting(endpoint('smtp'), setupCertificate()),
      presenting(endpoint('smtp', { port: 2525 }), setupCertificate()),
    ];
    expect(findings(defaultCertificate, places)).toMatchObject([{ outcome: 'not-applicable' }]);
  });

  test('a silent port for clients makes it unknown', () => {
    const places = [presenting(https, certificate()), { endpoint: endpoint('imaps'), facts: silentFacts() }];
    const [hit] = findings(defaultCertificate, places);
    expect(hit?.outcome).toBe('unknown');
    expect(hit?.message).toContain('mail.contoso.com:993');
  });

  test('a certificate that cannot be read makes it unknown', () => {
    expect(finding(defaultCertificate, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });

  test.each([
    ['that is not enabled', { reach: reach('not-enabled') }],
    ['without STARTTLS', { reach: reach('answered'), starttls: known(starttls('not-offered')) }],
  ])('a port %s does not count', (_, facts) => {
    const places = [
      presenting(https, certificate()),
      { endpoint: endpoint('imap'), facts: silentFacts(facts) },
    ];
    expect(findings(defaultCertificate, places)).toMatchObject([{ outcome: 'pass' }]);
  });

  test('each host is judged by itself', () => {
    const places = [
      presenting(https, setupCertificate()),
      presenting(endpoint('https', { host: 'web.contoso.com' }), certificate()),
    ];
    expect(findings(defaultCertificate, places).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['org/default-certificate|mail.contoso.com', 'fail'],
      ['org/default-certificate|web.contoso.com', 'pass'],
    ]);
  });

  test('lists the properties that it has and those that it has not', () => {
    const hit = finding(defaultCertificate, presenting(https, setupCertificate({ extendedKeyUsage: null })));
    expect(hit.message).toContain('key usage digital signature and key encipherment (a0)');
    expect(hit.message).toContain('; not: extended key usage server authentication only)');
  });

  test.each([
    ['CN=Microsoft Exchange Server Auth Certificate', 'smtp', 2525, 'fail'],
    ['CN=Microsoft Exchange Server Auth Certificate', 'https', 8172, 'fail'],
    ['CN=WMSvc-SHA2-EX01', 'https', 443, 'fail'],
    ['CN=WMSvc-SHA2-EX01', 'smtp', 25, 'fail'],
    ['CN=WMSvc-SHA2-EX01', 'https', 8172, 'not-applicable'],
    ['CN=EX01', 'https', 444, 'not-applicable'],
    ['CN=EX01', 'smtp-anonymous', 25, 'not-applicable'],
  ] as const)('%s on %s port %i: %s', (subject, protocol, port, outcome) => {
    const place = presenting(endpoint(protocol, { port }), setupCertificate({ subject }));
    expect(finding(defaultCertificate, place).outcome).toBe(outcome);
  });

  test('says where one is at home', () => {
    const places = [
      presenting(https, certificate()),
      presenting(endpoint('smtp', { port: 2525 }), setupCertificate()),
    ];
    const [hit] = findings(defaultCertificate, places);
    expect(hit?.outcome).toBe('pass');
    expect(hit?.message).toContain('on mail.contoso.com:2525');
  });

  test('names each of two that are different', () => {
    const other = setupCertificate({ subject: 'CN=WMSvc-EX01', sha256: 'ff'.repeat(32) });
    const [hit] = findings(defaultCertificate, [
      presenting(https, setupCertificate()),
      presenting(endpoint('imaps'), other),
    ]);
    expect(hit?.message).toMatch(
      /that Exchange Setup made: CN=EX01.*; and the certificate of the IIS Web Management service/,
    );
  });
});
