import type { Fingerprint } from './observation.ts';

/** Why a certificate was revoked (RFC 5280, 5.3.1). Number 7 is not used; `unspecified` also stands for none. */
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise';

/**
 * What a certificate revocation list says about a few serial numbers: the list itself can have tens of megabytes and
 * is not kept. Plain data for JSON; times are milliseconds since 1970, names and numbers are hex of their DER.
 */
export interface CrlExtract {
  /** Why nothing in it can be used; null if it was read to its end. */
  readonly fault: string | null;
  /** SHA-256 of the list, lower-case hex, and its size in bytes. */
  readonly sha256: string;
  readonly bytes: number;
  /** Who issued it, in words; hostile text. */
  readonly issuer: string;
  readonly issuerKey: string;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  /** Content of cRLNumber (RFC 5280, 5.2.3), or null. */
  readonly number: string | null;
  /** Content of BaseCRLNumber if this is a delta CRL (RFC 5280, 5.2.4), else null. */
  readonly deltaBase: string | null;
  readonly authorityKeyId: string | null;
  /** The issuing distribution point (RFC 5280, 5.2.5), null if it covers all certificates of its issuer. */
  readonly scope: CrlScope | null;
  /** Critical extensions, of the list or of any entry, that are not understood: nobody may use such a list. */
  readonly unknownCritical: readonly string[];
  /** It lists certificates that have expired, too (X.509, expiredCertsOnCRL). */
  readonly listsExpired: boolean;
  /** Where its delta CRLs are to be had (RFC 5280, 5.2.6); hostile text. */
  readonly deltaUrls: readonly string[];
  /** The certificate whose key verifies it, and SHA-256 of that key; null if none of those at hand does. */
  readonly signer: { readonly certificate: Fingerprint; readonly key: string } | null;
  /** Why there is no signer; null if there is one. */
  readonly unsigned: string | null;
  /** Serial numbers that were looked for. Of others this extract says nothing. */
  readonly serials: readonly string[];
  readonly entries: readonly CrlEntry[];
  /** How many entries the whole list has. */
  readonly entryCount: number;
}

export interface CrlScope {
  /** GeneralNames of the distribution point, each as hex of its DER; null if it names none. */
  readonly names: readonly string[] | null;
  readonly onlyUserCertificates: boolean;
  readonly onlyAuthorityCertificates: boolean;
  readonly onlyAttributeCertificates: boolean;
  /** Reasons that it covers, as a mask of `1 << bit` of ReasonFlags; null for all. */
  readonly reasons: number | null;
  readonly indirect: boolean;
}

export interface CrlEntry {
  readonly serial: string;
  /** Name of the authority that issued the certificate: not always the one of the list (RFC 5280, 5.3.3). */
  readonly issuerKey: string;
  readonly revokedAt: number | null;
  readonly reason: RevocationReason | null;
}

/** Why an OCSP answer cannot be used. */
export type OcspFault =
  | 'malformed'
  | 'error-status'
  | 'unsupported'
  | 'other-certificate'
  | 'signer-unknown'
  | 'signer-unauthorized'
  | 'signer-expired'
  | 'bad-signature'
  | 'algorithm-unknown'
  | 'not-yet-valid'
  | 'stale';

/** What one OCSP answer says about one certificate. Times are milliseconds since 1970. */
export interface OcspReading {
  /** `unknown` is the responder's own word; `unusable` means that no client may rely on the answer. */
  readonly status: 'good' | 'revoked' | 'unknown' | 'unusable';
  readonly fault: OcspFault | null;
  readonly revokedAt: number | null;
  readonly reason: RevocationReason | null;
  readonly producedAt: number | null;
  readonly thisUpdate: number | null;
  readonly nextUpdate: number | null;
  readonly responder: OcspResponder | null;
  /** One sentence; may quote the answer, so it is hostile text. */
  readonly why: string;
}

export interface OcspResponder {
  /** The authority itself, or one that it has appointed (RFC 6960, 4.2.2.2). */
  readonly kind: 'issuer' | 'delegate';
  readonly certificate: Fingerprint;
  /** Hostile text. */
  readonly subject: string;
  /** A delegate with id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1): its own revocation need not be asked for. */
  readonly noCheck: boolean;
}

/** Why revocation lists do not tell the status of a certificate. */
export type CrlFault =
  | 'no-list'
  | 'unreadable'
  | 'other-issuer'
  | 'other-scope'
  | 'not-asked'
  | 'unknown-extension'
  | 'delta-without-base'
  | 'not-yet-valid'
  | 'stale'
  | 'signer-unknown'
  | 'signer-unauthorized'
  | 'signer-revoked'
  | 'bad-signature'
  | 'some-reasons'
  | 'expired-certificate'
  | 'too-much';

/** What the revocation lists at hand say about one certificate. */
export interface CrlReading {
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly fault: CrlFault | null;
  readonly revokedAt: number | null;
  readonly reason: RevocationReason | null;
  /** Of the list that decides; null if none does. */
  readonly thisUpdate: number | null;
  readonly nextUpdate: number | null;
  /** SHA-256 of the lists that the answer rests on. */
  readonly lists: readonly string[];
  readonly why: string;
}

export type RevocationSource = 'staple' | 'ocsp' | 'crl';

/** One source of revocation information and what came of it. */
export interface RevocationReading {
  readonly source: RevocationSource;
  /** Where it was fetched; null for a staple and for lists that were judged together. Hostile text. */
  readonly url: string | null;
  /** `unreachable`: nothing came that could be read. */
  readonly status: 'good' | 'revoked' | 'unknown' | 'unusable' | 'unreachable';
  readonly fault: OcspFault | CrlFault | null;
  readonly revokedAt: number | null;
  readonly reason: RevocationReason | null;
  readonly why: string;
  /** Ids of observations and endpoints that brought it. */
  readonly evidence: readonly string[];
  readonly endpoints: readonly string[];
}

/** Whether a certificate is revoked, from all that was stapled and fetched. */
export interface RevocationFact {
  /**
   * unknown: answers came, none of them counts; unreachable: it was asked for and no answer came at all; not-asked:
   * nobody asked. None of the three is good.
   */
  readonly state: 'good' | 'revoked' | 'unknown' | 'unreachable' | 'not-asked';
  readonly when: number | null;
  readonly reason: RevocationReason | null;
  /** The source that decides, null if none does. */
  readonly by: RevocationSource | null;
  readonly why: string;
  readonly readings: readonly RevocationReading[];
}
