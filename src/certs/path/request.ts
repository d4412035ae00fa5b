import type { Certificate } from '../certificate.ts';

/** What is to be judged, and everything that the judgement may depend on. */
export interface PathRequest {
  readonly leaf: Certificate;
  /** Presented, configured and fetched certificates, in the order of preference; the leaf may be among them. */
  readonly pool: readonly Certificate[];
  readonly anchors: AnchorSource;
  /** Milliseconds since 1970, UTC: validity is judged at this moment. */
  readonly at: number;
  /** What the leaf is to be used for; `null`: neither extended key usage nor the key usage of the leaf is looked at. */
  readonly purpose: Purpose | null;
  readonly policies?: PolicySettings;
  readonly limits?: Partial<PathLimits>;
  /** Asked for every certificate below the anchor, with its issuer; absent: revocation is not looked at. */
  readonly revocation?: (certificate: Certificate, issuer: Certificate) => RevocationAnswer;
}

export type Purpose = 'serverAuth' | 'clientAuth';

/** All that validation needs to know; a path is the same whatever was in the pool. */
export type ValidationRequest = Omit<PathRequest, 'leaf' | 'pool' | 'anchors'>;

export interface AnchorSource {
  /** Anchors that may have issued it, by name or key identifier; name and signature are checked here. */
  readonly issuersOf: (certificate: Certificate) => readonly TrustAnchor[];
}

/** Name and key that are trusted (RFC 5280, 6.1.1 d): neither its dates nor its own signature count. */
export interface TrustAnchor {
  readonly certificate: Certificate;
}

/** RFC 5280, 6.1.1 (c) and (e) to (g). */
export interface PolicySettings {
  /** Object identifiers; absent: any policy. */
  readonly initial?: readonly string[];
  readonly inhibitMapping?: boolean;
  readonly requireExplicit?: boolean;
  readonly inhibitAnyPolicy?: boolean;
}

/** `unknown` and `unreachable` leave the path unknown, `not-asked` leaves it alone (RFC 5280, 6.1.3 a 3). */
export interface RevocationAnswer {
  readonly state: 'good' | 'revoked' | 'unknown' | 'unreachable' | 'not-asked';
  readonly why: string;
}

export interface PathLimits {
  /** Paths to an anchor that are judged. */
  readonly paths: number;
  /** Different pairs of certificate and key whose signature is looked at, remembered ones counted too. */
  readonly signatureChecks: number;
  /** Certificates in a path, leaf and anchor counted. */
  readonly depth: number;
  /** Certificates of the pool that are considered. */
  readonly pool: number;
  /** Candidates for an issuer that are looked at while searching. */
  readonly steps: number;
  /** Paths without an anchor that are reported. */
  readonly deadEnds: number;
}

/**
 * Far above what honest chains need, low enough that a hostile one costs less than a connection. The longest paths of
 * bridged government infrastructures have 7 certificates; a leaf with four cross-signed issuers has some 20 links and
 * paths; a check costs 20 microseconds (RSA) to 1 millisecond (P-521), so 256 of them end within a quarter second.
 * A remembered signature counts as well: the same request gives the same answer whatever was judged before.
 */
export const DEFAULT_LIMITS: PathLimits = {
  paths: 64,
  signatureChecks: 256,
  depth: 16,
  pool: 1000,
  steps: 20_000,
  deadEnds: 8,
};
