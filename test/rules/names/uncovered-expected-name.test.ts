import { describe, expect, test } from '@jest/globals';
import type { Protocol } from '../../../src/model/protocol.ts';
import { uncoveredExpectedName } from '../../../src/rules/names/uncovered-expected-name.ts';
import {
  certificate,
  endpoint,
  finding,
  findings,
  named,
  presenting,
  silentFacts,
  target,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const contoso = target('mail.contoso.com', {
  names: ['autodiscover.contoso.com', 'MAIL.contoso.com'],
  services: [
    { protocol: 'imaps', port: 993, names: ['imap.contoso.com'] },
    { protocol: 'smtp', port: 25, names: ['mx.contoso.com'] },
  ],
});

function judged(protocol: Protocol, of = certificate()) {
  return findings(uncoveredExpectedName, [{ ...presenting(endpoint(protocol), of), target: contoso }]);
}

describe('names/uncovered-expected-name', () => {
  test('names of web clients have to be in the certificate of the website', () => {
    const hit = named(judged('https'), 'autodiscover.contoso.com');
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'high' });
    expect(hit.message).toContain('mail.contoso.com is another name of the same domain');
    expect(hit.fix[0]).toContain("-DomainName 'mail.contoso.com', 'autodiscover.contoso.com'");
    expect(hit.id).toBe(
      'names/uncovered-expected-name|https://mail.contoso.com:443/203.0.113.7|autodiscover.contoso.com',
    );
  });

  test('the host itself is left to its own rule', () => {
    expect(judged('https')).toHaveLength(1);
  });

  test('a name that is covered passes', () => {
    const wide = certificate({ dnsNames: ['*.contoso.com'] });
    expect(named(judged('https', wide), 'autodiscover.contoso.com').outcome).toBe('pass');
  });

  test('names of a service have to be in the certificate of that service only', () => {
    const all = judged('imaps');
    expect(all.map(({ subject, outcome }) => [subject.name, outcome])).toEqual([
      ['imap.contoso.com', 'fail'],
    ]);
    expect(all[0]?.fix).toContain("Set-ImapSettings -X509CertificateName 'imap.contoso.com'");
  });

  test('on port 25 a missing name is medium', () => {
    expect(named(judged('smtp'), 'mx.contoso.com')).toMatchObject({ outcome: 'fail', severity: 'medium' });
  });

  test('a name in the common name alone is not covered', () => {
    const old = certificate({
      dnsNames: [],
      hasSubjectAltName: false,
      commonNames: ['autodiscover.contoso.com'],
    });
    expect(named(judged('https', old), 'autodiscover.contoso.com').outcome).toBe('fail');
  });

  test('a service of which no names are expected is not applicable', () => {
    expect(judged('pop3s')).toMatchObject([{ outcome: 'not-applicable' }]);
  });

  test('an unread certificate is unknown', () => {
    expect(named(judged('https', unreadCertificate()), 'autodiscover.contoso.com').outcome).toBe('unknown');
  });

  test('an endpoint whose certificate was not seen is unknown', () => {
    const place = { endpoint: endpoint('https'), facts: silentFacts(), target: contoso };
    expect(finding(uncoveredExpectedName, place).outcome).toBe('unknown');
  });
});
