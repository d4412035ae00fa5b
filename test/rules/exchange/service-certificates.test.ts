import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../../src/certs/certificate.ts';
import type { Protocol } from '../../../src/model/protocol.ts';
import { edgesyncCertificate } from '../../../src/rules/exchange/edgesync-certificate.ts';
import { mailboxCertificate } from '../../../src/rules/exchange/mailbox-certificate.ts';
import { replacedCertificate } from '../../../src/rules/exchange/replaced-certificate.ts';
import { sipWildcard } from '../../../src/rules/exchange/sip-wildcard.ts';
import { websiteCertificate } from '../../../src/rules/exchange/website-certificate.ts';
import { oldClientName } from '../../../src/rules/names/old-client-name.ts';
import { serviceCertificateMismatch } from '../../../src/rules/org/service-certificate-mismatch.ts';
import {
  certificate,
  chain,
  DAY,
  endpoint,
  finding,
  findings,
  known,
  presenting,
  reach,
  setupCertificate,
  silentFacts,
  soundFacts,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const OTHER = certificate({ sha256: 'bb'.repeat(32), dnsNames: ['other.contoso.com'], subject: 'CN=other' });
const NEWER = certificate({ sha256: 'cc'.repeat(32), notBefore: certificate().notBefore + 20 * DAY });

function at(
  protocol: Protocol,
  port: number,
  one: Certificate,
  host = 'mail.contoso.com',
  address = '203.0.113.7',
) {
  return presenting(endpoint(protocol, { host, port, address }), one);
}

const closed = (protocol: Protocol, port: number) => ({
  endpoint: endpoint(protocol, { port }),
  facts: silentFacts({ reach: reach('not-enabled') }),
});

describe('exchange/website-certificate', () => {
  test('two names of one server that get different certificates fail', () => {
    const [hit] = findings(websiteCertificate, [
      at('https', 443, certificate()),
      at('https', 443, OTHER, 'autodiscover.contoso.com'),
    ]);
    expect(hit).toMatchObject({
      outcome: 'fail',
      severity: 'low',
      subject: { name: '203.0.113.7 port 443' },
    });
    expect(hit?.message).toContain('for mail.contoso.com');
    expect(hit?.message).toContain('CN=other');
    expect(hit?.endpoints).toHaveLength(2);
  });

  test('two names of one server with one certificate pass', () => {
    const all = findings(websiteCertificate, [
      at('https', 443, certificate()),
      at('https', 443, certificate(), 'autodiscover.contoso.com'),
    ]);
    expect(all).toMatchObject([{ outcome: 'pass' }]);
  });

  test('names of two servers are not compared', () => {
    const all = findings(websiteCertificate, [
      at('https', 443, certificate()),
      at('https', 443, OTHER, 'other.contoso.com', '203.0.113.8'),
    ]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['not-applicable', 'not-applicable']);
  });

  test.each([
    [OTHER, 'fail'],
    [certificate(), 'pass'],
  ])('what a client without a name gets counts too: %#', (nameless, outcome) => {
    const https = endpoint('https');
    const chains = known({ chains: [chain(certificate()), { ...chain(nameless), sni: false }] });
    const hit = finding(websiteCertificate, { endpoint: https, facts: soundFacts(https, { chains }) });
    expect(hit.outcome).toBe(outcome);
  });

  test('the back-end website has a certificate of its own', () => {
    const all = findings(websiteCertificate, [
      at('https', 443, certificate()),
      at('https', 444, setupCertificate()),
    ]);
    expect(all).toMatchObject([{ subject: { name: '203.0.113.7 port 443' }, outcome: 'not-applicable' }]);
  });

  test('a silent name leaves it open', () => {
    const all = findings(websiteCertificate, [
      at('https', 443, certificate()),
      { endpoint: endpoint('https', { host: 'web.contoso.com' }), facts: silentFacts() },
    ]);
    expect(all).toMatchObject([{ outcome: 'unknown' }]);
  });
});

describe('exchange/mailbox-certificate', () => {
  test('two ports of IMAP with different certificates fail', () => {
    const [hit, ...more] = findings(mailboxCertificate, [
      at('imap', 143, certificate()),
      at('imaps', 993, OTHER),
    ]);
    expect(hit).toMatchObject({ outcome: 'fail', subject: { host: 'mail.contoso.com', name: 'IMAP' } });
    expect(hit?.fix).toContain("Set-ImapSettings -X509CertificateName 'mail.contoso.com'");
    expect(more).toEqual([]);
  });

  test.each([
    [certificate(), ', shared with the website'],
    [OTHER, ', separate from that of the website'],
  ])('one certificate for both ports passes, and says how it stands to the website: %#', (own, words) => {
    const all = findings(mailboxCertificate, [
      at('https', 443, certificate()),
      at('pop3', 110, own),
      at('pop3s', 995, own),
    ]);
    expect(all).toMatchObject([{ outcome: 'pass', message: `POP has one certificate${words}` }]);
  });

  test('POP and IMAP may differ from each other', () => {
    const all = findings(mailboxCertificate, [at('pop3s', 995, certificate()), at('imaps', 993, OTHER)]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
  });

  test('different servers behind one name are no two ports of one', () => {
    const all = findings(mailboxCertificate, [
      at('imap', 143, certificate()),
      at('imaps', 993, OTHER, 'mail.contoso.com', '203.0.113.8'),
    ]);
    expect(all).toMatchObject([{ outcome: 'pass' }]);
  });

  test('back-end ports are others', () => {
    const all = findings(mailboxCertificate, [
      at('imaps', 993, certificate()),
      at('imaps', 1993, setupCertificate()),
    ]);
    expect(all).toMatchObject([{ outcome: 'pass' }]);
  });

  test('ports that are closed are off by default, and silence is unknown', () => {
    expect(findings(mailboxCertificate, [closed('imap', 143)])).toMatchObject([
      { outcome: 'not-applicable' },
    ]);
    const silent = { endpoint: endpoint('imaps'), facts: silentFacts() };
    expect(findings(mailboxCertificate, [at('imap', 143, certificate()), silent])).toMatchObject([
      { outcome: 'unknown' },
    ]);
  });
});

describe('exchange/replaced-certificate', () => {
  test('a service with the certificate from before the renewal fails, and the fix is that of the service', () => {
    const [hit, ...more] = findings(replacedCertificate, [
      at('https', 443, NEWER),
      at('smtp', 25, certificate()),
      at('imaps', 993, certificate()),
    ]);
    expect(more).toEqual([]);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'medium' });
    expect(hit?.message).toContain('mail.contoso.com:25, mail.contoso.com:993 still presents');
    expect(hit?.message).toContain('TlsCertificateName or a missing SMTP service holds it back');
    expect(hit?.fix).toContain(
      `Enable-ExchangeCertificate -Thumbprint '${NEWER.thumbprint}' -Services SMTP,IMAP`,
    );
    expect(hit?.fix.join('\n')).toContain('Default Frontend $env:COMPUTERNAME" -TlsCertificateName $null');
    expect(hit?.fix.join('\n')).toContain('Restart-Service MSExchangeIMAP4');
  });

  test('the fix does not enable IMAP for a wildcard, which it is told by its name', () => {
    const dnsNames = ['*.contoso.com'];
    const [hit] = findings(replacedCertificate, [
      at('https', 443, { ...NEWER, dnsNames }),
      at('imaps', 993, certificate({ dnsNames })),
    ]);
    expect(hit?.fix).toEqual([
      "Set-ImapSettings -X509CertificateName 'mail.contoso.com'",
      'Restart-Service MSExchangeIMAP4, MSExchangeIMAP4BE',
    ]);
  });

  test('then the services differ by that alone', () => {
    const places = [at('https', 443, NEWER), at('smtp', 587, certificate())];
    expect(findings(serviceCertificateMismatch, places)).toMatchObject([{ outcome: 'not-applicable' }]);
    expect(findings(serviceCertificateMismatch, [...places, at('imaps', 993, OTHER)])).toMatchObject([
      { outcome: 'fail' },
    ]);
  });

  test.each([
    ['has other names', { dnsNames: ['imap.contoso.com'] }],
    ['has another kind of key', { key: { algorithm: 'EC', bits: 256, curve: 'prime256v1' } }],
    ['began at the same time', { notBefore: certificate().notBefore }],
  ])('a certificate that %s replaces nothing', (_, changes) => {
    const all = findings(replacedCertificate, [
      at('https', 443, certificate()),
      at('smtp', 25, { ...NEWER, ...changes }),
    ]);
    expect(all).toMatchObject([{ outcome: 'pass' }]);
  });

  test('a service with both is just being renewed', () => {
    const https = endpoint('https');
    const both = { chains: known({ chains: [chain(certificate()), chain(NEWER)] }) };
    const all = findings(replacedCertificate, [
      { endpoint: https, facts: soundFacts(https, both) },
      at('smtp', 25, NEWER),
    ]);
    expect(all).toMatchObject([{ outcome: 'pass' }]);
  });

  test('one service is compared with nothing, and silence is unknown', () => {
    expect(findings(replacedCertificate, [at('https', 443, NEWER)])).toMatchObject([
      { outcome: 'not-applicable' },
    ]);
    const silent = { endpoint: endpoint('smtp'), facts: silentFacts() };
    expect(findings(replacedCertificate, [at('https', 443, NEWER), silent])).toMatchObject([
      { outcome: 'unknown' },
    ]);
  });
});

