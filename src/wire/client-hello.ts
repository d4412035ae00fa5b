import { concat, Reader, uint, uints, vector, whole } from './bytes.ts';
import { decodeExtensions, encodeExtensions, type Extension } from './extension.ts';

export interface ClientHello {
  /** client_version; legacy_version in TLS 1.3. */
  readonly version: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suites: readonly number[];
  readonly compressions: readonly number[];
  /** Null if the block is absent, as in SSL 3.0. */
  readonly extensions: readonly Extension[] | null;
}

/** Body of a ClientHello message, SSL 3.0 to TLS 1.3 (RFC 6101, 5.6.1.2; RFC 5246, 7.4.1.2; RFC 8446, 4.1.2). */
export function encodeClientHello(hello: ClientHello): Uint8Array {
  return concat([
    uint(hello.version, 2),
    hello.random,
    vector(hello.sessionId, 1),
    uints(hello.suites, 2, 2),
    uints(hello.compressions, 1, 1),
    hello.extensions === null ? new Uint8Array(0) : encodeExtensions(hello.extensions),
  ]);
}

/** @throws WireError `malformed` */
export function decodeClientHello(body: Uint8Array): ClientHello {
  return whole(body, 'ClientHello', (reader: Reader) => ({
    version: reader.uint(2),
    random: reader.bytes(32),
    sessionId: reader.vector(1),
    suites: reader.uints(2, 2),
    compressions: reader.uints(1, 1),
    extensions: reader.left === 0 ? null : decodeExtensions(reader),
  }));
}
