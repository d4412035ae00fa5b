import ipaddr from 'ipaddr.js';
import { isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/** What a client connects to, in the form in which it compares it (RFC 9525, 6.1). */
export type Reference =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'name'; readonly name: string }
  /** No client can look it up, so nothing covers it. */
  | { readonly kind: 'invalid'; readonly why: string };

/** Reads a name or address that a client would use. */
export function readReference(text: string): Reference {
  const literal = addressText(text);
  if (literal !== null) return { kind: 'address', address: literal };
  const name = referenceName(text);
  // Full-width digits and the like become an address only now, in browsers too (UTS 46).
  const address = addressText(name);
  if (address !== null) return { kind: 'address', address };
  const why = nameFault(name);
  return why === null ? { kind: 'name', name } : { kind: 'invalid', why: `it is no DNS name: ${why}` };
}

/** The form in which DNS names are compared: lower case, A-labels, without a final dot. */
export function referenceName(name: string): string {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  return lowerCase(aLabels(bare) ?? bare);
}

/** ASCII letters in lower case and all else as it is, since the bytes of a name that is not ASCII may be UTF-8. */
export function lowerCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The name with A-labels in the place of Unicode; `null` if it cannot be written that way. */
export function aLabels(name: string): string | null {
  if (!/[^\0-\x7f]/.test(name)) return name;
  // The converter takes what it is given for the host of a URL, where these would mean something else.
  if (/[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/.test(name)) return null;
  const ascii = domainToASCII(name);
  return ascii === '' ? null : ascii;
}

/** The one text form of an address, as the parser of certificates writes it, without a zone; `null` if it is none. */
export function addressText(name: string): string | null {
  const inner = name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
  const bare = isIPv6(inner) ? inner.replace(/%.*$/, '') : name;
  return isIP(bare) === 0 ? null : ipaddr.parse(bare).toString();
}

/** RFC 1035, 2.3.4 and 3.1, with the underscores that hosts of Windows have. */
function nameFault(name: string): string | null {
  if (name.length > MAXIMUM_NAME) return `it is longer than ${MAXIMUM_NAME} characters`;
  const labels = name.split('.');
  if (labels.includes('')) return 'it has an empty label';
  if (labels.some((label) => label.length > MAXIMUM_LABEL)) {
    return `it has a label of more than ${MAXIMUM_LABEL} characters`;
  }
  if (!/^[a-z0-9._-]+$/.test(name)) return 'it has characters that no name has';
  // URL Standard, "ends in a number": such a host is an address or nothing.
  return /^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') ? 'it ends in a number' : null;
}

const MAXIMUM_NAME = 253;
const MAXIMUM_LABEL = 63;
