import { createPrivateKey, KeyObject, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../src/certs/certificate.ts';
import { parseCertificate } from '../../src/certs/parse.ts';
import { recognizeDefaultCertificate } from '../../src/exchange/default-certificates.ts';
import { leafKeys } from '../../src/lab/leaf-keys.ts';
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

  test('have a key each, which the lab gives away for real servers', async () => {
    const chains = await Promise.all([
      pki.commercial(['mail.contoso.com']),
      pki.commercial(['mail.contoso.com']),
      pki.internal(['legacy.contoso.com']),
      pki.selfSigned('EX01', 'contoso.com', 'SHA-1'),
      pki.webManagement('EX01'),
    ]);
    const keys = chains.map((chain) => pki.keyOf(chain));
    expect(new Set(keys).size).toBe(chains.length);
    for (const [index, [leaf]] of chains.entries()) {
      const secret = createPrivateKey(keys[index] ?? '');
      expect(leaf && new X509Certificate(leaf).checkPrivateKey(secret)).toBe(true);
    }
    expect(() => pki.keyOf([])).toThrow(RangeError);
  });

  test('have keys that no table lacks: those behind its end are made anew', async () => {
    const next = leafKeys();
    const keys = [];
    for (let made = 0; made < 21; made += 1) keys.push(await next('SHA-256'));
    const moduli = keys.map(({ publicKey }) => KeyObject.from(publicKey).export({ format: 'jwk' }).n);
    expect(new Set(moduli).size).toBe(21);
    expect(new Set(moduli.map((modulus) => modulus?.length))).toEqual(new Set([342]));
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

  test('by the commercial authority carry timestamps, those of others do not', async () => {
    const certificates = await Promise.all([
      leafOf(pki.commercial(['mail.contoso.com'])),
      leafOf(pki.internal(['legacy.contoso.com'])),
      leafOf(pki.selfSigned('EX01', 'contoso.com')),
    ]);
    expect(certificates.map(({ hasTimestamps }) => hasTimestamps)).toEqual([true, false, false]);
  });

  test.each([
    ['exchange', 'SHA-256', 'CN=EX01', ['EX01', 'EX01.contoso.com']],
    ['exchange', 'SHA-1', 'CN=EX01', ['EX01', 'EX01.contoso.com']],
    ['wmsvc', 'SHA-256', 'CN=WMSvc-SHA2-EX01', ['WMSvc-SHA2-EX01']],
    ['wmsvc', 'SHA-1', 'CN=WMSvc-EX01', ['WMSvc-EX01']],
  ] as const)(
    'by Setup or Windows are recognized in every property: %s with %s',
    async (kind, hash, subject, dnsNames) => {
      const made =
        kind === 'wmsvc' ? pki.webManagement('EX01', hash) : pki.selfSigned('EX01', 'contoso.com', hash);
      const certificate = await leafOf(made);
      expect(recognizeDefaultCertificate(certificate)).toMatchObject({ kind, missed: [] });
      expect(certificate).toMatchObject({ subject, dnsNames, signature: { hash }, selfSigned: true });
    },
  );
});
