import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CertificatePolicies,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  PolicyInformation,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A name as pairs of attribute and value, most general first. */
export type SubjectName = readonly (readonly [attribute: 'CN' | 'O' | 'C' | 'DC', value: string])[];

export interface Issuer {
  readonly subject: SubjectName;
  readonly keys: KeyPair;
}

export interface Issue {
  readonly subject: SubjectName;
  readonly keys: KeyPair;
  /** Null for a self-signed certificate. */
  readonly issuer: Issuer | null;
  readonly hash: 'sha1' | 'sha256';
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly ca: boolean;
  readonly dnsNames: readonly string[];
  /** Object identifiers. */
  readonly policies: readonly string[];
}

/** DER of the certificate (RFC 5280), signed with RSA or ECDSA. */
export function issue(request: Issue): Uint8Array {
  const { subject, keys, issuer, hash, notBefore, notAfter } = request;
  const signer = issuer?.keys ?? keys;
  const algorithm = signatureAlgorithm(signer, hash);
  const tbs = new TBSCertificate({
    version: Version.v3,
    serialNumber: buffer(serialNumber()),
    signature: algorithm,
    issuer: nameOf(issuer?.subject ?? subject),
    validity: new Validity({ notBefore: wholeSecond(notBefore), notAfter: wholeSecond(notAfter) }),
    subject: nameOf(subject),
    subjectPublicKeyInfo: AsnConvert.parse(spki(keys), SubjectPublicKeyInfo),
    extensions: new Extensions(extensionsOf(request, signer)),
  });
  const signature = sign(hash, Buffer.from(AsnConvert.serialize(tbs)), signer.privateKey);
  return new Uint8Array(
    AsnConvert.serialize(
      new Certificate({
        tbsCertificate: tbs,
        signatureAlgorithm: algorithm,
        signatureValue: buffer(signature),
      }),
    ),
  );
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

function extensionsOf({ ca, dnsNames, policies, keys }: Issue, signer: KeyPair): Extension[] {
  const list: Extension[] = [];
  const add = (extnID: string, value: unknown, critical = false): void => {
    list.push(new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) }));
  };
  if (dnsNames.length > 0) {
    add('2.5.29.17', new SubjectAlternativeName(dnsNames.map((dNSName) => new GeneralName({ dNSName }))));
  }
  const usage = ca
    ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
    : KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment;
  add('2.5.29.15', new KeyUsage(usage), true);
  if (!ca) add('2.5.29.37', new ExtendedKeyUsage([SERVER_AUTH]));
  add('2.5.29.19', new BasicConstraints({ cA: ca }), true);
  add('2.5.29.14', new SubjectKeyIdentifier(keyId(keys)));
  add('2.5.29.35', new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyId(signer)) }));
  if (policies.length > 0) {
    add(
      '2.5.29.32',
      new CertificatePolicies(
        policies.map((policyIdentifier) => new PolicyInformation({ policyIdentifier })),
      ),
    );
  }
  return list;
}

const ALGORITHMS = {
  rsa: { sha1: '1.2.840.113549.1.1.5', sha256: '1.2.840.113549.1.1.11' },
  ec: { sha1: '1.2.840.10045.4.1', sha256: '1.2.840.10045.4.3.2' },
} as const;

function signatureAlgorithm({ privateKey }: KeyPair, hash: Issue['hash']): AlgorithmIdentifier {
  const rsa = privateKey.asymmetricKeyType === 'rsa';
  const algorithm = ALGORITHMS[rsa ? 'rsa' : 'ec'][hash];
  // PKCS #1 algorithms carry NULL, ECDSA carries nothing (RFC 4055, 5; RFC 5758, 3.2).
  return new AlgorithmIdentifier(rsa ? { algorithm, parameters: null } : { algorithm });
}

const ATTRIBUTES = { CN: '2.5.4.3', C: '2.5.4.6', O: '2.5.4.10', DC: '0.9.2342.19200300.100.1.25' } as const;

function nameOf(subject: SubjectName): Name {
  return new Name(
    subject.map(
      ([attribute, utf8String]) =>
        new RelativeDistinguishedName([
          new AttributeTypeAndValue({
            type: ATTRIBUTES[attribute],
            value: new AttributeValue({ utf8String }),
          }),
        ]),
    ),
  );
}

function spki({ publicKey }: KeyPair): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' });
}

/** RFC 5280, 4.2.1.2, method 1. */
function keyId(keys: KeyPair): ArrayBuffer {
  const { subjectPublicKey } = AsnConvert.parse(spki(keys), SubjectPublicKeyInfo);
  return buffer(createHash('sha1').update(new Uint8Array(subjectPublicKey)).digest());
}

/** Positive and without a leading zero. */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function wholeSecond(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000);
}

function buffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
