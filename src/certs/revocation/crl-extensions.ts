import type { CrlScope } from '../../model/revocation.ts';
import type { Certificate, RawExtension } from '../certificate.ts';
import type { Element } from '../der.ts';
import { elements, expectTag, readElement, TAG } from '../der.ts';
import { rawExtension } from '../raw-extension.ts';
import { pointNames } from './distribution-points.ts';
import { reasonMask } from './reasons.ts';

const MAXIMUM_EXTENSIONS = 50;

export function rawExtensions(explicit: Element | null): readonly RawExtension[] {
  if (explicit === null) return [];
  const list: RawExtension[] = [];
  for (const element of elements(
    expectTag(readElement(explicit.content), TAG.sequence, 'the extensions').content,
  )) {
    if (list.length === MAXIMUM_EXTENSIONS)
      throw new RangeError(`more than ${MAXIMUM_EXTENSIONS} extensions`);
    const extension = rawExtension(element);
    if (list.some(({ oid }) => oid === extension.oid))
      throw new RangeError(`${extension.oid} is there twice`);
    list.push(extension);
  }
  return list;
}

/** What the extensions of a list say (RFC 5280, 5.2). */
export interface CrlExtensions {
  /** Content of cRLNumber, hex. */
  readonly number: string | null;
  /** Content of BaseCRLNumber, hex; null unless it is a delta CRL. */
  readonly deltaBase: string | null;
  readonly authorityKeyId: string | null;
  readonly scope: CrlScope | null;
  readonly listsExpired: boolean;
  readonly deltaUrls: readonly string[];
  /** Object identifiers of critical extensions that are not understood here. */
  readonly unknownCritical: readonly string[];
}

/** Throws a RangeError if one that is understood cannot be read. */
export function readExtensions(extensions: readonly RawExtension[], issuer: string): CrlExtensions {
  let fields: CrlExtensions = {
    number: null,
    deltaBase: null,
    authorityKeyId: null,
    scope: null,
    listsExpired: false,
    deltaUrls: [],
    unknownCritical: [],
  };
  for (const { oid, critical, value } of extensions) {
    const reader = READERS[oid];
    if (reader !== undefined) fields = { ...fields, ...reader(value, issuer) };
    else if (critical) fields = { ...fields, unknownCritical: [...fields.unknownCritical, oid] };
  }
  return fields;
}

/**
 * Where a certificate says that the delta lists of its authority are (RFC 5280, 4.2.1.15); empty if it does not, or if
 * that cannot be read. Hostile text.
 */
export function freshestUrls({ extensions }: Certificate): readonly string[] {
  const extension = extensions.find(({ oid }) => oid === FRESHEST_CRL);
  try {
    return extension === undefined ? [] : urls(extension.value);
  } catch {
    return [];
  }
}

const FRESHEST_CRL = '2.5.29.46';

type Reader = (value: Uint8Array, issuer: string) => Partial<CrlExtensions>;

/** RFC 5280, 5.2; X.509 for expiredCertsOnCRL. Names and places of the issuer decide nothing here. */
const READERS: Readonly<Record<string, Reader>> = {
  '2.5.29.20': (value) => ({ number: integer(value) }),
  '2.5.29.27': (value) => ({ deltaBase: integer(value) }),
  '2.5.29.28': (value, issuer) => ({ scope: readScope(value, issuer) }),
  '2.5.29.35': (value) => ({ authorityKeyId: keyIdentifier(value) }),
  [FRESHEST_CRL]: (value) => ({ deltaUrls: urls(value) }),
  '2.5.29.60': () => ({ listsExpired: true }),
  '2.5.29.18': () => ({}),
  '1.3.6.1.5.5.7.1.1': () => ({}),
};

/** RFC 5280 allows 20 octets. */
const MAXIMUM_NUMBER = 64;

function integer(value: Uint8Array): string {
  const { content } = expectTag(readElement(value), TAG.integer, 'a number of the list');
  if (content.length === 0 || content.length > MAXIMUM_NUMBER)
    throw new RangeError('a number of no sensible size');
  return hex(content);
}

const KEY_IDENTIFIER = 0x80;

function keyIdentifier(value: Uint8Array): string | null {
  const fields = elements(expectTag(readElement(value), TAG.sequence, 'the key identifier').content);
  const [first] = fields;
  return first?.tag === KEY_IDENTIFIER ? hex(first.content) : null;
}

const DISTRIBUTION_POINT = 0xa0;
const ONLY_USERS = 0x81;
const ONLY_AUTHORITIES = 0x82;
const ONLY_REASONS = 0x83;
const INDIRECT = 0x84;
const ONLY_ATTRIBUTES = 0x85;

/** RFC 5280, 5.2.5. A field that is not known would narrow the list in a way that nobody here understands. */
function readScope(value: Uint8Array, issuer: string): CrlScope {
  const fields = new Map<number, Element>();
  for (const field of elements(expectTag(readElement(value), TAG.sequence, 'the scope').content)) {
    if (field.tag !== DISTRIBUTION_POINT && !(field.tag >= ONLY_USERS && field.tag <= ONLY_ATTRIBUTES)) {
      throw new RangeError('a scope of an unknown kind');
    }
    fields.set(field.tag, field);
  }
  const asserted = (tag: number): boolean => (fields.get(tag)?.content[0] ?? 0) !== 0;
  const place = fields.get(DISTRIBUTION_POINT);
  const reasons = fields.get(ONLY_REASONS);
  return {
    names: place === undefined ? null : pointNames(place, issuer),
    onlyUserCertificates: asserted(ONLY_USERS),
    onlyAuthorityCertificates: asserted(ONLY_AUTHORITIES),
    onlyAttributeCertificates: asserted(ONLY_ATTRIBUTES),
    reasons: reasons === undefined ? null : reasonMask(reasons.content),
    indirect: asserted(INDIRECT),
  };
}

const URI = '86';
const MAXIMUM_URLS = 10;

/** Of the full names of distribution points; what is no address is passed over. */
function urls(value: Uint8Array): readonly string[] {
  const found: string[] = [];
  for (const { content } of elements(readElement(value).content)) {
    const place = [...elements(content)].find(({ tag }) => tag === DISTRIBUTION_POINT);
    if (place === undefined || readElement(place.content).tag !== DISTRIBUTION_POINT) continue;
    for (const name of pointNames(place, '')) {
      if (!name.startsWith(URI) || found.length === MAXIMUM_URLS) continue;
      found.push(Buffer.from(readElement(Buffer.from(name, 'hex')).content).toString('latin1'));
    }
  }
  return found;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
