import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { concat, type WireError } from '../../src/wire/bytes.ts';
import {
  encodeHandshake,
  type HandshakeMessage,
  HandshakeReader,
  MAX_MESSAGE,
} from '../../src/wire/handshake.ts';
import { portions, u8 } from './arbitraries.ts';
import { FLIGHTS, HELLOS, messagesOf, recordsOf, toHex } from './captured.ts';
import { wireError } from './codecs.ts';
import { copiedBytes } from './copied-bytes.ts';
import { splits } from './reply/feed.ts';

function read(
  parts: readonly Uint8Array[],
  limit?: number,
): {
  readonly messages: readonly HandshakeMessage[];
  readonly pending: number;
  readonly error: WireError | null;
} {
  const reader = new HandshakeReader(limit);
  const messages: HandshakeMessage[] = [];
  const error = wireError(() => {
    for (const part of parts) {
      reader.push(part);
      for (let message = reader.next(); message !== null; message = reader.next()) messages.push(message);
    }
  });
  return { messages, pending: error === null ? reader.pending : 0, error };
}

describe('handshake messages', () => {
  test('survive a round trip with any type and body, in any portions', () => {
    const message = fc.record({ type: u8, body: fc.uint8Array({ maxLength: 40 }) });
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.nat(30), { minLength: 1 }), (messages, sizes) => {
        const bytes = concat(messages.map(({ type, body }) => encodeHandshake(type, body)));
        expect(read(portions(bytes, sizes))).toEqual({ messages, pending: 0, error: null });
      }),
    );
  });

  test.each([...HELLOS, ...FLIGHTS])('of %s are written as they were read', (_name, bytes) => {
    const again = concat(messagesOf(bytes).map(({ type, body }) => encodeHandshake(type, body)));
    const records = recordsOf(bytes).filter(({ type }) => type === 22);
    expect(toHex(again)).toBe(toHex(concat(records.map(({ content }) => content))));
  });

  test('are the same for every split, and wait at every truncation', () => {
    const bytes = concat([
      encodeHandshake(2, Uint8Array.of(1, 2, 3)),
      encodeHandshake(14, new Uint8Array(0)),
      encodeHandshake(250, new Uint8Array(70)),
    ]);
    const all = read([bytes]);
    expect(all.messages.map(({ type }) => type)).toEqual([2, 14, 250]);
    for (const parts of splits(bytes)) expect(read(parts)).toEqual(all);
    for (let length = 0; length < bytes.length; length += 1) {
      const { messages, pending, error } = read([bytes.subarray(0, length)]);
      expect(error).toBeNull();
      expect(messages).toEqual(all.messages.slice(0, messages.length));
      expect(messages.reduce((sum, { body }) => sum + 4 + body.length, pending)).toBe(length);
    }
  });

  test('that come together can be taken one by one later', () => {
    const reader = new HandshakeReader();
    for (let type = 0; type < 5; type += 1) reader.push(encodeHandshake(type, Uint8Array.of(type)));
    for (let type = 0; type < 5; type += 1) {
      expect(reader.next()).toEqual({ type, body: Uint8Array.of(type) });
    }
    expect(reader.next()).toBeNull();
  });

  test('are as long as the limit and not one byte longer', () => {
    const announcing = (length: number): Uint8Array =>
      Uint8Array.of(11, length >> 16, (length >> 8) & 0xff, length & 0xff);
    expect(read([announcing(MAX_MESSAGE)]).error).toBeNull();
    expect(read([announcing(MAX_MESSAGE + 1)]).error?.kind).toBe('oversized');
    expect(read([encodeHandshake(1, new Uint8Array(10))], 10).messages).toHaveLength(1);
    expect(read([encodeHandshake(1, new Uint8Array(11))], 10).error?.kind).toBe('oversized');
  });

  test('of random bytes are read alike in any portions, and only WireErrors come of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(0xff), fc.constant(0))).map((list) => Uint8Array.from(list)),
        fc.array(fc.nat(9), { minLength: 1 }),
        (bytes, sizes) => {
          expect(read(portions(bytes, sizes), 20)).toEqual(read([bytes], 20));
        },
      ),
    );
  });

  test('of the greatest length in single bytes cost in proportion to their length', () => {
    const bytes = encodeHandshake(11, new Uint8Array(MAX_MESSAGE));
    const copied = copiedBytes(() => {
      expect(read(portions(bytes, [1])).messages).toHaveLength(1);
    });
    expect(copied).toBeGreaterThan(bytes.length);
    expect(copied).toBeLessThan(8 * bytes.length);
  });
});
