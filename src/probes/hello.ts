import type { Endpoint } from '../model/endpoint.ts';
import type { Failure } from '../model/failure.ts';
import type { HelloAsked, HelloObservation, HelloOutcome, KeyExchange } from '../model/observation.ts';
import type { Connection, ReadResult } from '../net/connection.ts';
import { encodeAlert } from '../wire/alert.ts';
import { WireError } from '../wire/bytes.ts';
import { decodeSelectedGroup } from '../wire/extension.ts';
import { type Flight, type FlightEnd, FlightReader } from '../wire/flight.ts';
import { EXTENSION } from '../wire/iana/extensions.ts';
import { TLS_1_3 } from '../wire/iana/versions.ts';
import { bitLength } from '../wire/key-exchange.ts';
import { encodeRecords, RECORD } from '../wire/record.ts';
import { downgradeMark } from '../wire/server-hello.ts';
import { contradicts } from './contradiction.ts';
import { buildHello, type HelloSpec } from './hello-spec.ts';
import { keyExchangeForm } from './key-exchange-form.ts';
import { failedOutcome, fingerprint, type ProbeContext, type Probed } from './probe.ts';
import { observeTls } from './reach-tls.ts';

export interface HelloQuestion {
  readonly question: string;
  readonly spec: HelloSpec;
  /** How far the answer is read. */
  readonly end: FlightEnd;
}

/** Sends one ClientHello and reads the answer to it. At most one connection; never rejects. */
export async function askHello(
  endpoint: Endpoint,
  { question, spec, end }: HelloQuestion,
  context: ProbeContext,
): Promise<Probed> {
  const { bytes, asked } = buildHello(spec, context.world);
  const base = { kind: 'hello', question, asked } as const;
  return observeTls<HelloObservation>(endpoint, context, base, async (connection) => {
    connection.write(bytes);
    const reader = new FlightReader(end, keyExchangeForm);
    const ending = await receive(connection, reader, context);
    const outcome = interpret(reader, ending, asked);
    if (outcome.status === 'accepted') sayGoodbye(connection, outcome.version);
    connection.close();
    return { outcome, certificates: reader.flight.certificates ?? [] };
  });
}

/** What ended the reading before the flight was whole; null if nothing did. */
type Ending = Failure | 'fin' | 'reset' | null;

/** Reads until the flight is as complete as it has to be, or the time is up. */
async function receive(connection: Connection, reader: FlightReader, context: ProbeContext): Promise<Ending> {
  const deadline = context.world.now() + context.timeouts.tlsMs;
  for (;;) {
    const read: ReadResult = await connection.read(Math.max(0, deadline - context.world.now()));
    switch (read.kind) {
      case 'data':
        try {
          if (reader.push(read.bytes).state !== 'open') return null;
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
          return wireFailure(error, read.bytes, reader);
        }
        break;
      case 'timeout':
        return {
          code: 'tls-timeout',
          stage: 'tls',
          detail: `no answer within ${context.timeouts.tlsMs} ms, ${reader.received} bytes received`,
        };
      case 'aborted':
        return { code: 'aborted', stage: 'local', detail: 'stopped while waiting for the answer' };
      case 'end':
        return 'fin';
      case 'reset':
        return 'reset';
    }
  }
}

function wireFailure(error: WireError, bytes: Uint8Array, reader: FlightReader): Failure {
  if (error.kind === 'oversized') return { code: 'tls-oversized', stage: 'tls', detail: error.message };
  const text = reader.received === bytes.length ? plainText(bytes) : null;
  return text === null
    ? { code: 'tls-malformed', stage: 'tls', detail: error.message }
    : { code: 'not-tls', stage: 'tls', detail: text };
}

/** The beginning of an answer that is text and no TLS record. */
function plainText(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 100)).toString('latin1');
  return /^[\t\r\n\x20-\x7e]{4}/.test(start) ? start : null;
}

