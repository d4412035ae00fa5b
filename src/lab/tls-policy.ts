/** How a server says no: with a fatal alert, by ending the connection, by resetting it, or not at all. */
export type Refusal = 'alert' | 'close' | 'reset' | 'silence';

/** Certificates in wire order, by the kind of key of the first one. */
export interface Chains {
  readonly rsa?: readonly Uint8Array[];
  readonly ecdsa?: readonly Uint8Array[];
}

/** What a server of the lab accepts. All numbers are the ones on the wire. */
export interface TlsPolicy {
  /** SSL 3.0 to TLS 1.3, in any order; SSL 2.0 is switched on by `ssl2Kinds`. */
  readonly versions: readonly number[];
  /** In order of preference: one list for all versions, or one for each. */
  readonly suites: readonly number[] | Readonly<Record<number, readonly number[]>>;
  /** Whose order decides which suite is chosen. */
  readonly order: 'server' | 'client';
  /** Named groups in order of preference; which of them exist at a version is looked up. */
  readonly groups: readonly number[];
  /** Size of the finite-field Diffie-Hellman group. */
  readonly dhBits: number;
  readonly chains: Chains;
  /** Presented to clients that send no name; the same chains by default. */
  readonly chainsWithoutSni?: Chains;
  /** DEFLATE is accepted (RFC 3749). */
  readonly compression?: boolean;
  /** renegotiation_info is answered (RFC 5746). */
  readonly secureRenegotiation: boolean;
  /** Three-byte cipher kinds of SSL 2.0. */
  readonly ssl2Kinds?: readonly number[];
  readonly refusal: Refusal;
  /** What TLS 1.3 does without a key share of a common group: ask for one (the default), or refuse. */
  readonly withoutShare?: 'retry' | 'refuse';
  /** Hellos that the server cannot stand, whatever they offer. */
  readonly limits?: HelloLimits;
  /** Bytes of content of each record of the answer; as many as fit by default. */
  readonly recordSize?: number;
}

/** The weak points of old servers and load balancers. */
export interface HelloLimits {
  readonly maxSuites?: number;
  /** Length of the ClientHello message, bytes. */
  readonly maxLength?: number;
  /** Extension types that are understood; any other is too much. */
  readonly knownExtensions?: readonly number[];
  /** Refuse hellos without renegotiation_info and its SCSV, as Windows in strict mode does. */
  readonly needsRenegotiationInfo?: boolean;
  readonly reaction: Refusal;
}
