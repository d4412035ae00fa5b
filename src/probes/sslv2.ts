import type { Endpoint } from '../model/endpoint.ts';
import type { Sslv2Asked, Sslv2Observation } from '../model/observation.ts';
import type { Connection } from '../net/connection.ts';
import { concat, WireError } from '../wire/bytes.ts';
import { FlightReader } from '../wire/flight.ts';
import { suiteId } from '../wire/iana/suites.ts';
import { SSL_2_0, SSL_3_0, versionName } from '../wire/iana/versions.ts';
import {
  decodeSslv2Error,
  decodeSslv2ServerHello,
  encodeSslv2ClientHello,
  MAX_SSL2_RECORD,
  readSslv2Record,
  SSL2_MESSAGE,
} from '../wire/sslv2.ts';
import { RENEGOTIATION_SCSV } from './hello-spec.ts';
import { failedOutcome, fingerprint, type ProbeContext, type Probed } from './probe.ts';
import { observeTls, type Talked } from './reach-tls.ts';

export interface Sslv2Question {
  readonly question: string;
  /** 0x0002 asks for SSL 2.0 alone; 0x0300 offers SSL 3.0 in the same hello (RFC 5246, appendix E.2). */
  readonly version: number;
  /** Cipher kinds of SSL 2.0, three bytes each. */
  readonly kinds: readonly number[];
  /** Two-byte suites of SSL 3.0, for the combined hello. */
  readonly suites: readonly number[];
}

/** What a question offers, as it stands in its observation. */
export function askedOf({
  version,
  kinds,
  suites,
}: Pick<Sslv2Question, 'version' | 'kinds' | 'suites'>): Sslv2Asked {
  return { version, suites: [...kinds, ...suites] };
}

type Answer = Talked<Sslv2Observation>;

/** Sends one CLIENT-HELLO in the format of SSL 2.0. At most one connection; never rejects. */
export async function askSslv2(
  endpoint: Endpoint,
  { question, version, kinds, suites }: Sslv2Question,
  context: ProbeContext,
): Promise<Probed> {
  const asked = askedOf({ version, kinds, suites });
  const base = { kind: 'sslv2', question, asked } as const;
  return observeTls<Sslv2Observation>(endpoint, context, base, async (connection) => {
    connection.write(
      encodeSslv2ClientHello({
        version,
        // Servers in strict mode refuse the combined hello too, if it lacks the signal (RFC 5746, 3.3).
        kinds: version >= SSL_3_0 ? [...asked.suites, RENEGOTIATION_SCSV] : asked.suites,
        sessionId: new Uint8Array(0),
        challenge: context.world.random(16),
      }),
    );
    const answer = await receive(connection, version, suites, context);
    connection.close();
    return answer;
  });
}

async function receive(
  connection: Connection,
  version: number,
  offered: readonly number[],
  context: ProbeContext,
): Promise<Answer> {
  const deadline = context.world.now() + context.timeouts.tlsMs;
  let bytes: Uint8Array = new Uint8Array(0);
  for (;;) {
    const read = await connection.read(Math.max(0, deadline - context.world.now()));
    if (read.kind === 'data') {
      bytes = concat([bytes, read.bytes]);
      try {
        const answer = interpret(bytes, version, offered);
        if (answer !== null) return answer;
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        return failed('tls-malformed', error.message);
      }
      if (bytes.length > MAX_SSL2_RECORD + 2) return failed('tls-oversized', `${bytes.length} bytes`);
    } else if (read.kind === 'timeout') {
      return failed('tls-timeout', `no answer within ${context.timeouts.tlsMs} ms`);
    } else if (read.kind === 'aborted') {
      return {
        outcome: failedOutcome('aborted', 'local', 'stopped while waiting for the answer'),
        certificates: [],
      };
    } else if (bytes.length === 0) {
      return { outcome: { status: 'closed', how: read.kind === 'end' ? 'fin' : 'reset' }, certificates: [] };
    } else return failed('tls-closed', `ended after ${bytes.length} bytes`);
  }
}

/** An answer in either format, or null if more bytes are needed. */
function interpret(bytes: Uint8Array, version: number, offered: readonly number[]): Answer | null {
  if (((bytes[0] ?? 0) & 0x80) === 0) return interpretTls(bytes, version, offered);
  const message = readSslv2Record(bytes);
  if (message === null) return null;
  if (message[0] === SSL2_MESSAGE.error) {
    const outcome = { status: 'refused', alert: null, error: decodeSslv2Error(message) } as const;
    return { outcome, certificates: [] };
  }
  const hello = decodeSslv2ServerHello(message);
  const certificates = hello.certificate.length === 0 ? [] : [hello.certificate];
  return {
    outcome: {
      status: 'accepted',
      version: SSL_2_0,
      suites: hello.kinds,
      certificates: certificates.map(fingerprint),
    },
    certificates,
  };
}

/** Servers that know the compatible hello answer in TLS records: with a ServerHello or with an alert. */
function interpretTls(bytes: Uint8Array, version: number, offered: readonly number[]): Answer | null {
  const reader = new FlightReader('server-hello', () => null);
  const flight = reader.push(bytes);
  if (flight.alert !== null) {
    return { outcome: { status: 'refused', alert: flight.alert, error: null }, certificates: [] };
  }
  if (flight.hello === null || flight.version === null) return null;
  // The highest version of the hello is the only one that a ServerHello in TLS records can be of.
  if (version < SSL_3_0 || flight.version !== version) {
    const chosen = versionName(flight.version);
    return failed('contradiction', `chose ${chosen}, which was not offered`);
  }
  const suites = [flight.hello.suite];
  if (!offered.includes(flight.hello.suite)) {
    return failed('contradiction', `chose suite ${suiteId(flight.hello.suite)}, which was not offered`);
  }
  if (flight.hello.compression !== 0) {
    return failed('contradiction', `chose compression ${flight.hello.compression}, which was not offered`);
  }
  return {
    outcome: { status: 'accepted', version: flight.version, suites, certificates: [] },
    certificates: [],
  };
}

function failed(
  code: 'tls-malformed' | 'tls-oversized' | 'tls-timeout' | 'tls-closed' | 'contradiction',
  detail: string,
): Answer {
  return { outcome: failedOutcome(code, 'tls', detail), certificates: [] };
}
