import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { concat, Reader, uint, uints, vector, whole, WireError } from '../../src/wire/bytes.ts';
import { wireError } from './codecs.ts';

const SIZES = [1, 2, 3, 4] as const;

describe('an integer', () => {
  test.each(SIZES)('of %i bytes survives a round trip', (size) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 256 ** size - 1 }), (value) => {
        const bytes = uint(value, size);
        expect(bytes).toHaveLength(size);
        expect(new Reader(bytes).uint(size)).toBe(value);
      }),
    );
  });

  test('stands with its highest byte first', () => {
    expect(uint(0x010203, 3)).toEqual(Uint8Array.of(1, 2, 3));
    expect(uint(0xfffefdfc, 4)).toEqual(Uint8Array.of(0xff, 0xfe, 0xfd, 0xfc));
  });

  test.each([
    [256, 1],
    [65_536, 2],
    [-1, 1],
    [0.5, 2],
    [Number.NaN, 4],
    [2 ** 32, 4],
  ] as const)('%d does not fit in %i bytes', (value, size) => {
    expect(() => uint(value, size)).toThrow(RangeError);
  });
});

describe('a vector', () => {
  test.each([
    [1, 255],
    [2, 65_535],
  ] as const)('with a length of %i bytes holds %i bytes and not one more', (size, most) => {
    expect(new Reader(vector(new Uint8Array(most), size)).vector(size)).toHaveLength(most);
    expect(() => vector(new Uint8Array(most + 1), size)).toThrow(RangeError);
  });

  test.each([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
    [2, 3],
  ] as const)('with a length of %i bytes holds integers of %i bytes', (size, each) => {
    fc.assert(
      fc.property(fc.array(fc.nat(256 ** each - 1), { maxLength: 80 }), (values) => {
        expect(new Reader(uints(values, size, each)).uints(size, each)).toEqual(values);
      }),
    );
  });

  test('of two-byte integers has no odd length', () => {
    const error = wireError(() => new Reader(Uint8Array.of(3, 0, 1, 0)).uints(1, 2));
    expect(error?.kind).toBe('malformed');
  });
});

describe('a reader', () => {
  test('says truncated where bytes are missing, and takes none of them', () => {
    const reader = new Reader(Uint8Array.of(1, 2));
    expect(wireError(() => reader.uint(3))?.kind).toBe('truncated');
    expect(wireError(() => reader.bytes(3))?.kind).toBe('truncated');
    expect(reader.left).toBe(2);
    expect(reader.rest()).toEqual(Uint8Array.of(1, 2));
    expect(reader.left).toBe(0);
  });

  test('says truncated where a vector announces more than there is', () => {
    expect(wireError(() => new Reader(Uint8Array.of(0, 3, 1, 2)).vector(2))?.kind).toBe('truncated');
  });
});

describe('a whole structure', () => {
  test('is malformed where a stream would be truncated', () => {
    const error = wireError(() => whole(Uint8Array.of(1), 'thing', (reader) => reader.uint(2)));
    expect(error).toMatchObject({ kind: 'malformed', message: 'thing: 2 bytes wanted, 1 left' });
  });

  test('is malformed if something stands behind it', () => {
    const error = wireError(() => whole(Uint8Array.of(1, 2), 'thing', (reader) => reader.uint(1)));
    expect(error).toMatchObject({
      kind: 'malformed',
      message: 'thing: 1 bytes behind the end of the thing',
    });
  });

  test('stays oversized', () => {
    const error = wireError(() =>
      whole(new Uint8Array(0), 'thing', () => {
        throw new WireError('oversized', 'too much');
      }),
    );
    expect(error).toMatchObject({ kind: 'oversized', message: 'thing: too much' });
  });

  test('lets other errors through', () => {
    const run = (): unknown =>
      whole(new Uint8Array(0), 'thing', () => {
        throw new TypeError('a fault of ours');
      });
    expect(run).toThrow(TypeError);
  });
});

test('parts are joined in order', () => {
  expect(concat([])).toHaveLength(0);
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (parts) => {
      expect(concat(parts)).toEqual(Uint8Array.from(parts.flatMap((part) => [...part])));
    }),
  );
});
