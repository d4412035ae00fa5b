import { createHash } from 'node:crypto';

/** An answer as it is kept between runs: a line of JSON, a line feed, and the body. */
export interface CachedAnswer {
  /** What was asked: two questions with one key have one answer. */
  readonly key: string;
  /** When it was fetched and until when it may be used, milliseconds since 1970. */
  readonly at: number;
  readonly until: number;
  readonly http: number;
  readonly contentType: string | null;
  readonly body: Uint8Array;
}

/** Name to keep an answer under: lower-case hex, so that it can be a file's. */
export function cacheName(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

export function encodeCachedAnswer(answer: CachedAnswer): Uint8Array {
  const { body, ...head } = answer;
  const line = JSON.stringify({ format: FORMAT, ...head, sha256: digest(body) });
  return new Uint8Array(Buffer.concat([Buffer.from(`${line}\n`), body]));
}

/**
 * Reads an answer that was kept under `key`. Null for what is of another question or format, was cut short or changed,
 * is larger than an answer may be, or is not valid at `now`: from the future, or over.
 */
export function decodeCachedAnswer(
  bytes: Uint8Array,
  key: string,
  now: number,
  maxBytes: number,
): CachedAnswer | null {
  const end = bytes.subarray(0, MAX_HEAD).indexOf(0x0a);
  if (end < 0) return null;
  const head = parseHead(Buffer.from(bytes.subarray(0, end)).toString());
  if (head === null || head['format'] !== FORMAT || head['key'] !== key) return null;
  const body = bytes.subarray(end + 1);
  const { at, until, http, contentType, sha256 } = head;
  if (!isTime(at) || !isTime(until) || at > now || until <= now) return null;
  if (typeof http !== 'number' || !(typeof contentType === 'string' || contentType === null)) return null;
  if (body.length > maxBytes || sha256 !== digest(body)) return null;
  return { key, at, until, http, contentType, body };
}

/** Goes up when what stands in an entry changes; entries of other formats are left to be replaced. */
const FORMAT = 1;

/** The longest address and everything around it, bytes. */
const MAX_HEAD = 16 * 1024;

function parseHead(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