describe('exchange/edgesync-certificate', () => {
  const curve = certificate({ key: { algorithm: 'EC', bits: 256, curve: 'prime256v1' } });

  test.each([
    [setupCertificate(), 'pass'],
    [curve, 'fail'],
    [unreadCertificate(), 'unknown'],
  ])('by the key of the certificate: %#', (one, outcome) => {
    const hit = finding(edgesyncCertificate, at('tls', 50_636, one, 'edge1.contoso.com'));
    expect(hit).toMatchObject({ outcome, subject: { host: 'edge1.contoso.com' } });
  });

  test('elsewhere curves are supported', () => {
    expect(finding(edgesyncCertificate, at('https', 443, curve)).outcome).toBe('not-applicable');
  });

  test('that it was not asked for is said', () => {
    expect(finding(edgesyncCertificate, at('https', 443, certificate())).message).toContain(
      'tls://<edge server>:50636',
    );
  });

  test('silence is unknown, a closed port is not', () => {
    const edge = endpoint('tls', { port: 50_636 });
    expect(finding(edgesyncCertificate, { endpoint: edge, facts: silentFacts() }).outcome).toBe('unknown');
    expect(finding(edgesyncCertificate, closed('tls', 50_636)).outcome).toBe('not-applicable');
  });
});

describe('exchange/sip-wildcard', () => {
  const wild = certificate({ dnsNames: ['*.contoso.com'] });

  test.each([
    [5061, wild, 'fail'],
    [5062, wild, 'fail'],
    [5061, certificate(), 'pass'],
    [5061, unreadCertificate(), 'unknown'],
    [443, wild, 'not-applicable'],
  ] as const)('on port %i: %#', (port, one, outcome) => {
    expect(finding(sipWildcard, at('tls', port, one)).outcome).toBe(outcome);
  });

  test('a name that stands there beside a wildcard is enough', () => {
    const both = certificate({ dnsNames: ['*.contoso.com', 'mail.contoso.com'] });
    expect(finding(sipWildcard, at('tls', 5061, both)).outcome).toBe('pass');
  });

  test('silence is unknown', () => {
    const place = { endpoint: endpoint('tls', { port: 5061 }), facts: silentFacts() };
    expect(finding(sipWildcard, place).outcome).toBe('unknown');
  });
});

describe('names/old-client-name', () => {
  const second = certificate({ commonNames: ['web.contoso.com'], subject: 'CN=web.contoso.com' });

  test.each([
    ['imaps', second, 'fail'],
    ['pop3', second, 'fail'],
    ['imap', certificate(), 'pass'],
    ['https', second, 'not-applicable'],
    ['smtp', second, 'not-applicable'],
    ['imaps', unreadCertificate(), 'unknown'],
    ['imaps', OTHER, 'pass'],
    ['imaps', setupCertificate({ dnsNames: ['mail.contoso.com'] }), 'not-applicable'],
  ] as const)('%s: %#', (protocol, one, outcome) => {
    expect(finding(oldClientName, presenting(endpoint(protocol), one))).toMatchObject({
      outcome,
      severity: 'info',
    });
  });
});
