import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { concat } from '../../src/wire/bytes.ts';
import { encodeCertificates } from '../../src/wire/certificate-message.ts';
import type { FlightEnd } from '../../src/wire/flight.ts';
import { encodeHandshake, HANDSHAKE } from '../../src/wire/handshake.ts';
import { bitLength, type ServerKeyExchange } from '../../src/wire/key-exchange.ts';
import { encodeRecords, RECORD } from '../../src/wire/record.ts';
import { GNUTLS_FLIGHTS } from '../fixtures/wire/gnutls.ts';
import { JSSE_FLIGHTS } from '../fixtures/wire/jsse.ts';
import { OPENSSL_FLIGHTS } from '../fixtures/wire/openssl.ts';
import { portions } from './arbitraries.ts';
import { FLIGHTS, fromHex } from './captured.ts';
import { copiedBytes } from './copied-bytes.ts';
import { alertRecord, message, readFlight, repacked, serverHello, shown } from './read-flight.ts';
import { splits } from './reply/feed.ts';

const ENDS: readonly FlightEnd[] = ['server-hello', 'key-exchange', 'done'];

function summary(exchange: ServerKeyExchange | null): string | null {
  if (exchange === null) return null;
  const scheme = exchange.signature?.scheme ?? '-';
  switch (exchange.kind) {
    case 'ecdhe':
      return `ecdhe ${exchange.group} ${scheme}`;
    case 'dhe':
      return `dhe ${bitLength(exchange.prime)} ${scheme}`;
    case 'rsa-export':
      return `rsa-export ${bitLength(exchange.modulus)} ${scheme}`;
  }
}

describe('a captured flight', () => {
  /** flight, version, suite, number of certificates, key exchange, client certificate asked for, stapled OCSP */
  test.each([
    ['OpenSSL ECDHE', OPENSSL_FLIGHTS.ecdhe, 0x0303, 0xc02c, 1, 'ecdhe 29 1027', true, true],
    ['OpenSSL DHE', OPENSSL_FLIGHTS.dhe, 0x0303, 0x009f, 1, 'dhe 1024 2052', false, false],
    ['OpenSSL RSA', OPENSSL_FLIGHTS.rsa, 0x0303, 0x002f, 1, null, false, false],
    ['OpenSSL TLS 1.0', OPENSSL_FLIGHTS.tls10, 0x0301, 0xc013, 1, 'ecdhe 29 -', false, false],
    ['OpenSSL anonymous', OPENSSL_FLIGHTS.adh, 0x0303, 0x0034, null, 'dhe 1024 -', false, false],
    ['OpenSSL DHE_PSK', OPENSSL_FLIGHTS.dhepsk, 0x0303, 0x0090, null, 'dhe 1024 -', false, false],
    ['OpenSSL ECDHE_PSK', OPENSSL_FLIGHTS.ecdhepsk, 0x0303, 0xc035, null, 'ecdhe 29 -', false, false],
    ['JSSE ECDHE', JSSE_FLIGHTS.ecdhe, 0x0303, 0xc030, 1, 'ecdhe 29 2052', true, false],
    ['JSSE SSL 3.0', JSSE_FLIGHTS.ssl3, 0x0300, 0x0033, 1, 'dhe 2048 -', false, false],
    ['JSSE RSA_EXPORT', JSSE_FLIGHTS.export, 0x0301, 0x0003, 1, 'rsa-export 512 -', false, false],
    ['GnuTLS DHE', GNUTLS_FLIGHTS.dhe, 0x0303, 0x009f, 1, 'dhe 2048 1025', false, false],
    ['GnuTLS ECDHE_PSK', GNUTLS_FLIGHTS.ecdhpsk, 0x0303, 0xccac, null, 'ecdhe 23 -', false, false],
  ])('of %s is read to its end', (_name, hex, version, suite, certificates, exchange, asks, staples) => {
    const { flight, error } = readFlight([fromHex(hex)]);
    expect(error).toBeNull();
    expect(flight).toMatchObject({ state: 'complete', version, retry: false, alert: null, warnings: [] });
    expect(flight.hello?.suite).toBe(suite);
    expect(flight.certificates?.length ?? null).toBe(certificates);
    expect(summary(flight.keyExchange)).toBe(exchange);
    expect(flight.certificateRequest !== null).toBe(asks);
    expect(flight.ocsp !== null).toBe(staples);
  });

  test.each([
    ['OpenSSL', OPENSSL_FLIGHTS.tls13, false],
    ['JSSE', JSSE_FLIGHTS.tls13, false],
    ['GnuTLS', GNUTLS_FLIGHTS.tls13, false],
    ['OpenSSL that asks for a retry', OPENSSL_FLIGHTS.retry, true],
  ])('of %s at TLS 1.3 is encrypted after the hello, whatever the end', (_name, hex, retry) => {
    for (const end of ENDS) {
      const { flight, error } = readFlight([fromHex(hex)], end);
      expect(error).toBeNull();
      expect(flight).toMatchObject({ state: 'encrypted', version: 0x0304, retry, certificates: null });
      expect(flight.hello).toMatchObject({ version: 0x0303, suite: 0x1302 });
    }
  });

  test.each([
    ['protocol_version', OPENSSL_FLIGHTS.protocolVersion, 70],
    ['handshake_failure', OPENSSL_FLIGHTS.handshakeFailure, 40],
  ])('may be the alert %s alone', (_name, hex, description) => {
    const { flight } = readFlight([fromHex(hex)]);
    expect(flight).toMatchObject({ state: 'alerted', alert: { level: 2, description }, hello: null });
  });

  test('may begin with a warning', () => {
    const { flight } = readFlight([fromHex(OPENSSL_FLIGHTS.unrecognizedName)]);
    expect(flight).toMatchObject({ state: 'complete', warnings: [{ level: 1, description: 112 }] });
    expect(flight.certificates).toHaveLength(1);
  });

  test.each(FLIGHTS)('is the same for every split: %s', (_name, bytes) => {
    const whole = shown(readFlight([bytes]));
    for (const parts of splits(bytes)) expect(shown(readFlight(parts))).toBe(whole);
  });

  test.each(FLIGHTS)('is open or what it will be at every truncation: %s', (_name, bytes) => {
    const whole = readFlight([bytes]);
    const states = Array.from(bytes, (_, length) => {
      const cut = readFlight([bytes.subarray(0, length)]);
      if (cut.error === null && cut.flight.state === 'open') return 'open';
      return shown(cut) === shown(whole) ? 'settled' : 'other';
    });
    const settled = states.lastIndexOf('open') + 1;
    expect(states).toEqual(states.map((_, length) => (length < settled ? 'open' : 'settled')));
    expect(settled < bytes.length).toBe(whole.flight.state === 'encrypted' && settled > 0);
  });

  test.each(FLIGHTS.filter(([, bytes]) => readFlight([bytes]).flight.state === 'complete'))(
    'is the same in one record and in many: %s',
    (_name, bytes) => {
      const whole = { ...readFlight([bytes]).flight, warnings: [] };
      for (const fragment of [undefined, 1, 3, 100]) {
        const { flight, error } = readFlight([repacked(bytes, fragment)]);
        expect(error).toBeNull();
        expect(shown({ flight, error })).toBe(shown({ flight: whole, error }));
      }
    },
  );
});

