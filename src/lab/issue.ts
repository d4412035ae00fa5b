import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { webcrypto } from 'node:crypto';
import { TIMESTAMPS, timestampsExtension } from './signed-timestamps.ts';

export type SignatureHash = 'SHA-1' | 'SHA-256';

/** Who a certificate is about, or who signs it. */
export interface Party {
  /** Distinguished name as text, most general attribute first: `C=US, O=Example, CN=Example Root`. */
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

export interface Issue {
  readonly subject: Party;
  /** The subject itself for a self-signed certificate. */
  readonly issuer: Party;
  /** Milliseconds since 1970; fractions of a second are left out (RFC 5280, 4.1.2.5). */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly ca: boolean;
  readonly dnsNames: readonly string[];
  /** Object identifiers. */
  readonly policies: readonly string[];
  /** digital signature and key encipherment (a0), or data encipherment besides (b0); of a CA it is never asked. */
  readonly keyUsage: 'a0' | 'b0';
  /** The extension is there; some certificates that Windows makes have none. */
  readonly basicConstraints: boolean;
  /** Timestamps of Certificate Transparency are embedded, as public authorities do. */
  readonly timestamps: boolean;
}

/** RSA of 2048 bits. Web Crypto binds the hash to the key: it is the one of every signature that the key makes. */
export function makeKeys(hash: SignatureHash = 'SHA-256'): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash,
  };
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** DER of the certificate (RFC 5280), with a random serial number. */
export async function issue(request: Issue): Promise<Uint8Array> {
  const { subject, issuer, notBefore, notAfter, ca, dnsNames, policies, keyUsage } = request;
  const usages = ca
    ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
    : KeyUsageFlags.digitalSignature |
      KeyUsageFlags.keyEncipherment |
      (keyUsage === 'b0' ? KeyUsageFlags.dataEncipherment : 0);
  const names = dnsNames.map((value) => ({ type: 'dns' as const, value }));
  const certificate = await X509CertificateGenerator.create({
    subject: subject.name,
    issuer: issuer.name,
    publicKey: subject.keys.publicKey,
    signingKey: issuer.keys.privateKey,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    extensions: [
      ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
      // The library wants a set of flags and types it as one of them.
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
      new KeyUsagesExtension(usages, true),
      ...(ca ? [] : [new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth])]),
      ...(request.basicConstraints ? [new BasicConstraintsExtension(ca, undefined, true)] : []),
      await SubjectKeyIdentifierExtension.create(subject.keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
      ...(policies.length > 0 ? [new CertificatePolicyExtension([...policies])] : []),
      ...(request.timestamps
        ? [new Extension(TIMESTAMPS, false, Uint8Array.from(timestampsExtension(notBefore)))]
        : []),
    ],
  });
  return new Uint8Array(certificate.rawData);
}
