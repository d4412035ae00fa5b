import { ByteQueue } from './byte-queue.ts';
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
  readonly #queue = new ByteQueue();

  constructor(limit: number = MAX_MESSAGE) {
    this.#limit = limit;
  }

  /** Bytes of a message that has begun and not ended. */
  get pending(): number {
    return this.#queue.length;
  }

  push(content: Uint8Array): void {
    this.#queue.push(content);
  }

  /**
   * The next whole message, or null if more content is needed.
   * @throws WireError `oversized` as soon as a message announces more than the limit.
   */
  next(): HandshakeMessage | null {
    const [type, high, middle, low] = this.#queue.peek(HEADER);
    if (type === undefined || high === undefined || middle === undefined || low === undefined) return null;
    const length = high * 65536 + middle * 256 + low;
    if (length > this.#limit) {
      throw new WireError(
        'oversized',
        `handshake message of ${length} bytes, at most ${this.#limit} are read`,
      );
    }
    const message = this.#queue.take(HEADER + length);
    return message === null ? null : { type, body: message.subarray(HEADER) };
  }
}

/** Type and length (RFC 8446, 4), bytes. */
const HEADER = 4;
