import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { concat } from '../../src/wire/bytes.ts';
import {
  decodeSslv2ClientHello,
  decodeSslv2Error,
  decodeSslv2ServerHello,
  encodeSslv2ClientHello,
  encodeSslv2Error,
  encodeSslv2ServerHello,
  MAX_SSL2_RECORD,
  readSslv2Record,
  type Sslv2ServerHello,
} from '../../src/wire/sslv2.ts';
import { SSLV2_HELLO, toHex } from './captured.ts';
import { wireError } from './codecs.ts';

describe('a record of SSL 2.0', () => {
  test('is not there before its last byte', () => {
    for (let length = 0; length < SSLV2_HELLO.length; length += 1) {
      expect(readSslv2Record(SSLV2_HELLO.subarray(0, length))).toBeNull();
    }
    expect(readSslv2Record(SSLV2_HELLO)).toEqual(SSLV2_HELLO.subarray(2));
  });

  test('ends where its header says, whatever follows', () => {
    const followed = concat([SSLV2_HELLO, Uint8Array.of(1, 2, 3)]);
    expect(readSslv2Record(followed)).toEqual(SSLV2_HELLO.subarray(2));
  });

  test.each([
    ['a TLS record', [0x16, 3, 1]],
    ['a text', [0x48]],
    ['an empty record', [0x80, 0]],
  ])('is not %s', (_name, bytes) => {
    expect(wireError(() => readSslv2Record(Uint8Array.from(bytes)))?.kind).toBe('malformed');
  });

  test('of random bytes is nothing, a record within them or a WireError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const read: { message?: Uint8Array | null } = {};
        if (wireError(() => (read.message = readSslv2Record(bytes))) !== null) return;
        expect(read.message?.length ?? 0).toBeLessThanOrEqual(Math.max(0, bytes.length - 2));
      }),
    );
  });

  test('holds as much as its header can say', () => {
    const rest: Omit<Sslv2ServerHello, 'certificate'> = {
      sessionIdHit: false,
      certificateType: 1,
      version: 2,
      kinds: [],
      connectionId: new Uint8Array(0),
    };
    const most = MAX_SSL2_RECORD - 11;
    const record = encodeSslv2ServerHello({ ...rest, certificate: new Uint8Array(most) });
    expect(decodeSslv2ServerHello(readSslv2Record(record) ?? record).certificate).toHaveLength(most);
    expect(() => encodeSslv2ServerHello({ ...rest, certificate: new Uint8Array(most + 1) })).toThrow(
      RangeError,
    );
  });
});

describe('the hello', () => {
  test('that JSSE sends in this format is understood', () => {
    const hello = decodeSslv2ClientHello(readSslv2Record(SSLV2_HELLO) ?? SSLV2_HELLO);
    expect(hello).toMatchObject({ version: 0x0301, sessionId: new Uint8Array(0) });
    expect(hello.challenge).toHaveLength(32);
    expect(hello.kinds.slice(0, 2)).toEqual([0x00000a, 0x0700c0]);
    expect(toHex(encodeSslv2ClientHello(hello))).toBe(toHex(SSLV2_HELLO));
  });

  test('of a client stands as Hickman lays it out', () => {
    const record = encodeSslv2ClientHello({
      version: 2,
      kinds: [0x010080, 0x07_00_c0],
      sessionId: Uint8Array.of(0xaa),
      challenge: new Uint8Array(16).fill(0xcc),
    });
    expect(toHex(record)).toBe(
      `8020 01 0002 0006 0001 0010 010080 0700c0 aa ${'cc'.repeat(16)}`.replaceAll(' ', ''),
    );
  });

  test('of a server stands as Hickman lays it out', () => {
    const hello: Sslv2ServerHello = {
      sessionIdHit: true,
      certificateType: 1,
      version: 2,
      certificate: Uint8Array.of(0x30, 0),
      kinds: [0x020080],
      connectionId: Uint8Array.of(9),
    };
    const record = encodeSslv2ServerHello(hello);
    expect(toHex(record)).toBe('8011 04 01 01 0002 0002 0003 0001 3000 020080 09'.replaceAll(' ', ''));
    expect(decodeSslv2ServerHello(record.subarray(2))).toEqual(hello);
  });

  test('with a kind cut short is malformed', () => {
    const message = Uint8Array.of(1, 0, 2, 0, 2, 0, 0, 0, 0, 1, 2);
    expect(wireError(() => decodeSslv2ClientHello(message))?.kind).toBe('malformed');
  });
});

test('a message of another type is not read as the one that is wanted', () => {
  const error = encodeSslv2Error(1).subarray(2);
  const hello = SSLV2_HELLO.subarray(2);
  expect(wireError(() => decodeSslv2ClientHello(error))?.kind).toBe('malformed');
  expect(wireError(() => decodeSslv2ServerHello(hello))?.kind).toBe('malformed');
  expect(wireError(() => decodeSslv2Error(hello))?.kind).toBe('malformed');
});

test('an error carries its number', () => {
  expect(toHex(encodeSslv2Error(1))).toBe('8003000001');
  expect(decodeSslv2Error(Uint8Array.of(0, 0, 6))).toBe(6);
});
