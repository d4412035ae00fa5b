import type { Failure } from './failure.ts';
import type { CrlExtract } from './revocation.ts';

/** SHA-256 of a certificate's DER, lower-case hex: how certificates are referred to everywhere. */
export type Fingerprint = string;

/**
 * One question, at most one connection, and what came of it. It holds no opinion: numbers are the ones on
 * the wire, and what they mean is decided by facts/.
 */
export type Observation =
  | ResolveObservation
  | HelloObservation
  | Sslv2Observation
  | SessionObservation
  | FetchObservation
  | HttpObservation
  | NtlmObservation
  | KnockObservation
  | DnsObservation
  | WebObservation;

interface ObservationBase {
  /** `o17`; unique in a report, in the order in which the questions were asked. */
  readonly id: string;
  /** Id of the endpoint; of the first one of the host for a look-up; `domain:contoso.com` for a mail domain. */
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

/** What Node's TLS made of the chain; the name is judged elsewhere. */
export interface Verification {
  readonly authorized: boolean;
  /** `UNABLE_TO_GET_ISSUER_CERT_LOCALLY`; null if it is authorized. */
  readonly code: string | null;
  /** The roots that it was given, in words. */
  readonly roots: string;
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
        /** Stapled OCSP response of the first certificate, base64 of the DER, or null. */
        readonly ocsp: string | null;
        /** Null if there were no roots to verify with. */
        readonly verification: Verification | null;
      }
    | NoTlsOutcome
    | FailedOutcome;
}

/**
 * Something that a certificate refers to, fetched over HTTP from a certification authority. It costs the endpoint no
 * connection; the endpoint is the first one of its target that presents the chain.
 */
export interface FetchObservation extends ObservationBase {
  readonly kind: 'fetch';
  /** HTTP requests made for it: 0 if an earlier answer served, or nothing was asked; more than 1 by redirects. */
  readonly requests: number;
  readonly asked: FetchAsked;
  readonly outcome: FetchedOutcome | FailedOutcome;
}

export interface FetchAsked {
  readonly purpose: 'issuer' | 'ocsp' | 'crl';
  /** As the certificate has it; hostile text. */
  readonly url: string;
  /** The certificate that names the address. */
  readonly certificate: Fingerprint;
  /** Its issuer, where it was known when the question was asked. */
  readonly issuer: Fingerprint | null;
}

export interface FetchedOutcome {
  readonly status: 'fetched';
  /** Status code, 2xx: any other is a failure. */
  readonly http: number;
  /** Hostile text; null if there was none. */
  readonly contentType: string | null;
  readonly bytes: number;
  /** SHA-256 of the body, lower-case hex. */
  readonly sha256: string;
  /** Base64 of the body; null for CRLs, which can be megabytes. */
  readonly body: string | null;
  /** What a CRL says of the certificate, or why it cannot be read; null for other purposes. */
  readonly crl: CrlExtract | null;
  /** Those in an answer about an issuer, whether it is among them or not. */
  readonly certificates: readonly Fingerprint[];
  /** Nothing was asked for it: the answer was kept from earlier in the run, or from another run. */
  readonly cached: boolean;
}

/**
 * One HTTP request, without login, and the answer to it. The requests of one look share a connection that is kept open:
 * the one that opened it counts it.
 */
export interface HttpObservation extends ObservationBase {
  readonly kind: 'http';
  readonly asked: {
    readonly method: 'GET';
    /** With query; `/owa/`. */
    readonly path: string;
    /** False for plain HTTP on port 80 of the same address. */
    readonly tls: boolean;
    /** What was sent besides the host: `authorization: NTLM TlRM...`. */
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly client: string;
  };
  readonly outcome: HttpAnswer | FailedOutcome;
}

export interface HttpAnswer {
  readonly status: 'answered';
  readonly http: number;
  /** In the order received, names in lower case; cut at a hundred, and each at 8 KiB; hostile text. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The beginning of the body as text, at most 64 KiB; hostile text. */
  readonly body: string;
  /** Whole length of the body as far as it was read, bytes. */
  readonly bytes: number;
  /** The first certificate of the TLS session, or null for plain HTTP. */
  readonly certificate: Fingerprint | null;
  /** Of the TLS session, with its first answer; null with the others, without TLS and without roots to verify with. */
  readonly verification?: Verification | null;
}

/** An NTLM exchange over SMTP, POP3 or IMAP, given up after the challenge (MS-NLMP, 2.2.1.2). */
export interface NtlmObservation extends ObservationBase {
  readonly kind: 'ntlm';
  /** Whether it was asked inside of TLS. */
  readonly asked: { readonly tls: boolean };
  readonly preamble: Preamble | null;
  readonly outcome:
    | {
        readonly status: 'challenged';
        /** Base64 of the CHALLENGE_MESSAGE; hostile. */
        readonly challenge: string;
      }
    | {
        /** The mechanism is not advertised, or was refused; the reply says so, hostile text. */
        readonly status: 'not-offered' | 'declined';
        readonly detail: string;
      }
    | FailedOutcome;
}

/** Whether a port takes a connection: nothing is sent, and it is closed at once. The port is another of the same address. */
export interface KnockObservation extends ObservationBase {
  readonly kind: 'knock';
  readonly asked: { readonly port: number };
  readonly outcome: { readonly status: 'open' } | FailedOutcome;
}

/** A question to a name server besides the addresses of a host. */
export interface DnsObservation extends ObservationBase {
  readonly kind: 'dns';
  readonly asked: {
    /** Without a final dot. */
    readonly name: string;
    /** `MX`, `TXT`, `SRV`, `TLSA`, `CNAME`, `A`, `AAAA`. */
    readonly type: string;
    /** Address of the resolver, `system`, or the name of a view of split DNS. */
    readonly resolver: string;
  };
  readonly outcome:
    | {
        readonly status: 'answered';
        /** `NOERROR`, `NXDOMAIN` ... */
        readonly rcode: string;
        /** The AD bit: this resolver says that it has validated the answer (RFC 4035, 3.2.3); not proof for anybody else. */
        readonly authenticated: boolean;
        readonly records: readonly DnsRecord[];
      }
    | FailedOutcome;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** Seconds. */
  readonly ttl: number;
  /** Text form of the zone file: `10 mail.contoso.com`, `3 1 1 0b9fa5...`; hostile text. */
  readonly data: string;
}

/** What a website says to one GET of anybody: what the name of a mail domain leads to, besides the endpoints. */
export interface WebObservation extends ObservationBase {
  readonly kind: 'web';
  readonly asked: { readonly url: string };
  readonly outcome: WebAnswer | WebFailure;
}

export interface WebAnswer {
  readonly status: 'answered';
  /** Status code; redirects are told and not followed. */
  readonly http: number;
  /** Hostile text, and so are the others. */
  readonly location: string | null;
  readonly contentType: string | null;
  /** The beginning of the body as text, at most 64 KiB. */
  readonly body: string;
  /** There was more. */
  readonly cut: boolean;
  /** As presented, the server's own first; empty without TLS. */
  readonly certificates: readonly Fingerprint[];
}

/** There may have been TLS all the same, and then there are certificates. */
export interface WebFailure extends FailedOutcome {
  readonly certificates: readonly Fingerprint[];
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
