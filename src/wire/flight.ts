import { type Alert, decodeAlert } from './alert.ts';
import { WireError } from './bytes.ts';
import {
  type CertificateRequest,
  decodeCertificateRequest,
  decodeCertificates,
  decodeCertificateStatus,
} from './certificate-message.ts';
import { decodeSelectedVersion, type Extension } from './extension.ts';
import { HANDSHAKE, type HandshakeMessage, HandshakeReader } from './handshake.ts';
import { decodeServerKeyExchange, type KeyExchangeForm, type ServerKeyExchange } from './key-exchange.ts';
import { RECORD, RecordReader } from './record.ts';
import { decodeServerHello, isRetryRequest, type ServerHello } from './server-hello.ts';

/** How far a flight is read: a question that asks for a suite has no use for the certificates behind it. */
export type FlightEnd = 'server-hello' | 'key-exchange' | 'done';

/** What a server said in answer to a ClientHello, as far as it has arrived. */
export interface Flight {
  readonly hello: ServerHello | null;
  /** Negotiated version, from supported_versions if it is there. */
  readonly version: number | null;
  readonly retry: boolean;
  readonly certificates: readonly Uint8Array[] | null;
  readonly ocsp: Uint8Array | null;
  readonly keyExchange: ServerKeyExchange | null;
  readonly certificateRequest: CertificateRequest | null;
  /** The fatal alert that ended it. */
  readonly alert: Alert | null;
  readonly warnings: readonly Alert[];
  /** open: more may come; complete: read to the end asked for; encrypted: the rest needs keys. */
  readonly state: 'open' | 'complete' | 'encrypted' | 'alerted';
}

/** Bytes, warnings and HelloRequests that one answer may have; beyond them it is an attack. */
export const FLIGHT_LIMITS = { bytes: 512 * 1024, warnings: 8, records: 2048 } as const;

const EXTENSION_SUPPORTED_VERSIONS = 43;

/**
 * Reads a server's first flight as it arrives, up to the end that the question needs.
 *
 * `formOf` says how a suite lays out its ServerKeyExchange; null if it sends none.
 */
export class FlightReader {
  readonly #end: FlightEnd;
  readonly #formOf: (suite: number) => KeyExchangeForm | null;
  readonly #records = new RecordReader();
  readonly #messages = new HandshakeReader();
  #flight: { -readonly [K in keyof Flight]: Flight[K] } = {
    hello: null,
    version: null,
    retry: false,
    certificates: null,
    ocsp: null,
    keyExchange: null,
    certificateRequest: null,
    alert: null,
    warnings: [],
    state: 'open',
  };
  #bytes = 0;
  #idle = 0;
  #recordCount = 0;

  constructor(end: FlightEnd, formOf: (suite: number) => KeyExchangeForm | null) {
    this.#end = end;
    this.#formOf = formOf;
  }

  get flight(): Flight {
    return this.#flight;
  }

  /** Bytes received so far. */
  get received(): number {
    return this.#bytes;
  }

  /**
   * Takes what has arrived and returns the flight as it now stands.
   * @throws WireError for anything that is not an answer; what was read before stays in `flight`.
   */
  push(bytes: Uint8Array): Flight {
    if (this.#flight.state !== 'open') return this.#flight;
    const room = Math.max(0, FLIGHT_LIMITS.bytes - this.#bytes);
    this.#bytes += bytes.length;
    // What comes within the limit is read first, so that the answer does not depend on how it was split.
    this.#records.push(bytes.subarray(0, room));
    for (let record = this.#records.next(); record !== null; record = this.#records.next()) {
      this.#recordCount += 1;
      if (this.#recordCount > FLIGHT_LIMITS.records) {
        throw new WireError('oversized', `more than ${FLIGHT_LIMITS.records} records`);
      }
      if (record.type === RECORD.alert) this.#alert(decodeAlert(record.content));
      else if (record.type === RECORD.handshake) this.#handshake(record.content);
      else if (record.type === RECORD.changeCipherSpec || record.type === RECORD.applicationData) {
        // TLS 1.3 sends both behind its ServerHello; before it they have no place.
        if (this.#flight.hello === null)
          throw new WireError('malformed', `record of type ${record.type} first`);
        this.#flight.state = 'encrypted';
      } else throw new WireError('malformed', `record of type ${record.type}`);
      if (this.#flight.state !== 'open') return this.#flight;
    }
    if (bytes.length > room) {
      throw new WireError('oversized', `answer of more than ${FLIGHT_LIMITS.bytes} bytes`);
    }
    return this.#flight;
  }

  #alert(alert: Alert): void {
    if (alert.level === 2) {
      this.#flight.alert = alert;
      this.#flight.state = 'alerted';
      return;
    }
    this.#flight.warnings = [...this.#flight.warnings, alert];
    if (this.#flight.warnings.length > FLIGHT_LIMITS.warnings) {
      throw new WireError('oversized', `more than ${FLIGHT_LIMITS.warnings} warning alerts`);
    }
  }

  #handshake(content: Uint8Array): void {
    if (content.length === 0) this.#idled('empty handshake records');
    this.#messages.push(content);
    for (let message = this.#messages.next(); message !== null; message = this.#messages.next()) {
      this.#message(message);
      if (this.#flight.state !== 'open') return;
    }
  }

  #message({ type, body }: HandshakeMessage): void {
    const flight = this.#flight;
    if (type === HANDSHAKE.helloRequest) return this.#idled('HelloRequests');
    if (type === HANDSHAKE.serverHello) {
      if (flight.hello !== null) throw new WireError('malformed', 'a second ServerHello');
      return this.#serverHello(decodeServerHello(body));
    }
    if (flight.hello === null || flight.version === null) {
      throw new WireError('malformed', `handshake message of type ${type} before the ServerHello`);
    }
    switch (type) {
      case HANDSHAKE.certificate:
        flight.certificates = decodeCertificates(body);
        return;
      case HANDSHAKE.certificateStatus:
        flight.ocsp = decodeCertificateStatus(body);
        return;
      case HANDSHAKE.serverKeyExchange: {
        const form = this.#formOf(flight.hello.suite);
        if (form !== null) flight.keyExchange = decodeServerKeyExchange(body, form, flight.version);
        if (this.#end === 'key-exchange') flight.state = 'complete';
        return;
      }
      case HANDSHAKE.certificateRequest:
        flight.certificateRequest = decodeCertificateRequest(body, flight.version);
        return;
      case HANDSHAKE.serverHelloDone:
        flight.state = 'complete';
        return;
      default:
        // NewSessionTicket and supplemental data carry nothing that is asked for.
        return this.#idled(`handshake messages of type ${type}`);
    }
  }

  #serverHello(hello: ServerHello): void {
    const flight = this.#flight;
    flight.hello = hello;
    flight.retry = isRetryRequest(hello);
    const selected = findExtension(hello.extensions, EXTENSION_SUPPORTED_VERSIONS);
    flight.version = selected === null ? hello.version : decodeSelectedVersion(selected);
    if (flight.version >= 0x0304) flight.state = 'encrypted';
    else if (this.#end === 'server-hello') flight.state = 'complete';
    else if (this.#end === 'key-exchange' && this.#formOf(hello.suite) === null) flight.state = 'complete';
  }

  #idled(what: string): void {
    this.#idle += 1;
    if (this.#idle > FLIGHT_LIMITS.warnings) throw new WireError('oversized', `too many ${what}`);
  }
}

function findExtension(extensions: readonly Extension[] | null, type: number): Uint8Array | null {
  return extensions?.find((extension) => extension.type === type)?.body ?? null;
}
