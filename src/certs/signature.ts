import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import type { KeyObject } from 'node:crypto';
import { constants, verify } from 'node:crypto';
import type { Certificate, Signature } from './certificate.ts';
import { elements, expectTag, readElement, TAG } from './der.ts';
import { memoryOf } from './memory.ts';
import { oidText } from './path/object-identifier.ts';
import { readPublicKey } from './public-key.ts';
import { HASHES, RSASSA_PSS, SIGNATURE_ALGORITHMS } from './signature-algorithms.ts';
import { certificateStructure } from './structure.ts';

/** Names the algorithm of an AlgorithmIdentifier. Throws if it cannot be decoded. */
export function describeSignature(algorithmIdentifier: Uint8Array): Signature {
  if (algorithmIdentifier.length > LONGEST_KEPT) return readAlgorithm(algorithmIdentifier);
  const key = Buffer.from(algorithmIdentifier).toString('latin1');
  return algorithms(key, () => readAlgorithm(algorithmIdentifier));
}

const algorithms = memoryOf<Signature>(100);

/** Bytes. */
const LONGEST_KEPT = 100;

function readAlgorithm(algorithmIdentifier: Uint8Array): Signature {
  const { algorithm, parameters } = AsnConvert.parse(algorithmIdentifier, AlgorithmIdentifier);
  const known = SIGNATURE_ALGORITHMS[algorithm];
  const hash = algorithm === RSASSA_PSS ? pssParameters(parameters).hash : (known?.hash ?? null);
  return { oid: algorithm, name: known?.name ?? algorithm, hash };
}

/**
 * Whether `issuer`'s key made the signature of `certificate`; `null` if this machine cannot tell, because the
 * algorithm or the key is not known to it.
 */
export function verifySignature(certificate: Certificate, issuer: Certificate): boolean | null {
  try {
    const { tbs, signature, outerAlgorithm } = certificateStructure(certificate.der);
    return verifySigned({ tbs, signature, algorithm: outerAlgorithm }, issuer);
  } catch {
    return null;
  }
}

/** Something signed in the manner of X.509: a certificate, a list of revoked ones, an answer of OCSP. */
export interface Signed {
  /** What is signed, byte for byte. */
  readonly tbs: Uint8Array;
  /** DER of the AlgorithmIdentifier. */
  readonly algorithm: Uint8Array;
  /** Without the count of unused bits. */
  readonly signature: Uint8Array;
}

/**
 * Whether `signer`'s key made the signature; `null` if this machine cannot tell. By node:crypto, as Web Crypto lacks
 * MD5, DSA and most curves and answers a plain `false` for them.
 */
export function verifySigned({ tbs, algorithm, signature }: Signed, signer: Certificate): boolean | null {
  try {
    const oid = expectTag(readElement(readElement(algorithm).content), TAG.oid, 'the algorithm');
    const known = SIGNATURE_ALGORITHMS[oidText(oid.content)];
    if (known === undefined) return null;
    const key = publicKeyOf(signer);
    if (!fits(known.family, key)) return false;
    if (known.family === 'EdDSA' || known.family === 'ML-DSA') return verify(null, tbs, key, signature);
    if (known.family !== 'RSA-PSS') return verify(digest(known.hash), tbs, key, signature);
    const { hash, maskHash, saltLength } = pssParameters(
      AsnConvert.parse(algorithm, AlgorithmIdentifier).parameters,
    );
    if (hash === null || hash !== maskHash) return null;
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return verify(digest(hash), tbs, { key, padding, saltLength }, signature);
  } catch {
    return null;
  }
}

/** An authority vouches for many certificates, and reading its key costs more than a signature does. */
const KEYS = new WeakMap<Certificate, KeyObject>();

function publicKeyOf(certificate: Certificate): KeyObject {
  const known = KEYS.get(certificate);
  if (known !== undefined) return known;
  const key = readPublicKey(certificateStructure(certificate.der).publicKey);
  KEYS.set(certificate, key);
  return key;
}

interface PssParameters {
  readonly hash: string | null;
  /** Hash of the mask generation function MGF1. */
  readonly maskHash: string | null;
  /** Bytes. */
  readonly saltLength: number;
}

const HASH_PARAMETER = 0xa0;
const MASK_PARAMETER = 0xa1;
const SALT_PARAMETER = 0xa2;

/** RFC 4055, 3.1; what is absent has a default. */
function pssParameters(parameters: ArrayBuffer | null | undefined): PssParameters {
  let hash: string | null = 'SHA-1';
  let maskHash: string | null = 'SHA-1';
  let saltLength = 20;
  if (parameters === null || parameters === undefined) return { hash, maskHash, saltLength };
  for (const { tag, content } of elements(readElement(new Uint8Array(parameters)).content)) {
    if (tag === HASH_PARAMETER) hash = hashName(content);
    if (tag === MASK_PARAMETER) {
      const mask = [...elements(readElement(content).content)][1];
      maskHash = mask === undefined ? null : hashName(mask.whole);
    }
    if (tag === SALT_PARAMETER) saltLength = smallInteger(content);
  }
  return { hash, maskHash, saltLength };
}

function hashName(algorithmIdentifier: Uint8Array): string | null {
  return HASHES[AsnConvert.parse(algorithmIdentifier, AlgorithmIdentifier).algorithm] ?? null;
}

function smallInteger(bytes: Uint8Array): number {
  const { tag, content } = readElement(bytes);
  if (tag !== TAG.integer || content.length > 2)
    throw new RangeError('the salt length is not a small number');
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

function fits(family: string, key: KeyObject): boolean {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return family === 'RSA' || family === 'RSA-PSS';
    case 'rsa-pss':
      return family === 'RSA-PSS';
    case 'ec':
      return family === 'EC';
    case 'dsa':
      return family === 'DSA';
    case 'ed25519':
    case 'ed448':
      return family === 'EdDSA';
    default:
      return family === 'ML-DSA';
  }
}

/** `SHA-512/256` is `sha512-256` for OpenSSL, `SHA3-256` is `sha3-256`. */
function digest(hash: string | null): string {
  if (hash === null) throw new RangeError('no hash');
  return hash.startsWith('SHA-') ? `sha${hash.slice(4).replace('/', '-')}` : hash.toLowerCase();
}
