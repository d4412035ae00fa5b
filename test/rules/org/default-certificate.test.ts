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
});
