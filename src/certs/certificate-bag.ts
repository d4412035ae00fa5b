import { elements, expectTag, readElement, TAG } from './der.ts';

/** More certificates than an authority puts into one answer. */
const MOST_CERTIFICATES = 20;

/**
 * The certificates in what an authority hands out about itself (RFC 5280, 4.2.2.1): one in DER, a "certs-only" message
 * of CMS (RFC 5652, 5.1; PKCS #7), or, against the rule but often, either of them in PEM (RFC 7468). DER of each, at
 * most 20; empty if nothing of the kind is in it. Never throws, and does not look into the certificates.
 */
export function certificatesIn(bytes: Uint8Array): readonly Uint8Array[] {
  const found = bytes[0] === TAG.sequence ? fromDer(bytes) : fromPem(bytes);
  return found.slice(0, MOST_CERTIFICATES);
}

function fromDer(bytes: Uint8Array): readonly Uint8Array[] {
  try {
    const outer = expectTag(readElement(bytes), TAG.sequence, 'the answer');
    const [first] = elements(outer.content);
    // A certificate begins with its signed part, a message with the identifier of its kind.
    if (first?.tag === TAG.sequence) return [outer.whole];
    return first?.tag === TAG.oid ? fromMessage(outer.content) : [];
  } catch {
    return [];
  }
}

const SIGNED_DATA = '2a864886f70d010702';

/** [0], constructed: the content of a message, and the certificates of signed data. */
const CONTEXT_0 = 0xa0;

function fromMessage(content: Uint8Array): readonly Uint8Array[] {
  const [type, wrapped] = elements(content);
  if (type === undefined || Buffer.from(type.content).toString('hex') !== SIGNED_DATA) return [];
  const signedData = readElement(expectTag(wrapped, CONTEXT_0, 'the content').content);
  for (const part of elements(expectTag(signedData, TAG.sequence, 'the signed data').content)) {
    if (part.tag !== CONTEXT_0) continue;
    const found: Uint8Array[] = [];
    for (const { tag, whole } of elements(part.content)) {
      // The other choices are attribute certificates and kinds that nobody uses any more.
      if (tag === TAG.sequence) found.push(whole);
      if (found.length === MOST_CERTIFICATES) break;
    }
    return found;
  }
  return [];
}

const BLOCK = /-----BEGIN (CERTIFICATE|PKCS7|CMS)-----([A-Za-z\d+/=\s]*)-----END/g;

function fromPem(bytes: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(bytes).toString('latin1');
  const found: Uint8Array[] = [];
  for (const [, , base64 = ''] of text.matchAll(BLOCK)) {
    found.push(...fromDer(new Uint8Array(Buffer.from(base64, 'base64'))));
    if (found.length >= MOST_CERTIFICATES) break;
  }
  return found;
}
