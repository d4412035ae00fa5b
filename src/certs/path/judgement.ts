import type { Fingerprint } from '../../model/observation.ts';
import type { Certificate } from '../certificate.ts';

/**
 * Every way in which a path fails, with its weight: how far from a sound path it is, which orders paths that fail.
 * A date is nearest, as it is the one thing that was once right; a path that leads nowhere is farthest.
 */
export const PATH_FAULTS = {
  expired: 1,
  'not-yet-valid': 1,
  'revocation-unknown': 1,
  'policy-required': 2,
  'policy-mapping': 2,
  'extended-key-usage': 3,
  'key-usage': 3,
  'name-constraints': 3,
  'name-constraints-unsupported': 3,
  'path-length': 3,
  'unknown-critical-extension': 3,
  'malformed-extension': 3,
  'duplicate-extension': 3,
  'empty-name': 3,
  revoked: 5,
  'not-a-ca': 8,
  'algorithm-mismatch': 8,
  'signature-unknown': 4,
  'name-chaining': 16,
  signature: 16,
  unreadable: 16,
  'issuer-missing': 16,
  'no-anchor': 16,
  'too-long': 16,
} as const;

export type PathFaultCode = keyof typeof PATH_FAULTS;

/** Why a path is not valid: which certificate, and which clause asks for what it lacks. */
export interface PathFault {
  readonly certificate: Fingerprint;
  /** Of that certificate; hostile text. */
  readonly subject: string;
  readonly code: PathFaultCode;
  /** `RFC 5280, 6.1.4 (k)`. */
  readonly clause: string;
  /** One sentence; may quote the certificate, so it is hostile text. */
  readonly why: string;
  /** False: this machine cannot tell, so the path is unknown and not invalid. */
  readonly certain: boolean;
}

export type PathNoteCode =
  | 'serial-not-positive'
  | 'serial-too-long'
  | 'extensions-before-v3'
  | 'any-purpose'
  | 'server-gated-purpose'
  | 'anchor-dates'
  | 'anchor-constraints';

/** Something irregular that makes no path invalid by RFC 5280, though some clients may mind. */
export interface PathNote extends Omit<PathFault, 'code' | 'certain'> {
  readonly code: PathNoteCode;
}

export type PathStatus = 'valid' | 'invalid' | 'unknown';

export interface PathJudgement {
  readonly status: PathStatus;
  /** Leaf first, anchor last; only the leaf if it is itself an anchor. */
  readonly path: readonly Certificate[];
  /** `null` if the path does not reach one. */
  readonly anchor: Certificate | null;
  readonly faults: readonly PathFault[];
  readonly notes: readonly PathNote[];
  readonly policies: PolicyOutcome;
}

/** RFC 9618, 5.6: object identifiers, sorted; `2.5.29.32.0` is any policy. */
export interface PolicyOutcome {
  readonly authorities: readonly string[];
  readonly user: readonly string[];
  /** A policy had to be there. */
  readonly explicit: boolean;
}

export interface PathSearch {
  /**
   * valid: a path is; unknown: none is known to be, but the search was cut, a path could not be judged, or an issuer is
   * missing; invalid: every path was found and fails for sure.
   */
  readonly status: PathStatus;
  /** Best first: valid, unknown, then by weight of the faults; those that reach no anchor come last. */
  readonly paths: readonly PathJudgement[];
  /** Why the search was cut short, or `null`; what was not found then is unknown, never absent. */
  readonly cut: string | null;
  /** Pairs of certificate and key that were looked at, remembered ones counted too. */
  readonly signatureChecks: number;
}
