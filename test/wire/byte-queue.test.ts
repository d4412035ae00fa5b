import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { ByteQueue } from '../../src/wire/byte-queue.ts';
import { concat } from '../../src/wire/bytes.ts';
import { toHex } from './captured.ts';
import { copiedBytes } from './copied-bytes.ts';

describe('a byte queue', () => {
  test('gives back what was put in, in whatever lengths', () => {
    const step = fc.record({
      act: fc.constantFrom('push', 'peek', 'take'),
      bytes: fc.uint8Array({ maxLength: 12 }),
      length: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const queue = new ByteQueue();
        let model = '';
        for (const { act, bytes, length } of steps) {
          const first = model.slice(0, 2 * length);
          const enough = first.length === 2 * length;
          if (act === 'push') queue.push(bytes);
          const given = act === 'push' ? null : queue[act](length);
          if (act === 'push') model += toHex(bytes);
          if (act === 'take' && enough) model = model.slice(2 * length);
          expect(given && toHex(given)).toBe(act === 'peek' || (act === 'take' && enough) ? first : null);
          expect(toHex(queue.peek(queue.length))).toBe(model);
        }
      }),
    );
  });

  test('does not change what it gave when more arrives', () => {
    const queue = new ByteQueue();
    for (const byte of [1, 2, 3, 4, 5]) queue.push(Uint8Array.of(byte));
    const first = queue.take(3);
    queue.push(Uint8Array.of(9, 9, 9));
    queue.take(5);
    expect(first).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('copies each byte a few times at most, however small the pieces are', () => {
    const length = 100_000;
    const copied = copiedBytes(() => {
      const queue = new ByteQueue();
      for (let at = 0; at < length; at += 1) {
        queue.push(Uint8Array.of(at & 0xff));
        queue.peek(5);
        if (queue.length >= 20_000) queue.take(20_000);
      }
    });
    expect(copied).toBeGreaterThan(length);
    expect(copied).toBeLessThan(8 * length);
  });

  test('counts as quadratic what joins on every arrival', () => {
    const copied = copiedBytes(() => {
      let joined: Uint8Array = new Uint8Array(0);
      for (let at = 0; at < 1000; at += 1) joined = concat([joined, Uint8Array.of(at & 0xff)]);
    });
    expect(copied).toBe(500_500);
  });
});
