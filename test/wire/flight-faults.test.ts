import { describe, expect, test } from '@jest/globals';
import { concat } from '../../src/wire/bytes.ts';
import { encodeCertificates } from '../../src/wire/certificate-message.ts';
import { FLIGHT_LIMITS } from '../../src/wire/flight.ts';
import { encodeHandshake, HANDSHAKE, MAX_MESSAGE } from '../../src/wire/handshake.ts';
import { encodeRecords, MAX_RECORD, RECORD } from '../../src/wire/record.ts';
import { alertRecord, message, readFlight, serverHello } from './read-flight.ts';

const HELLO = message(HANDSHAKE.serverHello, serverHello());
const CERTIFICATE = message(HANDSHAKE.certificate, encodeCertificates([]));
const EMPTY = encodeRecords(RECORD.handshake, 0x0303, new Uint8Array(0));

function times(count: number, bytes: Uint8Array): Uint8Array {
  return concat(Array.from({ length: count }, () => bytes));
}

describe('an answer out of order', () => {
  test.each([
    ['a second ServerHello', [HELLO, HELLO], 'a second ServerHello'],
    ['a Certificate first', [CERTIFICATE], 'handshake message of type 11 before the ServerHello'],
    [
      'a ServerHelloDone first',
      [message(HANDSHAKE.serverHelloDone)],
      'handshake message of type 14 before the ServerHello',
    ],
    [
      'a ClientHello, as of an echo',
      [message(HANDSHAKE.clientHello)],
      'handshake message of type 1 before the ServerHello',
    ],
    [
      'application data first',
      [encodeRecords(RECORD.applicationData, 0x0303, Uint8Array.of(1))],
      'record of type 23 first',
    ],
    [
      'a ChangeCipherSpec first',
      [encodeRecords(RECORD.changeCipherSpec, 0x0303, Uint8Array.of(1))],
      'record of type 20 first',
    ],
    ['a heartbeat', [HELLO, encodeRecords(24, 0x0303, Uint8Array.of(1))], 'record of type 24'],
  ])('is malformed: %s', (_name, parts, detail) => {
    const { error, flight } = readFlight(parts);
    expect(error).toMatchObject({ kind: 'malformed', message: detail });
    expect(flight.state).toBe('open');
  });

  test('keeps the hello that came before the fault', () => {
    expect(readFlight([HELLO, HELLO]).flight.hello?.suite).toBe(0xc030);
  });

  test('is encrypted if a ChangeCipherSpec follows the hello of TLS 1.2', () => {
    const { flight } = readFlight([HELLO, encodeRecords(RECORD.changeCipherSpec, 0x0303, Uint8Array.of(1))]);
    expect(flight).toMatchObject({ state: 'encrypted', version: 0x0303 });
  });
});

describe('a malformed message', () => {
  test.each([
    ['ServerHello', HANDSHAKE.serverHello, []],
    ['Certificate', HANDSHAKE.certificate, [HELLO]],
    ['CertificateStatus', HANDSHAKE.certificateStatus, [HELLO]],
    ['ServerKeyExchange', HANDSHAKE.serverKeyExchange, [HELLO]],
    ['CertificateRequest', HANDSHAKE.certificateRequest, [HELLO]],
  ])('%s is refused', (_name, type, before) => {
    expect(readFlight([...before, message(type, [0xff])]).error?.kind).toBe('malformed');
  });

  test.each([
    ['no byte', []],
    ['one byte', [2]],
    ['three bytes', [2, 40, 0]],
  ])('alert of %s is refused', (_name, content) => {
    const record = encodeRecords(RECORD.alert, 0x0303, Uint8Array.from(content));
    expect(readFlight([record]).error?.kind).toBe('malformed');
  });
});

describe('warnings', () => {
  const warning = alertRecord(1, 112);

  test('before the hello are borne up to the limit', () => {
    const { flight, error } = readFlight([times(FLIGHT_LIMITS.warnings, warning), HELLO]);
    expect(error).toBeNull();
    expect(flight.warnings).toHaveLength(FLIGHT_LIMITS.warnings);
    expect(flight.version).toBe(0x0303);
  });

  test('are too many at the limit and one', () => {
    expect(readFlight([times(FLIGHT_LIMITS.warnings + 1, warning)]).error?.kind).toBe('oversized');
  });

  test('of an unknown level are warnings: only level 2 is fatal', () => {
    const { flight } = readFlight([alertRecord(0, 40), alertRecord(3, 40)]);
    expect(flight).toMatchObject({ state: 'open', alert: null });
    expect(flight.warnings.map(({ level }) => level)).toEqual([0, 3]);
  });

  test('do not keep a close_notify from being one', () => {
    const { flight } = readFlight([alertRecord(1, 0)]);
    expect(flight).toMatchObject({ state: 'open', warnings: [{ level: 1, description: 0 }] });
  });
});

