import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { toHex } from './captured.ts';
import { CODECS, reading } from './codecs.ts';

describe.each(CODECS.map((codec) => [codec.name, codec] as const))('%s', (_name, codec) => {
  const { samples, canonical } = codec;
  const allowed = canonical
    ? ['same', 'malformed', 'oversized']
    : ['same', 'other', 'malformed', 'oversized'];

  test('survives a round trip with any values, and nothing may stand behind it', () => {
    fc.assert(
      codec.roundTrip((value, decoded, behind) => {
        expect(decoded).toEqual(value);
        expect(behind).toBe('malformed');
      }),
    );
  });

  test('of real bytes is written as it was read', () => {
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      expect(sample.length).toBeGreaterThan(0);
      expect(toHex(codec.again(sample))).toBe(toHex(sample));
    }
  });

  test('is malformed at every truncation, or a shorter one of its kind', () => {
    for (const sample of samples) {
      const readings = Array.from(sample, (_, length) => reading(codec, sample.subarray(0, length)));
      const malformed = readings.filter((one) => one === 'malformed').length;
      const shorter = readings.filter((one) => one === 'same').length;
      expect(malformed + shorter).toBe(sample.length);
      // A hello without extensions, and nothing else, is a shorter one of its kind.
      expect(shorter).toBeLessThanOrEqual(1);
    }
  });

  test('of random bytes is a WireError or can be written again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        expect(allowed).toContain(reading(codec, bytes));
      }),
    );
  });

  test('of real bytes with some of them changed is a WireError or can be written again', () => {
    const changes = fc.array(fc.tuple(fc.nat(10_000), fc.nat(0xff)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...samples), changes, (sample, list) => {
        const bytes = Uint8Array.from(sample);
        for (const [at, value] of list) bytes[at % bytes.length] = value;
        expect(allowed).toContain(reading(codec, bytes));
      }),
    );
  });
});
