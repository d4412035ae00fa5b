import { ByteQueue } from './byte-queue.ts';
import { concat, uint, WireError } from './bytes.ts';

/** Content types (RFC 8446, appendix B.1). */
export const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

/** 2^14 of content and 2048 of expansion (RFC 5246, 6.2.3); longer ones are an attack or not TLS. */
export const MAX_RECORD = 2 ** 14 + 2048;

export interface TlsRecord {
  readonly type: number;
  readonly version: number;
  readonly content: Uint8Array;
}

/** One record, or as many as the content needs at `fragment` bytes each. */
export function encodeRecords(
  type: number,
  version: number,
  content: Uint8Array,
  fragment: number = 2 ** 14,
): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < content.length; at += fragment) {
    const piece = content.subarray(at, at + fragment);
    parts.push(uint(type, 1), uint(version, 2), uint(piece.length, 2), piece);
  }
  return concat(parts);
}

/** Cuts a byte stream into records, however it was split on its way. */
export class RecordReader {
  readonly #queue = new ByteQueue();

  push(bytes: Uint8Array): void {
    this.#queue.push(bytes);
  }

  /** Bytes that do not make a whole record yet. */
  get pending(): Uint8Array {
    return this.#queue.peek(this.#queue.length);
  }

  /**
   * The next whole record, or null if more bytes are needed.
   * @throws WireError `malformed` or `oversized` as soon as the header cannot be that of a TLS record.
   */
  next(): TlsRecord | null {
    const [type, major, minor, high, low] = this.#queue.peek(HEADER);
    if (type === undefined) return null;
    if (type < 20 || type > 24) throw new WireError('malformed', `record of type ${type}`);
    if (major !== undefined && major !== 3) throw new WireError('malformed', `record version ${major}.x`);
    if (minor === undefined || high === undefined || low === undefined) return null;
    const length = high * 256 + low;
    if (length > MAX_RECORD) throw new WireError('oversized', `record of ${length} bytes`);
    const record = this.#queue.take(HEADER + length);
    return record === null ? null : { type, version: 0x0300 + minor, content: record.subarray(HEADER) };
  }
}

/** Type, version and length (RFC 8446, 5.1), bytes. */
const HEADER = 5;
