import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import type { PublicKey } from './certificate.ts';
import { elements, expectTag, readElement, TAG } from './der.ts';

export interface PublicKeyReading {
  readonly key: PublicKey;
  /** Why the key itself could not be read although its algorithm was, or `null`. */
  readonly fault: string | null;
}

/** Describes a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). Throws if not even its algorithm can be read. */
export function describePublicKey(spki: Uint8Array): PublicKeyReading {
  const oid = AsnConvert.parse(readElement(readElement(spki).content).whole, AlgorithmIdentifier).algorithm;
  const bits = plainRsaBits(spki);
  if (bits !== null) return { key: { algorithm: 'RSA', bits, curve: null }, fault: null };
  try {
    const key = readPublicKey(spki);
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
    const type = key.asymmetricKeyType ?? '';
    const algorithm = ALGORITHM_BY_TYPE[type] ?? ALGORITHM_BY_OID[oid] ?? oid;
    const curve = namedCurve ?? null;
    return {
      key: { algorithm, bits: modulusLength ?? FIXED_BITS[type] ?? curveBits(curve), curve },
      fault: null,
    };
  } catch {
    const algorithm = ALGORITHM_BY_OID[oid] ?? oid;
    return {
      key: { algorithm, bits: null, curve: null },
      fault: 'the public key is not one that can be read',
    };
  }
}

/**
 * Reads a SubjectPublicKeyInfo. Throws if OpenSSL cannot, or if its BIT STRING has unused bits: keys of all kinds are
 * octets (RFC 3279, 2.3; RFC 8410, 4), and OpenSSL would put zeros in the place of such bits.
 */
export function readPublicKey(spki: Uint8Array): KeyObject {
  const [, bits] = elements(readElement(spki).content);
  if (expectTag(bits, TAG.bitString, 'the key').content[0] !== 0)
    throw new RangeError('the key has unused bits');
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
}

/** What an rsaEncryption key begins with: its identifier and NULL (RFC 3279, 2.3.1). */
const RSA_ALGORITHM = Buffer.from('300d06092a864886f70d0101010500', 'hex');

/**
 * Size of the modulus of an RSA key without any peculiarity, which most keys are; null for all others. To ask OpenSSL takes
 * as long as half of all the rest of a certificate.
 */
function plainRsaBits(spki: Uint8Array): number | null {
  try {
    const [algorithm, bits, more] = elements(readElement(spki).content);
    if (algorithm === undefined || !RSA_ALGORITHM.equals(algorithm.whole) || more !== undefined) return null;
    const key = expectTag(bits, TAG.bitString, 'the key').content;
    if (key[0] !== 0) return null;
    const numbers = expectTag(readElement(key, 1), TAG.sequence, 'the key');
    const [modulus, exponent, third] = elements(numbers.content);
    if (numbers.whole.length !== key.length - 1 || third !== undefined) return null;
    const size = sizeOf(expectTag(modulus, TAG.integer, 'the modulus').content);
    const other = sizeOf(expectTag(exponent, TAG.integer, 'the exponent').content);
    return size === null || other === null ? null : size;
  } catch {
    return null;
  }
}

/** Bits of a positive number in DER; null for any other. */
function sizeOf(content: Uint8Array): number | null {
  const padded = content[0] === 0;
  const first = content[padded ? 1 : 0] ?? 0;
  if (first === 0 || first >= 0x80 !== padded) return null;
  return (content.length - (padded ? 2 : 1)) * 8 + (32 - Math.clz32(first));
}

const ALGORITHM_BY_TYPE: Readonly<Record<string, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  ec: 'EC',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  dsa: 'DSA',
};

/** RFC 3279, RFC 4055, RFC 8410: for keys that OpenSSL refuses, such as a curve it does not have. */
const ALGORITHM_BY_OID: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'RSA',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.10045.2.1': 'EC',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '1.2.840.10040.4.1': 'DSA',
};

/** Length of the encoded key in bits (RFC 8032, 5.1.5 and 5.2.5). */
const FIXED_BITS: Readonly<Record<string, number>> = { ed25519: 256, ed448: 456 };

/** OpenSSL writes the field size into the name: `prime256v1`, `secp384r1`, `brainpoolP512r1`. */
function curveBits(curve: string | null): number | null {
  const size = /\d{3}/.exec(curve ?? '')?.[0];
  return size === undefined ? null : Number(size);
}
