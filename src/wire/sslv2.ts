import { concat, uint, whole, WireError } from './bytes.ts';

/** Message types of SSL 2.0 (The SSL Protocol, Hickman 1995, appendix C.6). */
export const SSL2_MESSAGE = { error: 0, clientHello: 1, serverHello: 4 } as const;

/** Longest record that the two-byte header can announce. */
export const MAX_SSL2_RECORD = 0x7fff;

export interface Sslv2ClientHello {
  /** 0x0002, or a higher version in the compatible hello of RFC 5246, appendix E.2. */
  readonly version: number;
  /** Three-byte kinds. */
  readonly kinds: readonly number[];
  readonly sessionId: Uint8Array;
  /** 16 to 32 bytes. */
  readonly challenge: Uint8Array;
}

export interface Sslv2ServerHello {
  readonly sessionIdHit: boolean;
  /** 1 for X.509. */
  readonly certificateType: number;
  readonly version: number;
  readonly certificate: Uint8Array;
  readonly kinds: readonly number[];
  readonly connectionId: Uint8Array;
}

/** A whole record with its two-byte header. */
export function encodeSslv2ClientHello(hello: Sslv2ClientHello): Uint8Array {
  const kinds = concat(hello.kinds.map((kind) => uint(kind, 3)));
  return encodeRecord(
    concat([
      uint(SSL2_MESSAGE.clientHello, 1),
      uint(hello.version, 2),
      uint(kinds.length, 2),
      uint(hello.sessionId.length, 2),
      uint(hello.challenge.length, 2),
      kinds,
      hello.sessionId,
      hello.challenge,
    ]),
  );
}

/** @throws WireError `malformed` */
export function decodeSslv2ClientHello(message: Uint8Array): Sslv2ClientHello {
  return whole(message, 'SSL 2.0 CLIENT-HELLO', (reader) => {
    expectType(reader.uint(1), SSL2_MESSAGE.clientHello);
    const version = reader.uint(2);
    const kindBytes = reader.uint(2);
    const sessionIdBytes = reader.uint(2);
    const challengeBytes = reader.uint(2);
    return {
      version,
      kinds: decodeKinds(reader.bytes(kindBytes)),
      sessionId: reader.bytes(sessionIdBytes),
      challenge: reader.bytes(challengeBytes),
    };
  });
}

export function encodeSslv2ServerHello(hello: Sslv2ServerHello): Uint8Array {
  const kinds = concat(hello.kinds.map((kind) => uint(kind, 3)));
  return encodeRecord(
    concat([
      uint(SSL2_MESSAGE.serverHello, 1),
      uint(hello.sessionIdHit ? 1 : 0, 1),
      uint(hello.certificateType, 1),
      uint(hello.version, 2),
      uint(hello.certificate.length, 2),
      uint(kinds.length, 2),
      uint(hello.connectionId.length, 2),
      hello.certificate,
      kinds,
      hello.connectionId,
    ]),
  );
}

/** @throws WireError `malformed` */
export function decodeSslv2ServerHello(message: Uint8Array): Sslv2ServerHello {
  return whole(message, 'SSL 2.0 SERVER-HELLO', (reader) => {
    expectType(reader.uint(1), SSL2_MESSAGE.serverHello);
    const sessionIdHit = reader.uint(1) !== 0;
    const certificateType = reader.uint(1);
    const version = reader.uint(2);
    const certificateBytes = reader.uint(2);
    const kindBytes = reader.uint(2);
    const connectionIdBytes = reader.uint(2);
    return {
      sessionIdHit,
      certificateType,
      version,
      certificate: reader.bytes(certificateBytes),
      kinds: decodeKinds(reader.bytes(kindBytes)),
      connectionId: reader.bytes(connectionIdBytes),
    };
  });
}

/** SSL 2.0 ERROR message, e.g. 1 for no common cipher. */
export function encodeSslv2Error(code: number): Uint8Array {
  return encodeRecord(concat([uint(SSL2_MESSAGE.error, 1), uint(code, 2)]));
}

export function decodeSslv2Error(message: Uint8Array): number {
  return whole(message, 'SSL 2.0 ERROR', (reader) => {
    expectType(reader.uint(1), SSL2_MESSAGE.error);
    return reader.uint(2);
  });
}

/**
 * The message in the first SSL 2.0 record, or null if more bytes are needed. Only the two-byte header without
 * padding is read: nothing is encrypted before the hellos are done.
 * @throws WireError `malformed`
 */
export function readSslv2Record(bytes: Uint8Array): Uint8Array | null {
  const [high, low] = bytes;
  if (high === undefined) return null;
  if ((high & 0x80) === 0) throw new WireError('malformed', 'not an SSL 2.0 record of two header bytes');
  if (low === undefined) return null;
  const length = (high & 0x7f) * 256 + low;
  if (length === 0) throw new WireError('malformed', 'empty SSL 2.0 record');
  return bytes.length < 2 + length ? null : bytes.subarray(2, 2 + length);
}

function encodeRecord(message: Uint8Array): Uint8Array {
  return concat([uint(0x8000 + message.length, 2), message]);
}

function decodeKinds(bytes: Uint8Array): number[] {
  if (bytes.length % 3 !== 0) throw new WireError('malformed', 'cipher kinds are not three bytes each');
  const kinds: number[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    kinds.push((bytes[at] ?? 0) * 65536 + (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0));
  }
  return kinds;
}

function expectType(seen: number, wanted: number): void {
  if (seen !== wanted) throw new WireError('malformed', `message of type ${seen}, not ${wanted}`);
}
