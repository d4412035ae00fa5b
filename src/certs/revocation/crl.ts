import type { RawExtension } from '../certificate.ts';
import type { Element } from '../der.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';
import type { Signed } from '../signature.ts';
import { readTime } from '../time.ts';
import type { CrlExtensions } from './crl-extensions.ts';
import { rawExtensions, readExtensions } from './crl-extensions.ts';

/** A certificate revocation list (RFC 5280, 5.1) but for its entries, which stay a window on the bytes. */
export interface Crl extends CrlExtensions {
  readonly signed: Signed;
  /** Distinguished name, hex of its DER. */
  readonly issuerKey: string;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  /** The elements of revokedCertificates, one behind the other; empty if there are none. */
  readonly entries: Uint8Array;
}

/** The largest lists of public authorities had about 30 MB; nothing larger is worth the memory. */
export const MAXIMUM_CRL_BYTES = 32 * 1024 * 1024;

/**
 * Reads a list without walking through its entries, so that the cost does not depend on their number. Throws a
 * RangeError that says what is wrong if it is not one, or if anything in it but the entries cannot be read.
 */
export function readCrl(der: Uint8Array): Crl {
  if (der.length > MAXIMUM_CRL_BYTES) throw new RangeError(`more than ${MAXIMUM_CRL_BYTES} bytes`);
  if (der[0] === DASH)
    throw new RangeError('it is text (PEM), and a list has to be DER (RFC 5280, 4.2.1.13)');
  const whole = expectTag(readElement(der), TAG.sequence, 'the list');
  if (whole.whole.length !== der.length) throw new RangeError('bytes follow the list');
  const [tbsElement, outer, bits, more] = elements(whole.content);
  if (more !== undefined) throw new RangeError('a part too many');
  const tbs = expectTag(tbsElement, TAG.sequence, 'the signed part');
  const algorithm = expectTag(outer, TAG.sequence, 'the signature algorithm').whole;
  const signature = expectTag(bits, TAG.bitString, 'the signature').content;
  const fields = signedFields(tbs.content);
  if (!Buffer.from(fields.algorithm).equals(algorithm)) {
    throw new RangeError('the signature algorithm inside and outside of the signed part differ');
  }
  const { issuer, thisUpdate, nextUpdate, entries, extensions } = fields;
  return {
    // With unused bits it is no signature of any known kind; the whole of it then fails as one, as for OpenSSL.
    signed: { tbs: tbs.whole, algorithm, signature: signature.subarray(signature[0] === 0 ? 1 : 0) },
    issuerKey: hex(issuer),
    thisUpdate: readTime(thisUpdate),
    nextUpdate: nextUpdate === null ? null : readTime(nextUpdate),
    entries,
    ...readExtensions(extensions, hex(issuer)),
  };
}

interface SignedFields {
  readonly algorithm: Uint8Array;
  readonly issuer: Uint8Array;
  readonly thisUpdate: Element | undefined;
  readonly nextUpdate: Element | null;
  readonly entries: Uint8Array;
  readonly extensions: readonly RawExtension[];
}

const DASH = 0x2d;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const EXTENSIONS = 0xa0;

/** Version, nextUpdate, the entries and the extensions are optional (RFC 5280, 5.1). */
function signedFields(content: Uint8Array): SignedFields {
  const fields: Element[] = [];
  for (const element of elements(content)) {
    if (fields.length === 7) throw new RangeError('a field too many');
    fields.push(element);
  }
  if (fields[0]?.tag === TAG.integer) fields.shift();
  const take = (tag: number): Element | null => (fields[0]?.tag === tag ? (fields.shift() ?? null) : null);
  const algorithm = expectTag(fields.shift(), TAG.sequence, 'the signature algorithm').whole;
  const issuer = expectTag(fields.shift(), TAG.sequence, 'the issuer').whole;
  const thisUpdate = fields.shift();
  const nextUpdate = take(UTC_TIME) ?? take(GENERALIZED_TIME);
  const entries = take(TAG.sequence)?.content ?? new Uint8Array(0);
  const extensions = rawExtensions(take(EXTENSIONS));
  if (fields.length > 0) throw new RangeError('a field that has no place there');
  return { algorithm, issuer, thisUpdate, nextUpdate, entries, extensions };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
