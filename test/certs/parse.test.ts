import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { elements, readElement } from '../../src/certs/der.ts';
import { parseCertificate } from '../../src/certs/parse.ts';
import { describePublicKey } from '../../src/certs/public-key.ts';
import type { KeyKind } from '../fixtures/certificates.ts';
import {
  CLIENT_AUTH,
  DEFAULT_NOT_BEFORE,
  DOMAIN_VALIDATED,
  freshKeyPair,
  makeCa,
  makeCertificate,
  makeLeaf,
  SERVER_AUTH,
  tlv,
} from '../fixtures/certificates.ts';

const integer = (value: bigint): Uint8Array => {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return tlv(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
};

const rsaSpki = (...numbers: readonly Uint8Array[]): Buffer =>
  Buffer.from(
    tlv(
      0x30,
      tlv(0x30, Buffer.from('06092a864886f70d0101010500', 'hex')),
      tlv(0x03, Buffer.from([0]), tlv(0x30, ...numbers)),
    ),
  );

const root = makeCa('Contoso Root', { key: 'ec-p384' });

describe('a sound certificate', () => {
  const leaf = makeLeaf({
    names: ['mail.contoso.com', 'autodiscover.contoso.com'],
    subject: [
      ['C', 'US'],
      ['O', 'Contoso, Ltd'],
      ['CN', 'mail.contoso.com'],
    ],
    ipAddresses: ['192.0.2.7', '2001:db8::7'],
    issuer: root,
    ca: false,
    extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH],
    policies: [DOMAIN_VALIDATED],
    issuerUrls: ['http://ca.contoso.com/root.cer'],
    timestamps: true,
    serial: '00f0e1',
  });
  const node = new X509Certificate(leaf.der);

  test('has no faults', () => {
    expect(leaf.certificate.faults).toEqual([]);
  });

  test('has the digests that Node computes', () => {
    expect(leaf.certificate.sha256).toBe(node.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(leaf.certificate.thumbprint).toBe(node.fingerprint.replaceAll(':', ''));
    expect(leaf.certificate.serial).toBe(node.serialNumber);
  });

  test('prints its names most specific first and escaped', () => {
    expect(leaf.certificate.subject).toBe('CN=mail.contoso.com, O=Contoso\\, Ltd, C=US');
    expect(leaf.certificate.issuer).toBe('CN=Contoso Root, O=Test');
    expect(leaf.certificate.commonNames).toEqual(['mail.contoso.com']);
  });

  test('has times in milliseconds', () => {
    expect(leaf.certificate.notBefore).toBe(DEFAULT_NOT_BEFORE.getTime());
    expect(leaf.certificate.notAfter).toBe(DEFAULT_NOT_BEFORE.getTime() + 90 * 86_400_000 - 1000);
  });

  test('has its extensions', () => {
    expect(leaf.certificate).toMatchObject({
      dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
      ipAddresses: ['192.0.2.7', '2001:db8::7'],
      hasSubjectAltName: true,
      basicConstraints: { ca: false, pathLength: null },
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH],
      policies: [DOMAIN_VALIDATED],
      issuerUrls: ['http://ca.contoso.com/root.cer'],
      hasTimestamps: true,
    });
    expect(leaf.certificate.authorityKeyId).toBe(root.certificate.subjectKeyId);
    expect(root.certificate.subjectKeyId).toMatch(/^[0-9a-f]{40}$/);
  });

  test('is neither self-issued nor self-signed under a CA', () => {
    expect(leaf.certificate).toMatchObject({ selfIssued: false, selfSigned: false });
    expect(leaf.certificate.issuerKey).toBe(root.certificate.subjectKey);
  });
});