function interpret(reader: FlightReader, ending: Ending, asked: HelloAsked): HelloOutcome {
  const { flight } = reader;
  if (flight.hello !== null) return accepted(flight, ending, asked);
  if (flight.alert !== null) return { status: 'refused', alert: flight.alert };
  if (ending === 'fin' || ending === 'reset') {
    // A close_notify or another warning and then the end: still no word about the offer.
    if (reader.received === 0 || flight.warnings.length > 0) return { status: 'closed', how: ending };
    return failedOutcome('tls-closed', 'tls', `ended after ${reader.received} bytes`);
  }
  if (ending !== null) return { status: 'failed', failure: ending };
  return failedOutcome('tls-malformed', 'tls', 'no ServerHello in the answer');
}

function accepted(flight: Flight, ending: Ending, asked: HelloAsked): HelloOutcome {
  const { hello, version } = flight;
  if (hello === null || version === null) return failedOutcome('tls-malformed', 'tls', 'no ServerHello');
  const extensions = hello.extensions ?? [];
  const share = extensions.find(({ type }) => type === EXTENSION.key_share);
  let group: number | null = null;
  try {
    if (share !== undefined && version >= TLS_1_3) group = decodeSelectedGroup(share.body);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return failedOutcome('tls-malformed', 'tls', error.message);
  }
  const contradiction = contradicts(flight, group, asked);
  if (contradiction !== null) return failedOutcome('contradiction', 'tls', contradiction);

  const types = new Set(extensions.map(({ type }) => type));
  const keyExchange = keyExchangeOf(flight);
  const failure = failureOf(flight, ending);
  return {
    status: 'accepted',
    version,
    suite: hello.suite,
    compression: hello.compression,
    retry: flight.retry,
    extensions: extensions.map(({ type }) => type),
    group: group ?? (keyExchange?.kind === 'ecdhe' ? keyExchange.group : null),
    secureRenegotiation: types.has(EXTENSION.renegotiation_info),
    extendedMasterSecret: types.has(EXTENSION.extended_master_secret),
    downgrade: flight.retry ? null : downgradeMark(hello),
    certificates: (flight.certificates ?? []).map(fingerprint),
    keyExchange,
    clientCertificate:
      flight.certificateRequest === null
        ? null
        : {
            types: flight.certificateRequest.types,
            signatureSchemes: flight.certificateRequest.signatureSchemes ?? [],
            authorities: flight.certificateRequest.authorities.length,
          },
    ocsp: flight.ocsp === null ? null : Buffer.from(flight.ocsp).toString('base64'),
    flight: failure === null ? (flight.state === 'encrypted' ? 'encrypted' : 'complete') : 'truncated',
    failure,
  };
}

function failureOf(flight: Flight, ending: Ending): Failure | null {
  if (flight.alert !== null) {
    return {
      code: 'tls-closed',
      stage: 'tls',
      detail: `alert ${flight.alert.description} after the ServerHello`,
    };
  }
  if (ending === 'fin' || ending === 'reset') {
    return { code: 'tls-closed', stage: 'tls', detail: `connection ended (${ending}) after the ServerHello` };
  }
  return ending;
}

function keyExchangeOf(flight: Flight): KeyExchange | null {
  const exchange = flight.keyExchange;
  if (exchange === null) return null;
  const signatureScheme = exchange.signature?.scheme ?? null;
  switch (exchange.kind) {
    case 'ecdhe':
      return { kind: 'ecdhe', group: exchange.group, signatureScheme };
    case 'dhe':
      return { kind: 'dhe', bits: bitLength(exchange.prime), signatureScheme };
    case 'rsa-export':
      return { kind: 'rsa-export', bits: bitLength(exchange.modulus) };
  }
}

/** close_notify, so that the server's log shows a client that left and not one that broke. */
function sayGoodbye(connection: Connection, version: number): void {
  const recordVersion = Math.min(version, 0x0303);
  connection.write(encodeRecords(RECORD.alert, recordVersion, encodeAlert({ level: 1, description: 0 })));
}
