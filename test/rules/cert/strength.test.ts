import { describe, expect, test } from '@jest/globals';
import { weakKey } from '../../../src/rules/cert/weak-key.ts';
import { weakSignature } from '../../../src/rules/cert/weak-signature.ts';
import {
  certificate,
  endpoint,
  EXCHANGE_2019,
  finding,
  findings,
  presenting,
  unreadCertificate,
} from '../../fixtures/facts.ts';

const https = endpoint('https');

describe('cert/weak-key', () => {
  test.each([
    ['RSA', 2048, 'pass'],
    ['RSA', 2047, 'fail'],
    ['RSA', 1024, 'fail'],
    ['RSA-PSS', 1024, 'fail'],
    ['EC', 256, 'pass'],
    ['EC', 224, 'fail'],
    ['DSA', 2048, 'fail'],
    ['Ed25519', 256, 'pass'],
    ['Ed448', null, 'pass'],
    ['RSA', null, 'unknown'],
    ['1.2.3.4', 4096, 'unknown'],
  ])('an %s key of %s bits gives %s', (algorithm, bits, outcome) => {
    const key = { algorithm, bits, curve: null };
    expect(finding(weakKey, presenting(https, certificate({ key })))).toMatchObject({
      outcome,
      severity: 'high',
    });
  });

  test('the strictest baseline of the endpoints that present it counts', () => {
    const strict = { ...EXCHANGE_2019, id: 'own', minRsaBits: 3072 };
    const places = [
      presenting(https, certificate()),
      { ...presenting(endpoint('imaps'), certificate()), baseline: strict },
    ];
    expect(findings(weakKey, places)).toMatchObject([{ outcome: 'fail' }]);
  });

  test('issuers are judged too', () => {
    const issuer = certificate({
      sha256: 'bb'.repeat(32),
      key: { algorithm: 'RSA', bits: 1024, curve: null },
    });
    const outcomes = findings(weakKey, [presenting(https, certificate(), issuer)]).map((one) => one.outcome);
    expect(outcomes).toEqual(['pass', 'fail']);
  });

  test('an unread certificate is unknown', () => {
    expect(finding(weakKey, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});

describe('cert/weak-signature', () => {
  const signed = (hash: string | null, changes: Parameters<typeof certificate>[0] = {}) =>
    certificate({ signature: { oid: '1.2.3', name: `rsa-with-${hash}`, hash }, ...changes });

  test.each([
    ['SHA-256', 'pass', 'medium'],
    ['SHA-1', 'fail', 'medium'],
    ['MD5', 'fail', 'high'],
    ['MD2', 'fail', 'high'],
    [null, 'unknown', 'medium'],
  ])('hash %s gives %s, %s', (hash, outcome, severity) => {
    expect(finding(weakSignature, presenting(https, signed(hash)))).toMatchObject({ outcome, severity });
  });

  const root = { sha256: 'cc'.repeat(32), selfIssued: true, selfSigned: true };

  test("a root's own signature does not matter", () => {
    const all = findings(weakSignature, [presenting(https, certificate(), signed('SHA-1', root))]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['pass', 'not-applicable']);
  });

  test('an intermediate with SHA-1 fails', () => {
    const intermediate = signed('SHA-1', { sha256: 'bb'.repeat(32) });
    const all = findings(weakSignature, [presenting(https, certificate(), intermediate)]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['pass', 'fail']);
  });

  test('a self-signed server certificate with SHA-1 fails, and Exchange makes it anew', () => {
    const hit = finding(weakSignature, presenting(https, signed('SHA-1', root)));
    expect(hit.outcome).toBe('fail');
    expect(hit.fix).toContain('New-ExchangeCertificate');
  });

  test('an unread certificate is unknown', () => {
    expect(finding(weakSignature, presenting(https, unreadCertificate())).outcome).toBe('unknown');
  });
});
