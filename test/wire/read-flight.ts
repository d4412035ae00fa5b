import { keyExchangeForm } from '../../src/probes/key-exchange-form.ts';
import { concat, type WireError } from '../../src/wire/bytes.ts';
import { type Flight, type FlightEnd, FlightReader } from '../../src/wire/flight.ts';
import { encodeHandshake } from '../../src/wire/handshake.ts';
import { encodeRecords, RECORD } from '../../src/wire/record.ts';
import { encodeServerHello, type ServerHello } from '../../src/wire/server-hello.ts';
import { messagesOf, toHex } from './captured.ts';
import { wireError } from './codecs.ts';

export interface Read {
  readonly flight: Flight;
  readonly error: WireError | null;
}

/** Feeds the portions up to the first error, as the probes do. */
export function readFlight(parts: readonly Uint8Array[], end: FlightEnd = 'done'): Read {
  const reader = new FlightReader(end, keyExchangeForm);
  const error = wireError(() => parts.forEach((part) => reader.push(part)));
  return { flight: reader.flight, error };
}

/** In text, which is compared a thousand times as fast. */
export function shown({ flight, error }: Read): string {
  const json = JSON.stringify(flight, (_key, value: unknown) =>
    value instanceof Uint8Array ? toHex(value) : value,
  );
  return `${json} ${String(error)}`;
}

/** The same messages in records of another size; one record if they fit. */
export function repacked(flight: Uint8Array, fragment?: number): Uint8Array {
  const messages = messagesOf(flight).map(({ type, body }) => encodeHandshake(type, body));
  return encodeRecords(RECORD.handshake, 0x0303, concat(messages), fragment);
}

/** A handshake message in a record of its own. */
export function message(type: number, body: Uint8Array | readonly number[] = []): Uint8Array {
  return encodeRecords(RECORD.handshake, 0x0303, encodeHandshake(type, Uint8Array.from(body)));
}

export function alertRecord(level: number, description: number): Uint8Array {
  return encodeRecords(RECORD.alert, 0x0303, Uint8Array.of(level, description));
}

export function serverHello(overrides: Partial<ServerHello> = {}): Uint8Array {
  return encodeServerHello({
    version: 0x0303,
    random: new Uint8Array(32).fill(1),
    sessionId: new Uint8Array(0),
    suite: 0xc030,
    compression: 0,
    extensions: null,
    ...overrides,
  });
}