describe('a flood', () => {
  test.each([
    ['HelloRequests', [], message(HANDSHAKE.helloRequest)],
    ['empty handshake records', [], EMPTY],
    ['empty handshake records after the hello', [HELLO], EMPTY],
    ['tickets', [HELLO], message(HANDSHAKE.newSessionTicket, [1])],
    ['messages of an unknown type', [HELLO], message(99)],
  ])('of %s is borne up to the limit and not once more', (_name, before, bytes) => {
    const start = concat(before);
    expect(readFlight([start, times(FLIGHT_LIMITS.warnings, bytes)]).error).toBeNull();
    expect(readFlight([start, times(FLIGHT_LIMITS.warnings + 1, bytes)]).error?.kind).toBe('oversized');
  });

  test('of records is borne up to the limit and not once more', () => {
    const certificate = encodeHandshake(HANDSHAKE.certificate, encodeCertificates([new Uint8Array(5000)]));
    const single = encodeRecords(RECORD.handshake, 0x0303, certificate, 1);
    // The hello takes one record, a record of one byte six bytes.
    const most = (FLIGHT_LIMITS.records - 1) * 6;
    expect(readFlight([HELLO, single.subarray(0, most)]).error).toBeNull();
    expect(readFlight([HELLO, single.subarray(0, most + 6)]).error?.kind).toBe('oversized');
  });

  test('of bytes is borne up to the limit and not one byte more, however it is split', () => {
    const chain = message(HANDSHAKE.certificate, encodeCertificates([new Uint8Array(16_000)]));
    const endless = times(Math.ceil(FLIGHT_LIMITS.bytes / chain.length), chain);
    const most = concat([HELLO, endless]).subarray(0, FLIGHT_LIMITS.bytes);
    const more = concat([HELLO, endless]).subarray(0, FLIGHT_LIMITS.bytes + 1);
    expect(most).toHaveLength(FLIGHT_LIMITS.bytes);
    expect(more).toHaveLength(FLIGHT_LIMITS.bytes + 1);
    expect(readFlight([most]).error).toBeNull();
    expect(readFlight([more]).error?.kind).toBe('oversized');
    expect(readFlight([most, more.subarray(-1)]).error?.kind).toBe('oversized');
  });

  test('of bytes hides the end of the answer behind the limit, however it is split', () => {
    const chain = message(HANDSHAKE.certificate, encodeCertificates([new Uint8Array(16_000)]));
    const late = concat([
      HELLO,
      times(Math.ceil(FLIGHT_LIMITS.bytes / chain.length), chain),
      message(HANDSHAKE.serverHelloDone),
    ]);
    for (const parts of [[late], [late.subarray(0, 1000), late.subarray(1000)]]) {
      const { flight, error } = readFlight(parts);
      expect(error?.kind).toBe('oversized');
      expect(flight.state).toBe('open');
    }
  });

  test('behind a complete answer does no harm, however it is split', () => {
    const answer = concat([HELLO, message(HANDSHAKE.serverHelloDone)]);
    const flood = new Uint8Array(FLIGHT_LIMITS.bytes);
    for (const parts of [[answer, flood], [concat([answer, flood])]]) {
      const { flight, error } = readFlight(parts);
      expect(error).toBeNull();
      expect(flight.state).toBe('complete');
    }
  });
});

test('a record or message of more than the limit is refused by its header', () => {
  const record = Uint8Array.of(22, 3, 3, (MAX_RECORD + 1) >> 8, (MAX_RECORD + 1) & 0xff);
  expect(readFlight([record]).error?.kind).toBe('oversized');
  const long = MAX_MESSAGE + 1;
  const header = Uint8Array.of(HANDSHAKE.certificate, long >> 16, (long >> 8) & 0xff, long & 0xff);
  expect(readFlight([HELLO, encodeRecords(RECORD.handshake, 0x0303, header)]).error?.kind).toBe('oversized');
});
