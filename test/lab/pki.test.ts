import { createPrivateKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseCertificate } from '../../src/certs/parse.ts';
import { createPki, type Pki } from '../../src/lab/pki.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;

let pki: Pki;
beforeAll(async () => {
  pki = await createPki(NOW);
});

describe('certificates of the lab', () => {
  test('verify up to the authority that is named', () => {
    const [root, internal] = pki.authorities.map((der) => new X509Certificate(der));
    const [leaf, issuing] = pki.commercial(['mail.contoso.com']).map((der) => new X509Certificate(der));
    const [old] = pki.internal(['legacy.contoso.com']).map((der) => new X509Certificate(der));
    expect(leaf && issuing?.publicKey && leaf.verify(issuing.publicKey)).toBe(true);
    expect(issuing && root && issuing.verify(root.publicKey)).toBe(true);
    expect(old && internal && old.verify(internal.publicKey)).toBe(true);
  });

  test('have the key that the lab gives away for real servers', () => {
    const [leaf] = pki.commercial(['mail.contoso.com']);
    expect(leaf && new X509Certificate(leaf).checkPrivateKey(createPrivateKey(pki.rsaKey))).toBe(true);
  });

  test.each([
    ['commercial', { issued: 20, valid: 99 }],
    ['expired', { issued: 111, valid: 99 }],
  ] as const)('are as old as asked for: %s', (_, age) => {
    const [der] = pki.commercial(['mail.contoso.com'], age);
    const certificate = der && parseCertificate(der);
    if (!certificate) throw new Error('no certificate');
    expect(NOW - certificate.notBefore).toBe(age.issued * DAY);
    expect(certificate.notAfter - certificate.notBefore).toBe(age.valid * DAY - 1000);
  });

  test('differ in serial number', () => {
    const [one] = pki.commercial(['a.contoso.com']);
    const [other] = pki.commercial(['a.contoso.com']);
    expect(one && new X509Certificate(one).serialNumber).not.toBe(
      other && new X509Certificate(other).serialNumber,
    );
  });
});
