import { createPrivateKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../src/certs/certificate.ts';
import { parseCertificate } from '../../src/certs/parse.ts';
import { recognizeDefaultCertificate } from '../../src/exchange/default-certificates.ts';
import { createPki, type Pki } from '../../src/lab/pki.ts';

/** Not on a whole second, as no real clock is. */
const NOW = Date.UTC(2026, 10, 22, 12, 0, 0, 789);
const DAY = 86_400_000;

let pki: Pki;
beforeAll(async () => {
  pki = await createPki(NOW);
});

async function leafOf(chain: Promise<readonly Uint8Array[]>): Promise<Certificate> {
  const [der] = await chain;
  if (der === undefined) throw new Error('no certificate');
  return parseCertificate(der);
}

describe('certificates of the lab', () => {
  test('verify up to the authority that is named', async () => {
    const [root, internal] = pki.authorities.map((der) => new X509Certificate(der));
    const chain = await pki.commercial(['mail.contoso.com']);
    const [leaf, issuing] = chain.map((der) => new X509Certificate(der));
    const [old] = (await pki.internal(['legacy.contoso.com'])).map((der) => new X509Certificate(der));
    expect(leaf && issuing?.publicKey && leaf.verify(issuing.publicKey)).toBe(true);
    expect(leaf && issuing && leaf.checkIssued(issuing)).toBe(true);
    expect(issuing && root && issuing.verify(root.publicKey)).toBe(true);
    expect(issuing && root && issuing.checkIssued(root)).toBe(true);
    expect(old && internal && old.verify(internal.publicKey)).toBe(true);
  });

  test('have the key that the lab gives away for real servers', async () => {
    const [leaf] = await pki.commercial(['mail.contoso.com']);
    expect(leaf && new X509Certificate(leaf).checkPrivateKey(createPrivateKey(pki.rsaKey))).toBe(true);
  });

  test.each([
    ['commercial', { issued: 20, valid: 99 }],
    ['expired', { issued: 111, valid: 99 }],
  ] as const)('are as old as asked for, to the second: %s', async (_, age) => {
    const certificate = await leafOf(pki.commercial(['mail.contoso.com'], age));
    expect(NOW - 789 - certificate.notBefore).toBe(age.issued * DAY);
    expect(certificate.notAfter - certificate.notBefore).toBe(age.valid * DAY - 1000);
  });

  test('differ in serial number', async () => {
    const one = await leafOf(pki.commercial(['a.contoso.com']));
    const other = await leafOf(pki.commercial(['a.contoso.com']));
    expect(one.serial).not.toBe(other.serial);
  });

  test('by the commercial authority hold what a public one puts into them', async () => {
    const names = ['mail.contoso.com', 'autodiscover.contoso.com'];
    expect(await leafOf(pki.commercial(names))).toMatchObject({
      faults: [],
      subject: 'CN=mail.contoso.com, O=Contoso Ltd',
      dnsNames: names,
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
      policies: ['2.23.140.1.2.2'],
      signature: { hash: 'SHA-256' },
    });
  });

  test('by the internal authority are signed with SHA-1', async () => {
    expect((await leafOf(pki.internal(['legacy.contoso.com']))).signature.hash).toBe('SHA-1');
  });

  test('by Setup are recognized as the default of Exchange in every property', async () => {
    const certificate = await leafOf(pki.selfSigned('MBX01', 'contoso.com'));
    expect(recognizeDefaultCertificate(certificate)).toMatchObject({ kind: 'exchange', missed: [] });
  });
});
