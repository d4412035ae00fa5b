import { describe, expect, test } from '@jest/globals';
import { concat } from '../../src/wire/bytes.ts';
import { HANDSHAKE } from '../../src/wire/handshake.ts';
import {
  bitLength,
  decodeServerKeyExchange,
  encodeServerKeyExchange,
  type KeyExchangeForm,
} from '../../src/wire/key-exchange.ts';
import { GNUTLS_FLIGHTS } from '../fixtures/wire/gnutls.ts';
import { JSSE_FLIGHTS } from '../fixtures/wire/jsse.ts';
import { OPENSSL_FLIGHTS } from '../fixtures/wire/openssl.ts';
import { bodyOf, fromHex } from './captured.ts';
import { wireError } from './codecs.ts';

const ECDHE: KeyExchangeForm = { kind: 'ecdhe', hint: false, signed: true };
const DHE: KeyExchangeForm = { kind: 'dhe', hint: false, signed: true };

function body(flight: string): Uint8Array {
  return bodyOf(flight, HANDSHAKE.serverKeyExchange);
}

describe('the captured key exchange', () => {
  test.each([
    ['OpenSSL at TLS 1.2', OPENSSL_FLIGHTS.ecdhe, 0x0303, 29, 32, 0x0403],
    ['OpenSSL at TLS 1.0', OPENSSL_FLIGHTS.tls10, 0x0301, 29, 32, null],
    ['JSSE at TLS 1.2', JSSE_FLIGHTS.ecdhe, 0x0303, 29, 32, 0x0804],
  ])('with ECDHE of %s is understood', (_name, flight, version, group, keyLength, scheme) => {
    const exchange = decodeServerKeyExchange(body(flight), ECDHE, version);
    expect(exchange).toMatchObject({ kind: 'ecdhe', group, signature: { scheme } });
    expect(exchange.kind === 'ecdhe' && exchange.key.length).toBe(keyLength);
    expect(exchange).not.toHaveProperty('hint');
  });

  test.each([
    ['OpenSSL at TLS 1.2', OPENSSL_FLIGHTS.dhe, 0x0303, 1024, 0x0804],
    ['GnuTLS at TLS 1.2', GNUTLS_FLIGHTS.dhe, 0x0303, 2048, 0x0401],
    ['JSSE at SSL 3.0', JSSE_FLIGHTS.ssl3, 0x0300, 2048, null],
  ])('with DHE of %s is understood', (_name, flight, version, bits, scheme) => {
    const exchange = decodeServerKeyExchange(body(flight), DHE, version);
    expect(exchange).toMatchObject({ kind: 'dhe', signature: { scheme, bytes: expect.any(Uint8Array) } });
    expect(exchange.kind === 'dhe' && bitLength(exchange.prime)).toBe(bits);
  });

  test('without a certificate has no signature', () => {
    const exchange = decodeServerKeyExchange(body(OPENSSL_FLIGHTS.adh), { ...DHE, signed: false }, 0x0303);
    expect(exchange).toMatchObject({ kind: 'dhe', signature: null });
  });

  test.each([
    ['DHE of OpenSSL', OPENSSL_FLIGHTS.dhepsk, { ...DHE, hint: true, signed: false }],
    ['ECDHE of OpenSSL', OPENSSL_FLIGHTS.ecdhepsk, { ...ECDHE, hint: true, signed: false }],
    ['ECDHE of GnuTLS', GNUTLS_FLIGHTS.ecdhpsk, { ...ECDHE, hint: true, signed: false }],
  ])('with a pre-shared key and %s begins with the hint', (_name, flight, form) => {
    const exchange = decodeServerKeyExchange(body(flight), form, 0x0303);
    expect(exchange).toMatchObject({ kind: form.kind, signature: null });
    expect(Buffer.from(exchange.hint ?? []).toString()).toBe('contoso');
  });

  test('of an export suite has a temporary RSA key of 512 bits', () => {
    const form: KeyExchangeForm = { kind: 'rsa-export', hint: false, signed: true };
    const exchange = decodeServerKeyExchange(body(JSSE_FLIGHTS.export), form, 0x0301);
    expect(exchange).toMatchObject({ kind: 'rsa-export', exponent: Uint8Array.of(1, 0, 1) });
    expect(exchange.kind === 'rsa-export' && bitLength(exchange.modulus)).toBe(512);
  });
});

describe('explicit curve parameters', () => {
  /** a, b, base point, order, cofactor */
  const CURVE = '0101 0102 03040506 020708 0101';
  const KEY = '03040909';
  const SIGNATURE = '0403 0002 3000';

  test.each([
    ['over a prime field', `01 021700 ${CURVE}`],
    ['over a binary field with a trinomial', `02 00a3 01 0107 ${CURVE}`],
    ['over a binary field with a pentanomial', `02 00a3 02 0107 0106 0103 ${CURVE}`],
  ])('%s are read over', (_name, parameters) => {
    const exchange = decodeServerKeyExchange(fromHex(`${parameters} ${KEY} ${SIGNATURE}`), ECDHE, 0x0303);
    expect(exchange).toEqual({
      kind: 'ecdhe',
      group: null,
      key: Uint8Array.of(4, 9, 9),
      signature: { scheme: 0x0403, bytes: Uint8Array.of(0x30, 0) },
    });
    expect(() => encodeServerKeyExchange(exchange)).toThrow(RangeError);
  });

  test.each([
    ['another type of curve', `04 0017 ${KEY} ${SIGNATURE}`],
    ['another basis', `02 00a3 03 0107 ${CURVE} ${KEY} ${SIGNATURE}`],
  ])('with %s are malformed', (_name, text) => {
    expect(wireError(() => decodeServerKeyExchange(fromHex(text), ECDHE, 0x0303))?.kind).toBe('malformed');
  });

  test('are malformed at every truncation', () => {
    const whole = fromHex(`01 021700 ${CURVE} ${KEY} ${SIGNATURE}`);
    for (let length = 0; length < whole.length; length += 1) {
      const cut = whole.subarray(0, length);
      expect(wireError(() => decodeServerKeyExchange(cut, ECDHE, 0x0303))?.kind).toBe('malformed');
    }
  });
});

test('an unknown named group survives', () => {
  const bytes = fromHex('03 fafa 0101 0403 0000');
  const exchange = decodeServerKeyExchange(bytes, ECDHE, 0x0303);
  expect(exchange).toMatchObject({ group: 0xfafa });
  expect(encodeServerKeyExchange(exchange)).toEqual(bytes);
});

test('an empty hint is written, and where there is none nothing is', () => {
  const parameters = { kind: 'ecdhe', group: 23, key: Uint8Array.of(4), signature: null } as const;
  const without = encodeServerKeyExchange(parameters);
  const empty = encodeServerKeyExchange({ ...parameters, hint: new Uint8Array(0) });
  expect(empty).toEqual(concat([Uint8Array.of(0, 0), without]));
});

describe('the bit length', () => {
  test.each([
    ['', 0],
    ['00', 0],
    ['01', 1],
    ['80', 8],
    ['ff', 8],
    ['0100', 9],
    ['0000ff', 8],
    ['00 7fffffff ffffffff', 63],
    ['80000000 00000000', 64],
  ])('of %j is %i', (hex, bits) => {
    expect(bitLength(fromHex(hex))).toBe(bits);
  });
});
