import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { concat, type WireError } from '../../src/wire/bytes.ts';
import { encodeRecords, MAX_RECORD, RECORD, RecordReader, type TlsRecord } from '../../src/wire/record.ts';
import { portions, u8 } from './arbitraries.ts';
import { FLIGHTS, HELLOS, recordsOf, toHex } from './captured.ts';
import { wireError } from './codecs.ts';
import { copiedBytes } from './copied-bytes.ts';
import { splits } from './reply/feed.ts';

const contentType = fc.integer({ min: 20, max: 24 });
const version = u8.map((minor) => 0x0300 + minor);

/** All records of the portions, what is left behind them, and the error that ended the reading. */
function read(parts: readonly Uint8Array[]): {
  readonly records: readonly TlsRecord[];
  readonly pending: number;
  readonly error: WireError | null;
} {
  const reader = new RecordReader();
  const records: TlsRecord[] = [];
  const error = wireError(() => {
    for (const part of parts) {
      reader.push(part);
      for (let record = reader.next(); record !== null; record = reader.next()) records.push(record);
    }
  });
  return { records, pending: error === null ? reader.pending.length : 0, error };
}

/** In text, which is compared a thousand times as fast. */
function shown({ records, pending, error }: ReturnType<typeof read>): string {
  const all = records.map(({ type, version: minor, content }) => `${type}/${minor}:${toHex(content)}`);
  return `${all.join(' ')} ${pending} ${String(error)}`;
}

function header(type: number, major: number, length: number): Uint8Array {
  return Uint8Array.of(type, major, 3, length >> 8, length & 0xff);
}

describe('records', () => {
  test('survive a round trip with any type, version and content', () => {
    const record = fc.record({ type: contentType, version, content: fc.uint8Array({ maxLength: 60 }) });
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const bytes = concat(records.map((one) => encodeRecords(one.type, one.version, one.content)));
        expect(read([bytes])).toEqual({ records, pending: 0, error: null });
      }),
    );
  });

  test('are as many as the content needs', () => {
    const sizes = (length: number, fragment?: number): number[] =>
      recordsOf(encodeRecords(RECORD.handshake, 0x0303, new Uint8Array(length), fragment)).map(
        ({ content }) => content.length,
      );
    expect(sizes(0)).toEqual([0]);
    expect(sizes(2 ** 14)).toEqual([2 ** 14]);
    expect(sizes(2 ** 14 + 1)).toEqual([2 ** 14, 1]);
    expect(sizes(5, 2)).toEqual([2, 2, 1]);
    expect(sizes(4, 2)).toEqual([2, 2]);
  });

  test.each([...HELLOS, ...FLIGHTS])('of %s are written as they were read', (_name, bytes) => {
    const again = recordsOf(bytes).map((record) =>
      encodeRecords(record.type, record.version, record.content),
    );
    expect(toHex(concat(again))).toBe(toHex(bytes));
  });

  test.each([...HELLOS, ...FLIGHTS])('of %s are the same for every split', (_name, bytes) => {
    const all = read([bytes]);
    expect(all.records.length).toBeGreaterThan(0);
    for (const parts of splits(bytes)) expect(shown(read(parts))).toBe(shown(all));
  });

  test('wait at every truncation', () => {
    const bytes = encodeRecords(RECORD.handshake, 0x0303, Uint8Array.of(1, 2, 3));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(read([bytes.subarray(0, length)])).toEqual({ records: [], pending: length, error: null });
    }
  });

  test('of random bytes are read alike in any portions, and only WireErrors come of them', () => {
    const noise = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 30 }),
        fc.constantFrom(header(22, 3, 2), header(21, 3, 0), header(23, 3, 40), header(19, 3, 1)),
      ),
    );
    fc.assert(
      fc.property(noise, fc.array(fc.nat(9), { minLength: 1 }), (parts, sizes) => {
        const bytes = concat(parts);
        expect(read(portions(bytes, sizes))).toEqual(read([bytes]));
      }),
    );
  });
});

describe('a header', () => {
  test.each([
    ['no content type of TLS, below', [19], 'malformed'],
    ['no content type of TLS, above', [25], 'malformed'],
    ['a text', [0x48, 0x54], 'malformed'],
    ['an SSL 2.0 record', [0x80], 'malformed'],
    ['a major version of 2', [22, 2], 'malformed'],
    ['a major version of 4', [22, 4], 'malformed'],
  ])('with %s is refused at once', (_name, bytes, kind) => {
    expect(read([Uint8Array.from(bytes)]).error?.kind).toBe(kind);
  });

  test('announces as much as the limit and not one byte more', () => {
    expect(read([header(22, 3, MAX_RECORD)]).error).toBeNull();
    expect(read([concat([header(22, 3, MAX_RECORD), new Uint8Array(MAX_RECORD)])]).records).toHaveLength(1);
    expect(read([header(22, 3, MAX_RECORD + 1)]).error?.kind).toBe('oversized');
  });
});

test('reading single bytes costs in proportion to their number', () => {
  const bytes = encodeRecords(RECORD.applicationData, 0x0303, new Uint8Array(256 * 1024));
  const copied = copiedBytes(() => {
    const reader = new RecordReader();
    for (let at = 0; at < bytes.length; at += 1) {
      reader.push(bytes.subarray(at, at + 1));
      reader.next();
    }
  });
  expect(copied).toBeLessThan(8 * bytes.length);
});
