import type { CrlEntry } from '../../model/revocation.ts';
import { readElement } from '../der.ts';
import { oidText } from '../path/object-identifier.ts';
import { readTime } from '../time.ts';
import type { Crl } from './crl.ts';
import { directoryNames, generalNames } from './distribution-points.ts';
import { nameKey } from './name-key.ts';
import { reasonOf } from './reasons.ts';
import type { Wanted } from './serial-number.ts';
import { searchFor } from './serial-number.ts';

export interface FoundEntries {
  readonly entries: readonly CrlEntry[];
  /** How many entries the list has. */
  readonly count: number;
  /** Object identifiers of critical entry extensions that are not understood. */
  readonly unknownCritical: readonly string[];
  /** Elements of DER that were looked at: the measure of the work, which grows with the entries alone. */
  readonly steps: number;
}

export const MAXIMUM_ENTRIES = 2_000_000;
const MAXIMUM_FOUND = 1000;
const MAXIMUM_UNKNOWN = 10;

/**
 * Walks once through the entries of a list (RFC 5280, 5.1.2.6 and 5.3) and takes out those of the certificates that
 * are wanted. No object is made for an entry that is passed over: lists of 50,000 entries are usual. Every critical
 * extension is looked at, since one that is not understood spoils the whole list. Throws a RangeError at the first
 * entry that cannot be read.
 */
export function findEntries(crl: Crl, wanted: readonly Wanted[]): FoundEntries {
  const bytes = crl.entries;
  const indirect = crl.scope?.indirect === true;
  const search = searchFor(wanted);
  const found: CrlEntry[] = [];
  const unknown = new Set<string>();
  const cursor: Cursor = { bytes, tag: 0, start: 0, end: 0, steps: 0 };
  let issuer = crl.issuerKey;
  let count = 0;
  for (let offset = 0; offset < bytes.length;) {
    count += 1;
    if (count > MAXIMUM_ENTRIES) throw new RangeError(`more than ${MAXIMUM_ENTRIES} entries`);
    open(cursor, offset, bytes.length, SEQUENCE);
    const end = cursor.end;
    offset = end;
    open(cursor, cursor.start, end, INTEGER);
    const serialStart = cursor.start;
    const serialEnd = cursor.end;
    open(cursor, serialEnd, end, null);
    const dateEnd = cursor.end;
    if (cursor.tag !== UTC_TIME && cursor.tag !== GENERALIZED_TIME)
      throw new RangeError('an entry without a date');
    let reason = -1;
    if (dateEnd < end) {
      open(cursor, dateEnd, end, SEQUENCE);
      if (cursor.end !== end) throw new RangeError('an entry with a part too many');
      for (let at = cursor.start; at < end;) {
        const { oid, critical, value } = openExtension(cursor, at, end);
        at = value.end;
        if (oid === REASON_CODE) reason = reasonCode(bytes, value);
        else if (oid === CERTIFICATE_ISSUER && indirect)
          issuer = issuerName(bytes.subarray(value.start, value.end));
        else if (critical && oid !== INVALIDITY_DATE && unknown.size < MAXIMUM_UNKNOWN) {
          unknown.add(oidAt(bytes, value.oidStart, value.oidEnd));
        }
      }
    }
    const serial = search(bytes, serialStart, serialEnd);
    if (serial === null || !serial.issuers.has(nameKey(issuer))) continue;
    if (found.length === MAXIMUM_FOUND) throw new RangeError('too many entries for the same certificates');
    found.push({
      serial: serial.hex,
      issuerKey: issuer,
      revokedAt: dateAt(bytes, serialEnd),
      reason: reasonOf(reason),
    });
  }
  return { entries: found, count, unknownCritical: [...unknown], steps: cursor.steps };
}

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const OID = 0x06;
const BOOLEAN = 0x01;
const SEQUENCE = 0x30;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const ENUMERATED = 0x0a;

/** Last number of the extensions 2.5.29.x that are understood; -1 for all others. */
const REASON_CODE = 21;
const INVALIDITY_DATE = 24;
const CERTIFICATE_ISSUER = 29;
const OTHER = -1;

interface Cursor {
  readonly bytes: Uint8Array;
  tag: number;
  /** Of the content of the element that was opened last. */
  start: number;
  end: number;
  steps: number;
}

/** Moves to the element at `offset`, which must end at `limit` or before. */
function open(cursor: Cursor, offset: number, limit: number, tag: number | null): void {
  const { bytes } = cursor;
  cursor.steps += 1;
  if (offset + 2 > limit) throw new RangeError('an entry that is cut off');
  const found = bytes[offset] ?? 0;
  let length = bytes[offset + 1] ?? 0;
  let start = offset + 2;
  if (length >= 0x80) {
    const size = length & 0x7f;
    if (size === 0 || size > 4) throw new RangeError('an entry with a length that DER does not allow');
    length = 0;
    for (let index = 0; index < size; index += 1) length = length * 256 + (bytes[start + index] ?? 0);
    start += size;
  }
  if (start + length > limit) throw new RangeError('an entry that is cut off');
  if (tag !== null && found !== tag)
    throw new RangeError(`an entry with the tag 0x${found.toString(16)} in it`);
  cursor.tag = found;
  cursor.start = start;
  cursor.end = start + length;
}

interface OpenedExtension {
  readonly oid: number;
  readonly critical: boolean;
  readonly value: {
    readonly start: number;
    readonly end: number;
    readonly oidStart: number;
    readonly oidEnd: number;
  };
}

function openExtension(cursor: Cursor, offset: number, limit: number): OpenedExtension {
  const { bytes } = cursor;
  open(cursor, offset, limit, SEQUENCE);
  const end = cursor.end;
  open(cursor, cursor.start, end, OID);
  const oidStart = cursor.start;
  const oidEnd = cursor.end;
  const isOfRfc = oidEnd - oidStart === 3 && bytes[oidStart] === 0x55 && bytes[oidStart + 1] === 0x1d;
  open(cursor, oidEnd, end, null);
  let critical = false;
  if (cursor.tag === BOOLEAN) {
    critical = (bytes[cursor.start] ?? 0) !== 0;
    open(cursor, cursor.end, end, OCTET_STRING);
  }
  if (cursor.tag !== OCTET_STRING || cursor.end !== end)
    throw new RangeError('an extension of an entry is broken');
  return {
    oid: isOfRfc ? (bytes[oidStart + 2] ?? OTHER) : OTHER,
    critical,
    value: { start: cursor.start, end, oidStart, oidEnd },
  };
}

function reasonCode(
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  return end - start === 3 && bytes[start] === ENUMERATED && bytes[start + 1] === 1
    ? (bytes[start + 2] ?? -1)
    : -1;
}

/** The distinguished name in a certificateIssuer extension (RFC 5280, 5.3.3), empty if there is none. */
function issuerName(value: Uint8Array): string {
  return directoryNames(generalNames(readElement(value).content))[0] ?? '';
}

function dateAt(bytes: Uint8Array, offset: number): number | null {
  try {
    return readTime(readElement(bytes, offset));
  } catch {
    return null;
  }
}

function oidAt(bytes: Uint8Array, start: number, end: number): string {
  try {
    return oidText(bytes.subarray(start, end));
  } catch {
    return 'an extension without a proper identifier';
  }
}
