import type { Certificate } from '../certificate.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';
import { oidText } from './object-identifier.ts';

/** A name in the form in which names are compared (RFC 5280, 7.1). */
export interface ComparableName {
  /** One text for each relative distinguished name, most general first. */
  readonly parts: readonly string[];
  /** Equal for names that match. */
  readonly key: string;
}

/**
 * Whether the certificate names this one as its issuer. Equal bytes are equal names; the comparison of RFC 5280, 7.1 is
 * only made when they differ.
 */
export function namesIssuer(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuerKey === '' || issuer.subjectKey === '') return false;
  return (
    certificate.issuerKey === issuer.subjectKey || issuerName(certificate).key === subjectName(issuer).key
  );
}

/** Subject and issuer match; `selfIssued` of the certificate itself compares bytes. */
export function isSelfIssued(certificate: Certificate): boolean {
  return namesIssuer(certificate, certificate);
}

export function subjectName(certificate: Certificate): ComparableName {
  return remembered(SUBJECTS, certificate, certificate.subjectKey);
}

export function issuerName(certificate: Certificate): ComparableName {
  return remembered(ISSUERS, certificate, certificate.issuerKey);
}

/** Never throws: what is not a name by the book is compared byte for byte. */
export function comparableName(der: Uint8Array): ComparableName {
  try {
    const parts: string[] = [];
    for (const { content } of elements(expectTag(readElement(der), TAG.sequence, 'a name').content)) {
      if (parts.length === MAXIMUM_ATTRIBUTES) throw new RangeError('a name of too many parts');
      parts.push(relativeName(content));
    }
    return { parts, key: parts.join('\n') };
  } catch {
    const key = `bytes ${Buffer.from(der).toString('hex')}`;
    return { parts: [key], key };
  }
}

/** Whether a name lies in the subtree below `base`: it begins with all of its parts (RFC 5280, 4.2.1.10). */
export function isWithin(name: ComparableName, base: ComparableName): boolean {
  return (
    base.parts.length <= name.parts.length && base.parts.every((part, index) => part === name.parts[index])
  );
}

/** Text of a character string of any type that a name may hold; `null` if it is none. */
export function characterString(tag: number, content: Uint8Array): string | null {
  const encoding = ENCODINGS[tag];
  try {
    if (tag === UNIVERSAL_STRING) return utf32(content);
    if (tag === BMP_STRING) return new TextDecoder('utf-16be', STRICT).decode(content);
    return encoding === undefined ? null : new TextDecoder(encoding, STRICT).decode(content);
  } catch {
    return null;
  }
}

const SUBJECTS = new WeakMap<Certificate, ComparableName>();
const ISSUERS = new WeakMap<Certificate, ComparableName>();

function remembered(
  memory: WeakMap<Certificate, ComparableName>,
  certificate: Certificate,
  hex: string,
): ComparableName {
  const known = memory.get(certificate);
  if (known !== undefined) return known;
  const name = comparableName(Buffer.from(hex, 'hex'));
  memory.set(certificate, name);
  return name;
}

/** No directory has names this deep. */
const MAXIMUM_ATTRIBUTES = 100;

/** A set of attributes, so their order does not count; JSON keeps values from running into each other. */
function relativeName(content: Uint8Array): string {
  const attributes: string[] = [];
  for (const { content: pair } of elements(content)) {
    if (attributes.length === MAXIMUM_ATTRIBUTES) throw new RangeError('a name of too many attributes');
    const [type, value] = elements(pair);
    const oid = oidText(expectTag(type, TAG.oid, 'the type of an attribute').content);
    if (value === undefined) throw new RangeError('an attribute without a value');
    const text = characterString(value.tag, value.content);
    attributes.push(
      JSON.stringify([oid, text === null ? Buffer.from(value.whole).toString('hex') : prepared(text)]),
    );
  }
  return attributes.toSorted().join('+');
}

const UNIVERSAL_STRING = 0x1c;
const BMP_STRING = 0x1e;
const STRICT = { fatal: true, ignoreBOM: true } as const;

/** UTF8String, NumericString, PrintableString, TeletexString (taken as Latin-1, as all do), IA5String, VisibleString. */
const ENCODINGS: Readonly<Record<number, string>> = {
  0x0c: 'utf-8',
  0x12: 'latin1',
  0x13: 'latin1',
  0x14: 'latin1',
  0x16: 'latin1',
  0x1a: 'latin1',
};

function utf32(content: Uint8Array): string {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  for (let offset = 0; offset < content.length; offset += 4) {
    text += String.fromCodePoint(view.getUint32(offset));
  }
  return text;
}

/**
 * String preparation (RFC 4518, 2): characters without meaning go, every space is a space, case is folded,
 * compatibility forms are unified, and runs of spaces count as one.
 */
function prepared(text: string): string {
  if (/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(text)) return text.toLowerCase();
  return text
    .replace(/[\t-\r\u0085]/g, ' ')
    .replace(MEANINGLESS, '')
    .replace(/[\p{Zs}\p{Zl}\p{Zp}]/gu, ' ')
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/ +/g, ' ')
    .trim();
}

/** RFC 4518, 2.2: control and format characters, soft hyphens, variation selectors. */
const MEANINGLESS = /[\p{Cc}\p{Cf}\u034f\u180b-\u180d\ufe00-\ufe0f\ufffc]/gu;
