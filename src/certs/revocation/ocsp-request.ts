import { createHash } from 'node:crypto';
import type { Certificate } from '../certificate.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';
import { encode } from './encode.ts';

/** A certificate and the one that issued it, which the caller has made sure of: what an OCSP answer is about. */
export interface OcspSubject {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
}

/**
 * The body of an OCSP request for one certificate (RFC 6960, 4.1.1), media type `application/ocsp-request`. The
 * certificate is named by SHA-1 hashes, since RFC 5019, 2.1.1 asks for them and many responders know no others; they
 * only point at a certificate and protect nothing. There is no nonce: large responders sign their answers in advance,
 * ignore nonces or refuse them (RFC 5019, 2.1.1 and 4), and the times of an answer say how fresh it is. Throws a
 * RangeError if a name or a key cannot be read.
 */
export function ocspRequest({ certificate, issuer }: OcspSubject): Uint8Array {
  const { issuerNameHash, issuerKeyHash } = issuerHashes({ certificate, issuer }, 'sha1');
  const certId = encode(
    TAG.sequence,
    encode(TAG.sequence, encode(TAG.oid, SHA_1), encode(NULL)),
    encode(TAG.octetString, issuerNameHash),
    encode(TAG.octetString, issuerKeyHash),
    encode(TAG.integer, Buffer.from(certificate.serialKey, 'hex')),
  );
  const requestList = encode(TAG.sequence, encode(TAG.sequence, certId));
  return new Uint8Array(encode(TAG.sequence, encode(TAG.sequence, requestList)));
}

/** The two hashes that name an issuer in a CertID (RFC 6960, 4.1.1). Throws a RangeError. */
export function issuerHashes(
  { certificate, issuer }: OcspSubject,
  digest: string,
): { readonly issuerNameHash: Uint8Array; readonly issuerKeyHash: Uint8Array } {
  const hash = (bytes: Uint8Array): Uint8Array => createHash(digest).update(bytes).digest();
  return {
    issuerNameHash: hash(Buffer.from(certificate.issuerKey, 'hex')),
    issuerKeyHash: hash(keyBits(issuer)),
  };
}

/** The bits of the public key without its algorithm (RFC 6960, 4.1.1 and 4.2.1). Throws a RangeError. */
export function keyBits({ publicKeyInfo }: Certificate): Uint8Array {
  const [, bits] = elements(readElement(publicKeyInfo).content);
  return expectTag(bits, TAG.bitString, 'the public key').content.subarray(1);
}

const NULL = 0x05;

/** 1.3.14.3.2.26 */
const SHA_1 = Buffer.from('2b0e03021a', 'hex');