describe('the end that is asked for', () => {
  test('server-hello leaves the rest unread', () => {
    const { flight } = readFlight([fromHex(OPENSSL_FLIGHTS.ecdhe)], 'server-hello');
    expect(flight).toMatchObject({
      state: 'complete',
      version: 0x0303,
      certificates: null,
      keyExchange: null,
    });
  });

  test('key-exchange reads up to the ServerKeyExchange', () => {
    const { flight } = readFlight([fromHex(OPENSSL_FLIGHTS.ecdhe)], 'key-exchange');
    expect(flight).toMatchObject({ state: 'complete', keyExchange: { group: 29 }, certificateRequest: null });
    expect(flight.certificates).toHaveLength(1);
  });

  test('key-exchange is the hello for a suite that has none', () => {
    const { flight } = readFlight([fromHex(OPENSSL_FLIGHTS.rsa)], 'key-exchange');
    expect(flight).toMatchObject({ state: 'complete', certificates: null, keyExchange: null });
  });

  test('key-exchange is the end of the flight if a server leaves the message out', () => {
    const bytes = concat([message(HANDSHAKE.serverHello, serverHello()), message(HANDSHAKE.serverHelloDone)]);
    const { flight } = readFlight([bytes], 'key-exchange');
    expect(flight).toMatchObject({ state: 'complete', keyExchange: null });
  });

  test('done needs the ServerHelloDone', () => {
    const bytes = fromHex(OPENSSL_FLIGHTS.ecdhe);
    expect(readFlight([bytes.subarray(0, -1)]).flight.state).toBe('open');
    expect(readFlight([bytes]).flight.state).toBe('complete');
  });

  test('once reached, makes what follows of no account', () => {
    const noise = Uint8Array.of(0xff, 0xff, 0xff);
    for (const hex of [OPENSSL_FLIGHTS.ecdhe, OPENSSL_FLIGHTS.tls13, OPENSSL_FLIGHTS.handshakeFailure]) {
      const whole = shown(readFlight([fromHex(hex)]));
      expect(shown(readFlight([fromHex(hex), noise]))).toBe(whole);
      expect(shown(readFlight([concat([fromHex(hex), noise])]))).toBe(whole);
    }
  });
});

