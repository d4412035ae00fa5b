import { createHash, verify } from 'node:crypto';
import type { Certificate } from '../certificate.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';
import { readPublicKey } from '../public-key.ts';
import { SIGNATURE_ALGORITHMS } from '../signature-algorithms.ts';
import { verifySignature } from '../signature.ts';
import { certificateStructure } from '../structure.ts';

/** The key that certificates are checked with (RFC 5280, 6.1.2 g to i), as part of a path. */
export interface WorkingKey {
  readonly certificate: Certificate;
  /** SHA-256 of the whole SubjectPublicKeyInfo; empty if there is no key that can be read. */
  readonly id: string;
  /**
   * `own`: as the certificate has it; `inherited`: a DSA key with the parameters of its issuer; `missing`: a DSA key
   * whose parameters are nowhere (RFC 3279, 2.3.2).
   */
  readonly parameters: 'own' | 'inherited' | 'missing';
  /** SubjectPublicKeyInfo with the parameters in place. */
  readonly spki: Uint8Array;
}

/** The key of a certificate below `issuer`'s key; without an issuer as far as the certificate itself goes. */
export function workingKey(certificate: Certificate, issuer: WorkingKey | null): WorkingKey {
  const own = ownKey(certificate);
  if (own.parameters !== 'missing' || issuer === null || issuer.parameters === 'missing') return own;
  const spki = withParameters(own.spki, issuer.spki);
  return spki === null ? own : { certificate, id: sha256(spki), parameters: 'inherited', spki };
}

/**
 * Whether the key made the signature of `certificate`; `null` if this machine cannot tell. Remembered, as an authority
 * vouches for a whole fleet and every search asks again.
 */
export function isSignedBy(certificate: Certificate, key: WorkingKey): boolean | null {
  if (key.id === '' || key.parameters === 'missing') return null;
  const pair = signaturePair(certificate, key);
  const known = VERDICTS.get(pair);
  if (known !== undefined) return known;
  const verdict =
    key.parameters === 'own'
      ? verifySignature(certificate, key.certificate)
      : verifyInherited(certificate, key);
  const oldest = VERDICTS.size < MAXIMUM_VERDICTS ? undefined : VERDICTS.keys().next().value;
  if (oldest !== undefined) VERDICTS.delete(oldest);
  VERDICTS.set(pair, verdict);
  return verdict;
}

/** What a verdict depends on, and nothing else: the signed bytes and the key. */
export function signaturePair(certificate: Certificate, key: WorkingKey): string {
  return `${certificate.sha256} ${key.id}`;
}

/** A fleet of 10,000 certificates with two links each; some 4 MB. */
const MAXIMUM_VERDICTS = 20_000;
const VERDICTS = new Map<string, boolean | null>();

const OWN = new WeakMap<Certificate, WorkingKey>();

function ownKey(certificate: Certificate): WorkingKey {
  const known = OWN.get(certificate);
  if (known !== undefined) return known;
  const spki = certificate.publicKeyInfo;
  const id = spki.length === 0 ? '' : sha256(spki);
  const parameters = dsaParameters(spki) === NO_PARAMETERS ? 'missing' : 'own';
  const key: WorkingKey = { certificate, id, parameters, spki };
  OWN.set(certificate, key);
  return key;
}

const DSA = '2a8648ce380401';
const NO_PARAMETERS = 'none';
const NULL = 0x05;

/** Parameters of a DSA key, `none` if it has none, `null` for another key (RFC 3279, 2.3.2). */
function dsaParameters(spki: Uint8Array): Uint8Array | typeof NO_PARAMETERS | null {
  try {
    const [algorithm] = elements(expectTag(readElement(spki), TAG.sequence, 'the key').content);
    const [oid, parameters] = elements(expectTag(algorithm, TAG.sequence, 'its algorithm').content);
    if (Buffer.from(oid?.content ?? []).toString('hex') !== DSA) return null;
    return parameters === undefined || parameters.tag === NULL ? NO_PARAMETERS : parameters.whole;
  } catch {
    return null;
  }
}

function withParameters(spki: Uint8Array, issuer: Uint8Array): Uint8Array | null {
  const parameters = dsaParameters(issuer);
  if (parameters === null || parameters === NO_PARAMETERS) return null;
  const [, bits] = elements(readElement(spki).content);
  if (bits === undefined) return null;
  const algorithm = sequence(Buffer.from(`06072a8648ce380401`, 'hex'), parameters);
  return sequence(algorithm, bits.whole);
}

/** Always with two bytes of length, which OpenSSL takes although DER wants the shortest form. */
function sequence(...content: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  const length = Buffer.alloc(3, 0x82);
  length.writeUInt16BE(body.length, 1);
  return Buffer.concat([Buffer.from([TAG.sequence]), length, body]);
}

function verifyInherited(certificate: Certificate, key: WorkingKey): boolean | null {
  const algorithm = SIGNATURE_ALGORITHMS[certificate.signature.oid];
  if (algorithm === undefined) return null;
  if (algorithm.family !== 'DSA' || algorithm.hash === null) return false;
  try {
    const { tbs, signature } = certificateStructure(certificate.der);
    return verify(algorithm.hash.replace('-', '').toLowerCase(), tbs, readPublicKey(key.spki), signature);
  } catch {
    return null;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
