import { describe, expect, test } from '@jest/globals';
import { selfSigned } from '../../../src/rules/cert/self-signed.ts';
import {
  certificate,
  endpoint,
  finding,
  findings,
  presenting,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const own = certificate({ subject: 'CN=EX01', selfIssued: true, selfSigned: true });
const https = endpoint('https');

describe('cert/self-signed', () => {
  test('one that another issued passes', () => {
    expect(finding(selfSigned, presenting(https, certificate())).outcome).toBe('pass');
  });

  test.each([
    ['clients', endpoint('https'), 'fail', 'high'],
    ['clients of POP', endpoint('pop3s'), 'fail', 'high'],
    ['clients that submit', endpoint('smtp', { port: 587 }), 'fail', 'high'],
    ['the internet', endpoint('smtp'), 'fail', 'low'],
    ['other servers', endpoint('smtp', { port: 2525 }), 'pass', 'high'],
  ])('towards %s', (_, place, outcome, severity) => {
    expect(finding(selfSigned, presenting(place, own))).toMatchObject({ outcome, severity });
  });

  test('the worst audience decides, and each one is explained', () => {
    const [hit, ...others] = findings(selfSigned, [
      presenting(endpoint('smtp', { port: 2525 }), own),
      presenting(endpoint('smtp'), own),
      presenting(https, own),
    ]);
    expect(others).toEqual([]);
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'high' });
    expect(hit?.endpoints).toHaveLength(3);
    for (const words of [
      'mail.contoso.com:443 warn',
      'hybrid mail flow, MTA-STS',
      'mail.contoso.com:2525 only',
    ]) {
      expect(hit?.message).toContain(words);
    }
    expect(hit?.fix.join('\n')).toContain('-Services IIS,SMTP');
  });

  test('a signature that this machine cannot verify is unknown', () => {
    const odd = certificate({ selfIssued: true, selfSigned: null });
    expect(finding(selfSigned, presenting(https, odd)).outcome).toBe('unknown');
  });

  test('an unread certificate is unknown', () => {
    expect(finding(selfSigned, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});
