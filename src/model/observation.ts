import type { Failure } from './failure.ts';

/** SHA-256 of a certificate's DER, lower-case hex: how certificates are referred to everywhere. */
export type Fingerprint = string;

/**
 * One question, at most one connection, and what came of it. It holds no opinion: numbers are the ones on
 * the wire, and what they mean is decided by facts/.
 */
export type Observation = ResolveObservation | HelloObservation | Sslv2Observation | SessionObservation;

interface ObservationBase {
  /** `o17`; unique in a report, in the order in which the questions were asked. */
  readonly id: string;
  /** Id of the endpoint; of the first one of the host for a look-up. */
  readonly endpoint: string;
  /** Which question of the plan this is: `modern`, `unwanted`, `suites/0303#3`. */
  readonly question: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly elapsedMs: number;
  /** Connections opened for it, 0 or 1. */
  readonly connections: number;
}

export interface ResolveObservation extends ObservationBase {
  readonly kind: 'resolve';
  readonly asked: { readonly name: string };
  readonly outcome:
    | { readonly status: 'resolved'; readonly addresses: readonly string[] }
    | { readonly status: 'failed'; readonly failure: Failure };
}

/** A hand-made ClientHello of SSL 3.0 to TLS 1.3, and the first flight that answers it. */
export interface HelloObservation extends ObservationBase {
  readonly kind: 'hello';
  readonly asked: HelloAsked;
  readonly preamble: Preamble | null;
  readonly outcome: HelloOutcome;
}

/** An SSLv2-format CLIENT-HELLO, offering SSL 2.0 alone or SSL 2.0 and 3.0 together. */
export interface Sslv2Observation extends ObservationBase {
  readonly kind: 'sslv2';
  readonly asked: Sslv2Asked;
  readonly preamble: Preamble | null;
  readonly outcome: Sslv2Outcome;
}

/** A complete session by Node's own TLS, for what cannot be read without keys (RFC 8446, 4.4.2). */
export interface SessionObservation extends ObservationBase {
  readonly kind: 'session';
  readonly asked: { readonly sni: string | null; readonly client: string };
  readonly preamble: Preamble | null;
  readonly outcome:
    | {
        readonly status: 'accepted';
        readonly version: number;
        readonly suite: string;
        readonly certificates: readonly Fingerprint[];
      }
    | NoTlsOutcome
    | FailedOutcome;
}

export interface HelloAsked {
  /** Version in the record header. */
  readonly recordVersion: number;
  /** client_version / legacy_version: the highest version when `versions` is empty. */
  readonly version: number;
  /** The supported_versions extension, empty if it is not sent. */
  readonly versions: readonly number[];
  readonly suites: readonly number[];
  readonly compressions: readonly number[];
  readonly groups: readonly number[];
  readonly signatureSchemes: readonly number[];
  /** Groups for which a key share is sent; null without the extension, empty to provoke a HelloRetryRequest. */
  readonly keyShares: readonly number[] | null;
  /** Extension types in the order sent. */
  readonly extensions: readonly number[];
  readonly sni: string | null;
  /** Length of the whole ClientHello handshake message, bytes. */
  readonly length: number;
  /** Which rung of the ladder for picky servers made it: `full`, `chunked`, `short`, `plain`. */
  readonly rung: string;
}

export interface Sslv2Asked {
  /** 0x0002, or 0x0300 for the combined hello. */
  readonly version: number;
  /** Three-byte cipher kinds; those of SSL 3.0 suites have a zero first byte. */
  readonly suites: readonly number[];
}

export type HelloOutcome = AcceptedOutcome | RefusedOutcome | ClosedOutcome | NoTlsOutcome | FailedOutcome;

