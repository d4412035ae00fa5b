import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { HANDSHAKE } from '../../src/wire/handshake.ts';
import {
  decodeServerHello,
  downgradeMark,
  encodeServerHello,
  isRetryRequest,
  RETRY_RANDOM,
  type ServerHello,
} from '../../src/wire/server-hello.ts';
import { JSSE_FLIGHTS } from '../fixtures/wire/jsse.ts';
import { OPENSSL_FLIGHTS } from '../fixtures/wire/openssl.ts';
import { bodyOf, toHex } from './captured.ts';

function captured(flight: string): ServerHello {
  return decodeServerHello(bodyOf(flight, HANDSHAKE.serverHello));
}

function marked(end: readonly number[]): ServerHello {
  const random = new Uint8Array(32);
  random.set(end, 32 - end.length);
  return {
    version: 0x0303,
    random,
    sessionId: new Uint8Array(0),
    suite: 0x009c,
    compression: 0,
    extensions: null,
  };
}

const DOWNGRADE = [0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44];

describe('the captured ServerHello', () => {
  test.each([
    ['of TLS 1.2', OPENSSL_FLIGHTS.ecdhe, 0x0303, 0xc02c, [0xff01, 11, 35, 5, 23]],
    ['of TLS 1.0', OPENSSL_FLIGHTS.tls10, 0x0301, 0xc013, [0xff01, 11, 35, 22, 23]],
    ['of SSL 3.0', JSSE_FLIGHTS.ssl3, 0x0300, 0x0033, [0xff01]],
    ['of TLS 1.3', OPENSSL_FLIGHTS.tls13, 0x0303, 0x1302, [43, 51]],
    ['of a retry', OPENSSL_FLIGHTS.retry, 0x0303, 0x1302, [43, 51]],
  ])('%s is understood', (_name, flight, version, suite, types) => {
    const hello = captured(flight);
    expect(hello).toMatchObject({ version, suite, compression: 0 });
    expect(hello.extensions?.map(({ type }) => type)).toEqual(types);
  });

  test('is a HelloRetryRequest only if its random says so', () => {
    expect(isRetryRequest(captured(OPENSSL_FLIGHTS.retry))).toBe(true);
    expect(isRetryRequest(captured(OPENSSL_FLIGHTS.tls13))).toBe(false);
  });

  test('of a server that gave TLS 1.3 up is marked', () => {
    expect(downgradeMark(captured(OPENSSL_FLIGHTS.downgraded))).toBe('tls1.2');
    expect(downgradeMark(captured(OPENSSL_FLIGHTS.ecdhe))).toBeNull();
  });
});

test('the random of a retry is the hash of its name', () => {
  expect(toHex(RETRY_RANDOM)).toBe(createHash('sha256').update('HelloRetryRequest').digest('hex'));
});

test('a random that differs in one byte is no retry', () => {
  const hello = captured(OPENSSL_FLIGHTS.retry);
  for (let at = 0; at < 32; at += 1) {
    const random = Uint8Array.from(hello.random);
    random[at] = (random[at] ?? 0) ^ 1;
    expect(isRetryRequest({ ...hello, random })).toBe(false);
  }
});

describe('the downgrade mark', () => {
  test.each([
    [[...DOWNGRADE, 1], 'tls1.2'],
    [[...DOWNGRADE, 0], 'tls1.1'],
    [[...DOWNGRADE, 2], null],
    [[...DOWNGRADE.map((byte) => byte + 0x20), 1], null],
    [[...DOWNGRADE, 1, 0], null],
  ])('of a random that ends in %j is %j', (end, mark) => {
    expect(downgradeMark(marked(end))).toBe(mark);
  });
});

test('a hello without extensions is not one with an empty list of them', () => {
  const without = encodeServerHello(marked([]));
  const empty = encodeServerHello({ ...marked([]), extensions: [] });
  expect(without).toHaveLength(38);
  expect(empty).toHaveLength(40);
  expect(decodeServerHello(without).extensions).toBeNull();
  expect(decodeServerHello(empty).extensions).toEqual([]);
});
