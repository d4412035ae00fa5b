import { describe, expect, test } from '@jest/globals';
import { commonNameOnly } from '../../../src/rules/names/common-name-only.ts';
import { uncoveredName } from '../../../src/rules/names/uncovered-name.ts';
import {
  certificate,
  chain,
  endpoint,
  finding,
  known,
  presenting,
  silentFacts,
  soundFacts,
  unreadCertificate,
} from '../../fixtures/facts.ts';

function certificateFor(...dnsNames: readonly string[]) {
  return certificate({
    dnsNames,
    commonNames: [],
    hasSubjectAltName: dnsNames.length > 0,
    subject: 'O=Contoso',
  });
}

describe('names/uncovered-name', () => {
  test.each([
    ['mail.contoso.com', ['mail.contoso.com'], 'pass', 'covered by mail.contoso.com'],
    ['mail.contoso.com', ['*.contoso.com'], 'pass', 'covered by *.contoso.com'],
    ['contoso.com', ['*.contoso.com'], 'fail', 'does not cover the bare domain'],
    ['eu.mail.contoso.com', ['*.contoso.com'], 'fail', 'covers one level only'],
    ['mail.fabrikam.com', ['*.contoso.com'], 'fail', 'not of this domain'],
    ['mail.contoso.com', ['webmail.contoso.com'], 'fail', 'another name of the same domain'],
    ['mail.contoso.com', [], 'fail', 'has no names at all'],
    ['203.0.113.7', ['mail.contoso.com'], 'not-applicable', 'an address was asked for'],
  ])('%s with %j gives %s: %s', (host, names, outcome, words) => {
    const hit = finding(uncoveredName, presenting(endpoint('https', { host }), certificateFor(...names)));
    expect(hit.outcome).toBe(outcome);
    expect(hit.message).toContain(words);
  });

  test.each([
    [endpoint('https'), 'high'],
    [endpoint('smtp', { port: 587 }), 'high'],
    [endpoint('smtp'), 'low'],
    [endpoint('smtp', { port: 2525 }), 'info'],
  ])('the audience of $id decides the severity', (place, severity) => {
    expect(finding(uncoveredName, presenting(place, certificateFor('ex01')))).toMatchObject({
      outcome: 'fail',
      severity,
    });
  });

  test.each([
    ['smtp', 2525],
    ['https', 444],
    ['https', 8172],
    ['smtp-anonymous', 25],
  ] as const)('nobody is told to change what %s presents on %i to servers', (protocol, port) => {
    const { fix } = finding(uncoveredName, presenting(endpoint(protocol, { port }), certificateFor('ex01')));
    expect(fix.filter((line) => !line.startsWith('#'))).toEqual([]);
  });

  test('the request has the missing name and keeps the others', () => {
    const place = presenting(endpoint('https'), certificateFor('autodiscover.contoso.com'));
    expect(finding(uncoveredName, place).fix[0]).toContain(
      "-DomainName 'mail.contoso.com', 'autodiscover.contoso.com' ",
    );
  });

  test('both of two certificates have to cover it', () => {
    const https = endpoint('https');
    const ecdsa = { ...certificateFor('old.contoso.com'), sha256: 'bb'.repeat(32) };
    const chains = known({ chains: [chain(certificate()), chain(ecdsa)] });
    expect(finding(uncoveredName, { endpoint: https, facts: soundFacts(https, { chains }) }).outcome).toBe(
      'fail',
    );
  });

  test('what a client without server name gets does not count', () => {
    const https = endpoint('https');
    const other = { ...chain({ ...certificateFor('old.contoso.com'), sha256: 'bb'.repeat(32) }), sni: false };
    const chains = known({ chains: [chain(certificate()), other] });
    expect(finding(uncoveredName, { endpoint: https, facts: soundFacts(https, { chains }) }).outcome).toBe(
      'pass',
    );
  });

  test.each([
    ['nothing of which can be read', unreadCertificate()],
    ['whose names cannot be read', { ...certificateFor(), faults: ['subjectAltName cannot be read'] }],
  ])('a certificate %s is unknown', (_, faulty) => {
    expect(finding(uncoveredName, presenting(endpoint('https'), faulty)).outcome).toBe('unknown');
  });

  test('an endpoint whose certificate was not seen is unknown', () => {
    expect(finding(uncoveredName, { endpoint: endpoint('https'), facts: silentFacts() }).outcome).toBe(
      'unknown',
    );
  });
});

describe('names/common-name-only', () => {
  const old = certificate({ dnsNames: [], hasSubjectAltName: false });

  test('a name in the common name alone fails here, and not twice', () => {
    const place = presenting(endpoint('https'), old);
    expect(finding(commonNameOnly, place)).toMatchObject({ outcome: 'fail', severity: 'high' });
    expect(finding(uncoveredName, place).outcome).toBe('not-applicable');
  });

  test('a name that is covered passes', () => {
    expect(finding(commonNameOnly, presenting(endpoint('https'), certificate())).outcome).toBe('pass');
  });

  test('a name that stands nowhere is for the other rule', () => {
    const place = presenting(endpoint('https', { host: 'eu.contoso.com' }), old);
    expect(finding(commonNameOnly, place).outcome).toBe('not-applicable');
  });

  test('an unread certificate is unknown', () => {
    expect(finding(commonNameOnly, presenting(endpoint('https'), unreadCertificate())).outcome).toBe(
      'unknown',
    );
  });
});
