import { concat, uint, vector, whole } from './bytes.ts';
import { decodeExtensions, encodeExtensions, type Extension } from './extension.ts';

export interface ServerHello {
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suite: number;
  readonly compression: number;
  readonly extensions: readonly Extension[] | null;
}

/** The random that makes a ServerHello a HelloRetryRequest: SHA-256 of those words (RFC 8446, 4.1.3). */
export const RETRY_RANDOM: Uint8Array = Uint8Array.from(
  'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'.match(/../g) ?? [],
  (pair) => Number.parseInt(pair, 16),
);

/** Body of a ServerHello or HelloRetryRequest (RFC 5246, 7.4.1.3; RFC 8446, 4.1.3 and 4.1.4). */
export function encodeServerHello(hello: ServerHello): Uint8Array {
  return concat([
    uint(hello.version, 2),
    hello.random,
    vector(hello.sessionId, 1),
    uint(hello.suite, 2),
    uint(hello.compression, 1),
    hello.extensions === null ? new Uint8Array(0) : encodeExtensions(hello.extensions),
  ]);
}

/** @throws WireError `malformed` */
export function decodeServerHello(body: Uint8Array): ServerHello {
  return whole(body, 'ServerHello', (reader) => ({
    version: reader.uint(2),
    random: reader.bytes(32),
    sessionId: reader.vector(1),
    suite: reader.uint(2),
    compression: reader.uint(1),
    extensions: reader.left === 0 ? null : decodeExtensions(reader),
  }));
}

export function isRetryRequest(hello: ServerHello): boolean {
  return hello.random.every((byte, index) => byte === RETRY_RANDOM[index]);
}

/** `DOWNGRD` and a last byte of 1 or 0 at the end of the random (RFC 8446, 4.1.3). */
export function downgradeMark(hello: ServerHello): 'tls1.2' | 'tls1.1' | null {
  const mark = new TextDecoder('latin1').decode(hello.random.subarray(24, 31));
  if (mark !== 'DOWNGRD') return null;
  if (hello.random[31] === 1) return 'tls1.2';
  return hello.random[31] === 0 ? 'tls1.1' : null;
}
