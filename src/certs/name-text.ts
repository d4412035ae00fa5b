import { AsnConvert } from '@peculiar/asn1-schema';
import { AttributeTypeAndValue } from '@peculiar/asn1-x509';
import { elements, readElement } from './der.ts';
import { memoryOf } from './memory.ts';

/** A distinguished name in words. */
export interface NameText {
  /** `CN=mail.contoso.com, O=Contoso`: most specific part first, escaped after RFC 4514, 2.4. */
  readonly text: string;
  /** Values of the commonName attributes, unescaped, most specific first. */
  readonly commonNames: readonly string[];
}

/**
 * Reads a Name (RFC 5280, 4.1.2.4) into text. Bytes that no string type covers are written `#hex`, as RFC 4514
 * says. Throws if the structure is not that of a name.
 */
export function nameText(name: Uint8Array): NameText {
  if (name.length > LONGEST_KEPT) return readName(name);
  return names(Buffer.from(name).toString('latin1'), () => readName(name));
}

/** A fleet has few issuers, and a root has its name twice. */
const names = memoryOf<NameText>(500);

/** Bytes. */
const LONGEST_KEPT = 1000;

function readName(name: Uint8Array): NameText {
  const commonNames: string[] = [];
  const parts: string[] = [];
  for (const relative of elements(readElement(name).content)) {
    const pairs: string[] = [];
    for (const { whole } of elements(relative.content)) {
      if (parts.length + pairs.length === MAXIMUM_ATTRIBUTES)
        throw new RangeError('a name of too many parts');
      const { type, value } = attribute(whole);
      if (type === COMMON_NAME && !value.binary) commonNames.unshift(value.text);
      pairs.push(`${SHORT_NAMES[type] ?? type}=${value.binary ? value.text : escape(value.text)}`);
    }
    parts.unshift(pairs.join('+'));
  }
  return { text: parts.join(', '), commonNames };
}

/** No directory has names this deep. */
const MAXIMUM_ATTRIBUTES = 100;

const COMMON_NAME = '2.5.4.3';

/** RFC 4514, 3 and RFC 4519; the e-mail address of PKCS #9 under the name that OpenSSL prints. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  [COMMON_NAME]: 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

interface Attribute {
  readonly type: string;
  readonly value: { readonly text: string; readonly binary: boolean };
}

function attribute(pair: Uint8Array): Attribute {
  if (pair.length > LONGEST_KEPT) return readAttribute(pair);
  return attributes(Buffer.from(pair).toString('latin1'), () => readAttribute(pair));
}

/** All certificates of an organization name it. */
const attributes = memoryOf<Attribute>(500);

function readAttribute(pair: Uint8Array): Attribute {
  const { type, value } = AsnConvert.parse(pair, AttributeTypeAndValue);
  if (value.anyValue === undefined) return { type, value: { text: value.toString(), binary: false } };
  return { type, value: { text: `#${Buffer.from(value.anyValue).toString('hex')}`, binary: true } };
}

function escape(value: string): string {
  return value.replace(/["+,;<=>\\]|^[ #]| $/g, '\\$&');
}
