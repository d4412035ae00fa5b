import { describe, expect, test } from '@jest/globals';
import { serviceCertificateMismatch } from '../../../src/rules/org/service-certificate-mismatch.ts';
import {
  certificate,
  chain,
  endpoint,
  findings,
  known,
  presenting,
  reach,
  setupCertificate,
  silentFacts,
  soundFacts,
} from '../../fixtures/facts.ts';
import type { Place } from '../../fixtures/facts.ts';

const other = certificate({ sha256: 'bb'.repeat(32), subject: 'CN=old.contoso.com' });
const https = presenting(endpoint('https'), certificate());

function judged(...places: readonly Place[]) {
  const [hit, ...others] = findings(serviceCertificateMismatch, places);
  expect(others).toEqual([]);
  return hit;
}

describe('org/service-certificate-mismatch', () => {
  test('services with the same certificate pass', () => {
    expect(judged(https, presenting(endpoint('imaps'), certificate()))?.outcome).toBe('pass');
  });

  test('services with different ones fail low, and both are listed with their places', () => {
    const hit = judged(https, presenting(endpoint('imaps'), other));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'low' });
    expect(hit?.message).toContain(`CN=mail.contoso.com (${'AA'.repeat(20)}) on mail.contoso.com:443`);
    expect(hit?.message).toContain(`CN=old.contoso.com (${'BB'.repeat(20)}) on mail.contoso.com:993`);
  });

  test('the fix puts the certificate of the website on the others', () => {
    const hit = judged(presenting(endpoint('imaps'), other), https);
    expect(hit?.fix).toContain(`Enable-ExchangeCertificate -Thumbprint '${'AA'.repeat(20)}' -Services IMAP`);
  });

  test('the fix tells IMAP the name of a wildcard, for which it is not enabled', () => {
    const wild = certificate({ dnsNames: ['*.contoso.com'] });
    const hit = judged(presenting(endpoint('imaps'), other), presenting(endpoint('https'), wild));
    expect(hit?.fix.join('\n')).not.toContain('Enable-ExchangeCertificate');
    expect(hit?.fix).toContain("Set-ImapSettings -X509CertificateName 'mail.contoso.com'");
  });

  test('one of two certificates in common is enough', () => {
    const both = endpoint('https');
    const facts = soundFacts(both, { chains: known({ chains: [chain(certificate()), chain(other)] }) });
    expect(judged({ endpoint: both, facts }, presenting(endpoint('imaps'), other))?.outcome).toBe('pass');
  });

  test.each([25, 465, 2525])('the certificate of Setup on port %i does not count', (port) => {
    const smtp = presenting(endpoint('smtp', { port }), setupCertificate());
    expect(judged(https, presenting(endpoint('imaps'), certificate()), smtp)?.outcome).toBe('pass');
  });

  test('the certificate of Setup on a port for clients does', () => {
    expect(judged(https, presenting(endpoint('imaps'), setupCertificate()))?.outcome).toBe('fail');
  });

  test('addresses of one service are taken together', () => {
    const second = presenting(endpoint('https', { address: '203.0.113.8' }), other);
    expect(judged(https, second, presenting(endpoint('imaps'), other))?.outcome).toBe('pass');
  });

  test('a service that was named and is silent makes it unknown', () => {
    const imaps = { endpoint: endpoint('imaps'), facts: silentFacts({ reach: reach('unreachable') }) };
    expect(judged(https, presenting(endpoint('pop3s'), certificate()), imaps)?.outcome).toBe('unknown');
  });

  test('what differs already fails, whatever is not known', () => {
    const silent = { endpoint: endpoint('pop3s'), facts: silentFacts() };
    expect(judged(https, presenting(endpoint('imaps'), other), silent)?.outcome).toBe('fail');
  });

  test('a port of the standard set that does not answer is no service', () => {
    const imaps = {
      endpoint: endpoint('imaps', { named: false }),
      facts: silentFacts({ reach: reach('unreachable') }),
    };
    expect(judged(https, presenting(endpoint('pop3s'), certificate()), imaps)?.outcome).toBe('pass');
  });

  test('one service alone is not applicable', () => {
    expect(judged(https)?.outcome).toBe('not-applicable');
  });
});
