import type { Element } from './der.ts';
import { elements, expectTag, readElement, TAG } from './der.ts';

/** The parts of a certificate as windows on its DER (RFC 5280, 4.1), not decoded. */
export interface CertificateStructure {
  /** What is signed, byte for byte. */
  readonly tbs: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  /** Content octets of the serial number, two's complement. */
  readonly serial: Uint8Array;
  /** AlgorithmIdentifier inside and outside of the signed part. */
  readonly innerAlgorithm: Uint8Array;
  readonly outerAlgorithm: Uint8Array;
  readonly issuer: Uint8Array;
  readonly validity: Uint8Array;
  readonly subject: Uint8Array;
  readonly publicKey: Uint8Array;
  /** Each `Extension`. */
  readonly extensions: readonly Uint8Array[];
  /**
   * Signature without the count of unused bits. With such bits it is no signature of any known kind; the count stays
   * then, so that it fails as one, as it does for OpenSSL.
   */
  readonly signature: Uint8Array;
  /** Bits at the end of the signature that do not belong to it: none in a sound one. */
  readonly signatureUnusedBits: number;
  /** Bytes that follow the certificate. */
  readonly trailing: number;
}

/** RFC 5280 names about twenty; a certificate with more than this is an attack on whoever reads it. */
const MAXIMUM_EXTENSIONS = 100;

/** Version, two unique identifiers and the extensions are optional; seven fields are not (RFC 5280, 4.1). */
const MAXIMUM_FIELDS = 10;

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

/** Cuts a certificate into its parts. Throws a RangeError if it is not one. */
export function certificateStructure(der: Uint8Array): CertificateStructure {
  const certificate = expectTag(readElement(der), TAG.sequence, 'the certificate');
  const [tbsElement, outer, bits] = elements(certificate.content);
  const tbs = expectTag(tbsElement, TAG.sequence, 'the signed part');
  const signature = expectTag(bits, TAG.bitString, 'the signature');
  const fields = signedFields(tbs.content);
  const first = fields[0]?.tag === VERSION ? 1 : 0;
  const field = (index: number, tag: number, what: string) => expectTag(fields[first + index], tag, what);
  const serial = field(0, TAG.integer, 'the serial number').content;
  return {
    tbs: tbs.whole,
    version: first === 0 ? 1 : versionOf(fields[0]),
    serial,
    innerAlgorithm: field(1, TAG.sequence, 'the signature algorithm').whole,
    outerAlgorithm: expectTag(outer, TAG.sequence, 'the signature algorithm').whole,
    issuer: field(2, TAG.sequence, 'the issuer').whole,
    validity: field(3, TAG.sequence, 'the validity').whole,
    subject: field(4, TAG.sequence, 'the subject').whole,
    publicKey: field(5, TAG.sequence, 'the public key').whole,
    extensions: extensions(fields.find((element) => element.tag === EXTENSIONS)?.content),
    signature: signature.content.subarray(signature.content[0] === 0 ? 1 : 0),
    signatureUnusedBits: signature.content[0] ?? 0,
    trailing: der.length - certificate.whole.length,
  };
}

/** Zero stands for version 1, and so on (RFC 5280, 4.1.2.1). */
function versionOf(explicit: Element | undefined): number {
  const value = expectTag(readElement(explicit?.content ?? new Uint8Array(0)), TAG.integer, 'the version');
  return (value.content[0] ?? 0) + 1;
}

function signedFields(content: Uint8Array): readonly Element[] {
  const fields: Element[] = [];
  for (const element of elements(content)) {
    if (fields.length === MAXIMUM_FIELDS) throw new RangeError(`more than ${MAXIMUM_FIELDS} fields`);
    fields.push(element);
  }
  return fields;
}

function extensions(content: Uint8Array | undefined): readonly Uint8Array[] {
  if (content === undefined) return [];
  const list: Uint8Array[] = [];
  for (const element of elements(expectTag(readElement(content), TAG.sequence, 'the extensions').content)) {
    if (list.length === MAXIMUM_EXTENSIONS)
      throw new RangeError(`more than ${MAXIMUM_EXTENSIONS} extensions`);
    list.push(element.whole);
  }
  return list;
}