describe('the negotiated version', () => {
  const selecting = (body: readonly number[]): Uint8Array =>
    message(HANDSHAKE.serverHello, serverHello({ extensions: [{ type: 43, body: Uint8Array.from(body) }] }));

  test.each([
    ['TLS 1.3', [3, 4], 0x0304, 'encrypted'],
    ['a draft of TLS 1.3', [0x7f, 28], 0x7f1c, 'encrypted'],
    ['TLS 1.2, said in the extension', [3, 3], 0x0303, 'open'],
  ])('is %s', (_name, body, version, state) => {
    expect(readFlight([selecting(body)]).flight).toMatchObject({ version, state });
  });

  test('is not known if its extension is malformed, but the hello is kept', () => {
    const { flight, error } = readFlight([selecting([3])]);
    expect(error?.kind).toBe('malformed');
    expect(flight.version).toBeNull();
    expect(flight.hello?.suite).toBe(0xc030);
  });
});

test('a ServerKeyExchange of a suite whose form is not known is passed over', () => {
  const bytes = concat([
    message(HANDSHAKE.serverHello, serverHello({ suite: 0xfafa })),
    message(HANDSHAKE.serverKeyExchange, [1, 2, 3]),
    message(HANDSHAKE.serverHelloDone),
  ]);
  const { flight, error } = readFlight([bytes]);
  expect(error).toBeNull();
  expect(flight).toMatchObject({ state: 'complete', keyExchange: null });
});

test('an alert after the hello ends the flight and keeps what was read', () => {
  const hello = message(HANDSHAKE.serverHello, serverHello());
  const certificates = message(HANDSHAKE.certificate, encodeCertificates([Uint8Array.of(0x30, 0)]));
  const { flight } = readFlight([concat([hello, certificates, alertRecord(2, 80)])]);
  expect(flight).toMatchObject({ state: 'alerted', version: 0x0303, alert: { level: 2, description: 80 } });
  expect(flight.certificates).toHaveLength(1);
});

test('an alert may come between the records of one message', () => {
  const hello = repacked(message(HANDSHAKE.serverHello, serverHello()), 20);
  const { flight } = readFlight([hello.subarray(0, 25), alertRecord(1, 112), hello.subarray(25)]);
  expect(flight).toMatchObject({ version: 0x0303, warnings: [{ level: 1, description: 112 }] });
});

test('random records are read alike in any portions, and only WireErrors come of them', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.constantFrom(
      message(HANDSHAKE.helloRequest),
      message(HANDSHAKE.serverHello, serverHello()),
      message(HANDSHAKE.serverHelloDone),
      message(HANDSHAKE.certificate, [0, 0, 0]),
      alertRecord(1, 112),
      alertRecord(2, 40),
      encodeRecords(RECORD.handshake, 0x0303, new Uint8Array(0)),
    ),
    fc
      .tuple(fc.integer({ min: 20, max: 24 }), fc.uint8Array({ maxLength: 20 }))
      .map(([type, content]) => encodeRecords(type, 0x0301, content)),
    fc
      .tuple(fc.constantFrom(0, 2, 4, 11, 12, 13, 14, 22), fc.uint8Array({ maxLength: 60 }))
      .map(([type, body]) => message(type, body)),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.array(fc.nat(30), { minLength: 1 }),
      fc.constantFrom(...ENDS),
      (pieces, sizes, end) => {
        const bytes = concat(pieces);
        expect(shown(readFlight(portions(bytes, sizes), end))).toBe(shown(readFlight([bytes], end)));
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ['single bytes', 1, undefined],
  ['the smallest records that are read', 16_384, 128],
])('the longest message in %s costs in proportion to its length', (_name, size, fragment) => {
  const der = new Uint8Array(250 * 1024);
  const certificate = encodeHandshake(HANDSHAKE.certificate, encodeCertificates([der]));
  const bytes = concat([
    message(HANDSHAKE.serverHello, serverHello()),
    encodeRecords(RECORD.handshake, 0x0303, certificate, fragment),
    message(HANDSHAKE.serverHelloDone),
  ]);
  const parts = portions(bytes, [size]);
  const copied = copiedBytes(() => {
    expect(readFlight(parts).flight).toMatchObject({ state: 'complete', certificates: [der] });
  });
  expect(copied).toBeGreaterThan(der.length);
  expect(copied).toBeLessThan(10 * bytes.length);
});
