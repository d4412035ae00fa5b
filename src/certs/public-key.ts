import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { createPublicKey } from 'node:crypto';
import type { PublicKey } from './certificate.ts';
import { readElement } from './der.ts';

export interface PublicKeyReading {
  readonly key: PublicKey;
  /** Why the key itself could not be read although its algorithm was, or `null`. */
  readonly fault: string | null;
}

/** Describes a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). Throws if not even its algorithm can be read. */
export function describePublicKey(spki: Uint8Array): PublicKeyReading {
  const oid = AsnConvert.parse(readElement(readElement(spki).content).whole, AlgorithmIdentifier).algorithm;
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
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
