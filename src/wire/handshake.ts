import { concat, uint, WireError } from './bytes.ts';

/** Handshake types (RFC 8446, appendix B.3; certificate_status by RFC 6066, 8). */
export const HANDSHAKE = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  certificateStatus: 22,
} as const;

/**
 * Longest message that is read, bytes. The largest honest one is a Certificate message; forty certificates of
 * 4 KiB with room to spare.
 */
export const MAX_MESSAGE = 256 * 1024;

export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
}

export function encodeHandshake(type: number, body: Uint8Array): Uint8Array {
  return concat([uint(type, 1), uint(body.length, 3), body]);
}

/** Joins handshake messages from the content of records: several in one record, or one over several. */
export class HandshakeReader {
  readonly #limit: number;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number = MAX_MESSAGE) {
    this.#limit = limit;
  }

  /** Bytes of a message that has begun and not ended. */
  get pending(): number {
    return this.#length;
  }

  push(content: Uint8Array): void {
    if (content.length === 0) return;
    this.#pieces.push(content);
    this.#length += content.length;
  }

  /**
   * The next whole message, or null if more content is needed.
   * @throws WireError `oversized` as soon as a message announces more than the limit.
   */
  next(): HandshakeMessage | null {
    if (this.#length < 4) return null;
    const head = this.#take(4, false);
    const length = (head[1] ?? 0) * 65536 + (head[2] ?? 0) * 256 + (head[3] ?? 0);
    if (length > this.#limit) {
      throw new WireError(
        'oversized',
        `handshake message of ${length} bytes, at most ${this.#limit} are read`,
      );
    }
    if (this.#length < 4 + length) return null;
    const message = this.#take(4 + length, true);
    return { type: message[0] ?? 0, body: message.subarray(4) };
  }

  /** The first `length` bytes in one piece. Pieces are joined once per message, not once per record. */
  #take(length: number, remove: boolean): Uint8Array {
    const first = this.#pieces[0] ?? new Uint8Array(0);
    let joined = first;
    if (first.length < length) {
      joined = remove ? concat(this.#pieces) : joinFirst(this.#pieces, length);
    }
    if (!remove) return joined.subarray(0, length);
    const rest = joined.subarray(length);
    this.#pieces = joined === first ? this.#pieces.slice(1) : [];
    if (rest.length > 0) this.#pieces.unshift(rest);
    this.#length -= length;
    return joined.subarray(0, length);
  }
}

function joinFirst(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const some: Uint8Array[] = [];
  let have = 0;
  for (const piece of pieces) {
    some.push(piece);
    have += piece.length;
    if (have >= length) break;
  }
  return concat(some);
}