describe('keys and signatures', () => {
  const rows: readonly (readonly [KeyKind, string, number, string | null, string, string])[] = [
    ['rsa-1024', 'RSA', 1024, null, 'sha256WithRSAEncryption', 'SHA-256'],
    ['rsa-2048', 'RSA', 2048, null, 'sha256WithRSAEncryption', 'SHA-256'],
    ['rsa-pss', 'RSA-PSS', 2048, null, 'rsassaPss', 'SHA-256'],
    ['ec-p256', 'EC', 256, 'prime256v1', 'ecdsa-with-SHA256', 'SHA-256'],
    ['ec-p384', 'EC', 384, 'secp384r1', 'ecdsa-with-SHA256', 'SHA-256'],
    ['ec-p521', 'EC', 521, 'secp521r1', 'ecdsa-with-SHA256', 'SHA-256'],
    ['ed25519', 'Ed25519', 256, null, 'ED25519', 'SHA-512'],
    ['ed448', 'Ed448', 456, null, 'ED448', 'SHAKE256'],
    ['dsa', 'DSA', 1024, null, 'dsa_with_SHA256', 'SHA-256'],
  ];
  test.each(rows)(
    'a self-signed %s certificate is described and verified',
    (key, algorithm, bits, curve, name, hash) => {
      const { certificate } = makeLeaf({ key });
      expect(certificate.key).toEqual({ algorithm, bits, curve });
      expect(certificate.signature).toMatchObject({ name, hash });
      expect(certificate).toMatchObject({ selfIssued: true, selfSigned: true, faults: [] });
    },
  );

  test('the size of an RSA key is the one that OpenSSL says, whatever its numbers are', () => {
    const unsigned = fc
      .uint8Array({ minLength: 1, maxLength: 40 })
      .map((bytes) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`))
      .filter((number) => number > 0n);
    fc.assert(
      fc.property(unsigned, unsigned, (modulus, exponent) => {
        const spki = rsaSpki(integer(modulus), integer(exponent));
        const details = createPublicKey({ key: spki, format: 'der', type: 'spki' }).asymmetricKeyDetails;
        const bits = details?.modulusLength;
        expect(describePublicKey(spki)).toEqual({
          key: { algorithm: 'RSA', bits, curve: null },
          fault: null,
        });
      }),
    );
  });

  test('an RSA key with something behind its numbers is left to OpenSSL', () => {
    const whole = rsaSpki(integer(2n ** 2047n + 1n), integer(65537n), integer(3n));
    const more = Buffer.concat([rsaSpki(integer(2n ** 2047n + 1n), integer(65537n)), Buffer.from([5, 0])]);
    for (const spki of [whole, more]) {
      let bits: number | null = null;
      try {
        const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
        bits = key.asymmetricKeyDetails?.modulusLength ?? null;
      } catch {
        // It does not take it.
      }
      expect(describePublicKey(spki).key.bits).toBe(bits);
    }
  });

  test.each([
    ['MD5', 'md5WithRSAEncryption'],
    ['SHA-1', 'sha1WithRSAEncryption'],
    ['SHA-512', 'sha512WithRSAEncryption'],
  ] as const)('an RSA signature over %s is named and verified', (hash, name) => {
    const { certificate } = makeLeaf({ key: 'rsa-2048', hash });
    expect(certificate.signature).toMatchObject({ name, hash });
    expect(certificate.selfSigned).toBe(true);
  });

  test.each(['SHA-256', 'SHA-384', 'SHA-512'] as const)('RSASSA-PSS takes %s from its parameters', (hash) => {
    const { certificate } = makeLeaf({ key: 'rsa-2048', pss: true, hash });
    expect(certificate.signature).toMatchObject({ oid: '1.2.840.113549.1.1.10', hash });
    expect(certificate.selfSigned).toBe(true);
  });

  test('a self-issued certificate signed by another key is not self-signed', () => {
    const other = makeLeaf({ key: freshKeyPair('ec-p256') });
    const { certificate } = makeLeaf({ issuer: other });
    expect(certificate).toMatchObject({ selfIssued: true, selfSigned: false });
  });

  test('an unknown signature algorithm leaves self-signed open', () => {
    const { certificate } = makeLeaf({ key: 'rsa-2048', signatureOid: '1.2.3.4.5' });
    expect(certificate.signature).toEqual({ oid: '1.2.3.4.5', name: '1.2.3.4.5', hash: null });
    expect(certificate).toMatchObject({ selfIssued: true, selfSigned: null });
  });
});

describe('awkward certificates', () => {
  test('two different signature algorithms inside and outside are a fault', () => {
    const der = Buffer.from(makeLeaf({ key: 'rsa-2048' }).der);
    const sha256WithRsa = Buffer.from('2a864886f70d01010b', 'hex');
    der[der.lastIndexOf(sha256WithRsa) + 8] = 0x0c;
    expect(parseCertificate(der).faults).toEqual([
      'the signature algorithm inside and outside of the signed part differ',
    ]);
  });

  test('RSASSA-PSS with a mask of another hash leaves self-signed open', () => {
    const der = Buffer.from(makeLeaf({ key: 'rsa-2048', pss: true }).der);
    const mask = Buffer.from('2a864886f70d010108', 'hex');
    const hash = Buffer.from('608648016503040201', 'hex');
    der[der.indexOf(hash, der.indexOf(mask)) + 8] = 0x03;
    der[der.indexOf(hash, der.lastIndexOf(mask)) + 8] = 0x03;
    expect(parseCertificate(der)).toMatchObject({
      signature: { hash: 'SHA-256' },
      selfSigned: null,
      faults: [],
    });
  });

  test('a subject beyond 2,000 characters is cut with a fault', () => {
    const { certificate } = makeLeaf({ subject: [['CN', 'x'.repeat(3000)]], issuer: root });
    expect(certificate.subject).toHaveLength(2000);
    expect(certificate.commonNames[0]).toHaveLength(255);
    expect(certificate.faults).toEqual(['the subject is longer than 2000 characters; it is cut']);
  });

  test('a subject of more than a hundred parts is a fault', () => {
    const parts = Array.from({ length: 101 }, () => ['OU', 'x'] as const);
    const { certificate } = makeLeaf({ subject: parts, issuer: root });
    expect(certificate).toMatchObject({ subject: '', faults: ['the subject cannot be read'] });
  });

  test('more than a hundred extensions are no certificate', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      oid: `1.2.3.${index}`,
      value: Buffer.of(5, 0),
    }));
    const { certificate } = makeLeaf({ extensions: many });
    expect(certificate.faults).toEqual(['not a certificate: more than 100 extensions']);
  });

  test('a public key that no library knows keeps its object identifier', () => {
    const der = Buffer.from(makeLeaf({ key: 'ed25519', issuer: root }).der);
    const ed25519 = Buffer.from('06032b6570', 'hex');
    der[der.indexOf(ed25519) + 4] = 0x7f;
    expect(parseCertificate(der)).toMatchObject({
      key: { algorithm: '1.3.101.127', bits: null, curve: null },
      faults: ['the public key is not one that can be read'],
    });
  });

  test('version 1 has no extensions and no faults', () => {
    const { certificate } = makeLeaf({ version: 1 });
    expect(certificate).toMatchObject({
      hasSubjectAltName: false,
      keyUsage: null,
      extendedKeyUsage: null,
      basicConstraints: null,
      faults: [],
    });
  });

  test('an empty subject is empty text', () => {
    const { certificate } = makeLeaf({ subject: [], issuer: root });
    expect(certificate).toMatchObject({ subject: '', subjectKey: '3000', commonNames: [], faults: [] });
  });

  test('a certificate without names has no subjectAltName', () => {
    const { certificate } = makeCertificate({ subject: [['CN', 'Mailbox01']] });
    expect(certificate).toMatchObject({ hasSubjectAltName: false, dnsNames: [], commonNames: ['Mailbox01'] });
  });

  test('NUL, bytes beyond ASCII and right-to-left marks stay in names', () => {
    const { certificate } = makeLeaf({
      names: ['a.test\0.evil.test'],
      subject: [['CN', 'a\u202eb\0c']],
      extensions: [],
    });
    expect(certificate.dnsNames).toEqual(['a.test\0.evil.test']);
    expect(certificate.commonNames).toEqual(['a\u202eb\0c']);
  });

  test('special characters of a name are escaped after RFC 4514', () => {
    const { certificate } = makeLeaf({ subject: [['CN', ' #a+b"c\\d<e>f;g=h ']] });
    expect(certificate.subject).toBe('CN=\\ #a\\+b\\"c\\\\d\\<e\\>f\\;g\\=h\\ ');
  });

  test('an attribute without a short name keeps its object identifier', () => {
    const { certificate } = makeLeaf({ subject: [['1.2.3.4', 'x']] });
    expect(certificate.subject).toBe('1.2.3.4=x');
  });

  test.each([
    ['subjectAltName', '2.5.29.17'],
    ['basicConstraints', '2.5.29.19'],
    ['certificatePolicies', '2.5.29.32'],
    ['authorityInfoAccess', '1.3.6.1.5.5.7.1.1'],
  ])('a malformed %s is a fault and hides nothing else', (name, oid) => {
    const { certificate } = makeCertificate({ extensions: [{ oid, value: Buffer.from('ffff', 'hex') }] });
    expect(certificate.faults).toEqual([`${name} cannot be read`]);
    expect(certificate.extendedKeyUsage).toEqual([SERVER_AUTH]);
    expect(certificate.subjectKeyId).not.toBeNull();
    expect(certificate.selfSigned).toBe(true);
  });

  test('of an extension that is there twice the first counts', () => {
    const second = Buffer.from(tlv(0x30, tlv(0x82, Buffer.from('second.test'))));
    const { certificate } = makeLeaf({ extensions: [{ oid: '2.5.29.17', value: second }] });
    expect(certificate.dnsNames).toEqual(['mail.contoso.test']);
    expect(certificate.faults).toEqual(['subjectAltName is there twice']);
  });

  test('an address of five bytes in subjectAltName is a fault and the other entries stay', () => {
    const value = tlv(0x30, tlv(0x87, Buffer.alloc(5)), tlv(0x82, Buffer.from('a.test')));
    const { certificate } = makeCertificate({ extensions: [{ oid: '2.5.29.17', value }] });
    expect(certificate).toMatchObject({ dnsNames: ['a.test'], ipAddresses: [] });
    expect(certificate.faults).toEqual(['subjectAltName has an address of 5 bytes']);
  });

  test('a subjectAltName that breaks off keeps the entries before', () => {
    const value = tlv(0x30, tlv(0x82, Buffer.from('a.test')), Buffer.from([0x82, 0x50]));
    const { certificate } = makeCertificate({ extensions: [{ oid: '2.5.29.17', value }] });
    expect(certificate.dnsNames).toEqual(['a.test']);
    expect(certificate.faults).toEqual(['subjectAltName cannot be read to its end']);
  });

  test('more than 2,000 names are cut with a fault', () => {
    const names = Array.from({ length: 2100 }, (_, index) => `n${index}.test`);
    const { certificate } = makeLeaf({ names });
    expect(certificate.dnsNames).toHaveLength(2000);
    expect(certificate.faults).toEqual(['subjectAltName has more than 2000 entries; the rest is left out']);
  });

  test('a name longer than 255 characters is cut with a fault', () => {
    const { certificate } = makeLeaf({ names: ['a.test', 'x'.repeat(300)] });
    expect(certificate.dnsNames[1]).toHaveLength(255);
    expect(certificate.faults).toEqual(['subjectAltName has a name longer than 255 characters; it is cut']);
  });

  test('bytes after the certificate are a fault', () => {
    const { der } = makeLeaf();
    const certificate = parseCertificate(Buffer.concat([der, Buffer.from([1, 2, 3])]));
    expect(certificate.faults).toEqual(['3 bytes follow the certificate']);
    expect(certificate.dnsNames).toEqual(['mail.contoso.test']);
  });

  test('unused bits in the signature are a fault, and it does not verify', () => {
    for (const key of ['rsa-2048', 'ec-p256', 'ed25519'] as const) {
      const { der } = makeCertificate({ key });
      const [, , bits] = elements(readElement(der).content);
      const altered = Buffer.from(der);
      // The count stands first in the BIT STRING, which is the last element. Bits that are not used are zero in DER.
      altered[der.length - (bits?.content.length ?? 0)] = 1;
      altered[der.length - 1] = (altered[der.length - 1] ?? 0) & 0xfe;
      expect(parseCertificate(altered)).toMatchObject({
        faults: ['the signature has unused bits'],
        selfSigned: false,
      });
    }
  });

  test('unused bits in the key are a fault, and nothing verifies with it', () => {
    for (const key of ['rsa-2048', 'ec-p256', 'ed25519'] as const) {
      const { der, certificate } = makeCertificate({ key });
      const [, bits] = elements(readElement(certificate.publicKeyInfo).content);
      const altered = Buffer.from(der);
      const end = altered.indexOf(certificate.publicKeyInfo) + certificate.publicKeyInfo.length;
      altered[end - (bits?.content.length ?? 0)] = 1;
      altered[end - 1] = (altered[end - 1] ?? 0) & 0xfe;
      const read = parseCertificate(altered);
      expect(read.faults).toEqual(['the public key is not one that can be read']);
      expect([read.key.bits, read.selfSigned]).toEqual([null, null]);
    }
  });

  test('a certificate with 1960 as its year is read after RFC 5280', () => {
    const { certificate } = makeLeaf({ notBefore: new Date('1960-01-01T00:00:00Z'), days: 40_000 });
    expect(new Date(certificate.notBefore).toISOString()).toBe('1960-01-01T00:00:00.000Z');
    expect(new Date(certificate.notAfter).getUTCFullYear()).toBe(2069);
  });

  test('an altered certificate is no longer self-signed', () => {
    const der = Buffer.from(makeLeaf({ names: ['aaaa.test'] }).der);
    der.write('bbbb', der.lastIndexOf('aaaa.test'));
    expect(parseCertificate(der)).toMatchObject({ dnsNames: ['bbbb.test'], selfSigned: false });
  });
});

describe('what is not a certificate', () => {
  test('has faults and empty fields', () => {
    const certificate = parseCertificate(Buffer.from('hello'));
    expect(certificate.faults).toHaveLength(1);
    expect(certificate.faults[0]).toMatch(/^not a certificate: /);
    expect(certificate).toMatchObject({
      subject: '',
      notBefore: 0,
      notAfter: 0,
      dnsNames: [],
      selfSigned: false,
    });
    expect(certificate.sha256).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
  });

  test('is any prefix of a certificate', () => {
    const { der } = makeLeaf({ key: 'rsa-2048' });
    for (let length = 0; length < der.length; length += 1) {
      expect(parseCertificate(der.subarray(0, length)).faults).not.toEqual([]);
    }
  });

  test('never makes the parser throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(parseCertificate(bytes).faults).not.toEqual([]);
      }),
    );
  });
});

test('no change of a few bytes makes the parser throw or gives a time that is not a number', () => {
  const { der } = makeLeaf({ key: 'rsa-1024', ipAddresses: ['192.0.2.1'], policies: [DOMAIN_VALIDATED] });
  const change = fc.tuple(fc.nat(der.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const altered = Uint8Array.from(der);
      for (const [offset, value] of changes) altered[offset] = value;
      const certificate = parseCertificate(altered);
      expect(Number.isFinite(certificate.notBefore) && Number.isFinite(certificate.notAfter)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
