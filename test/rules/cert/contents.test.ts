import { describe, expect, test } from '@jest/globals';
import { missingServerAuth } from '../../../src/rules/cert/missing-server-auth.ts';
import { unreadable } from '../../../src/rules/cert/unreadable.ts';
import { certificate, endpoint, finding, presenting, unreadCertificate } from '../../fixtures/facts.ts';

const https = endpoint('https');

describe('cert/missing-server-auth', () => {
  test.each([
    [['1.3.6.1.5.5.7.3.1'], 'pass'],
    [['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1'], 'pass'],
    [['2.5.29.37.0'], 'pass'],
    [['1.3.6.1.5.5.7.3.2'], 'fail'],
    [[], 'fail'],
    [null, 'pass'],
  ])('usages %j give %s', (extendedKeyUsage, outcome) => {
    expect(finding(missingServerAuth, presenting(https, certificate({ extendedKeyUsage }))).outcome).toBe(
      outcome,
    );
  });

  test('usages that may be hidden in what cannot be read are unknown', () => {
    const faulty = certificate({ extendedKeyUsage: null, faults: ['extendedKeyUsage cannot be read'] });
    expect(finding(missingServerAuth, presenting(https, faulty)).outcome).toBe('unknown');
  });

  test('an unread certificate is unknown', () => {
    expect(finding(missingServerAuth, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});

describe('cert/unreadable', () => {
  test('a sound certificate passes', () => {
    expect(finding(unreadable, presenting(https, certificate())).outcome).toBe('pass');
  });

  test('one with a broken part fails low and names the part', () => {
    const faulty = certificate({ faults: ['keyUsage cannot be read', 'two more'] });
    const hit = finding(unreadable, presenting(https, faulty));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'low' });
    expect(hit.message).toContain('keyUsage cannot be read; two more');
  });

  test('one that cannot be read at all fails high', () => {
    const hit = finding(unreadable, presenting(https, unreadCertificate()));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'high' });
    expect(hit.fix[0]).toContain("'CN=mail.contoso.com'");
  });
});