export type Sslv2Outcome =
  | {
      readonly status: 'accepted';
      /** 0x0002 for an SSL 2.0 SERVER-HELLO, otherwise the version of the ServerHello that came back. */
      readonly version: number;
      /** Cipher kinds of SSL 2.0, or the one suite of the ServerHello. */
      readonly suites: readonly number[];
      readonly certificates: readonly Fingerprint[];
    }
  | Sslv2RefusedOutcome
  | ClosedOutcome
  | NoTlsOutcome
  | FailedOutcome;

/** Refused by a TLS alert, or by an ERROR message of SSL 2.0 itself. */
export interface Sslv2RefusedOutcome {
  readonly status: 'refused';
  readonly alert: RefusedOutcome['alert'] | null;
  readonly error: number | null;
}

/** A ServerHello or HelloRetryRequest came back, and everything in it had been offered. */
export interface AcceptedOutcome {
  readonly status: 'accepted';
  /** Negotiated version: supported_versions if present, else server_version. */
  readonly version: number;
  readonly suite: number;
  readonly compression: number;
  /** True if it was a HelloRetryRequest (RFC 8446, 4.1.4): suite and group are the server's choice all the same. */
  readonly retry: boolean;
  /** Extension types in the order received. */
  readonly extensions: readonly number[];
  /** Named group: from key_share in TLS 1.3, from ServerKeyExchange before. Null if there is none. */
  readonly group: number | null;
  /** renegotiation_info was present (RFC 5746). */
  readonly secureRenegotiation: boolean;
  readonly extendedMasterSecret: boolean;
  /** The last bytes of the random say that a higher version was given up (RFC 8446, 4.1.3). */
  readonly downgrade: 'tls1.2' | 'tls1.1' | null;
  /** As presented, in wire order; empty if the suite has none or the flight was not read that far. */
  readonly certificates: readonly Fingerprint[];
  readonly keyExchange: KeyExchange | null;
  readonly clientCertificate: ClientCertificateRequest | null;
  /** Stapled OCSP response, base64 of the DER, if one was sent in CertificateStatus. */
  readonly ocsp: string | null;
  /** How the flight ended. Anything but `complete` means that the fields after the hello may be missing. */
  readonly flight: 'complete' | 'encrypted' | 'truncated';
  /** What cut the flight short. */
  readonly failure: Failure | null;
}

export type KeyExchange =
  | { readonly kind: 'ecdhe'; readonly group: number | null; readonly signatureScheme: number | null }
  | { readonly kind: 'dhe'; readonly bits: number; readonly signatureScheme: number | null }
  | { readonly kind: 'rsa-export'; readonly bits: number };

export interface ClientCertificateRequest {
  readonly types: readonly number[];
  readonly signatureSchemes: readonly number[];
  readonly authorities: number;
}

/** A fatal alert answered the hello: the server is alive and said no. */
export interface RefusedOutcome {
  readonly status: 'refused';
  readonly alert: { readonly level: number; readonly description: number };
}

/** The connection ended without one byte of TLS. Not a refusal by itself: see facts/refusal. */
export interface ClosedOutcome {
  readonly status: 'closed';
  readonly how: 'fin' | 'reset';
}

/** The dialogue before TLS was complete and showed that TLS cannot be started here. */
export interface NoTlsOutcome {
  readonly status: 'no-tls';
  readonly reason: 'not-offered' | 'refused' | 'masked';
  /** The reply that says so; hostile text. */
  readonly detail: string;
}

export interface FailedOutcome {
  readonly status: 'failed';
  readonly failure: Failure;
}

/** What was said before TLS, kept as evidence. All of it is hostile text. */
export interface Preamble {
  readonly banner: string | null;
  /** EHLO lines, CAPA lines or CAPABILITY atoms, without codes. */
  readonly capabilities: readonly string[];
  /** What we sent and what came back, in order; replies are cut to a few hundred characters. */
  readonly transcript: readonly { readonly from: 'client' | 'server'; readonly text: string }[];
  /** Bytes that came behind the reply to STARTTLS in the same breath: plain text injected before TLS. */
  readonly trailing: number;
}
