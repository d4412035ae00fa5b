import type { Fingerprint } from './observation.ts';
import type { Waived } from './waiver.ts';

/**
 * critical = exploitable now by a stranger; high = a current client or auditor refuses it, or mail stops;
 * medium = weakens or leaves the baseline; low = hygiene; info = inventory.
 */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type Outcome = 'pass' | 'fail' | 'not-applicable' | 'unknown';

/** Three-valued: `unknown` is neither yes nor no and never counts as either. */
export type Tri = 'yes' | 'no' | 'unknown';

export type RuleScope = 'endpoint' | 'certificate' | 'organization';

/** What a finding is about. Only the parts that apply are present. */
export interface Subject {
  readonly host?: string;
  readonly endpoint?: string;
  readonly certificate?: Fingerprint;
  readonly name?: string;
}

/** A rule's verdict with its evidence. */
export interface Finding {
  /** `tls/weak-cipher|https://mail.contoso.com:443`: stable between runs, free of dates and counters. */
  readonly id: string;
  readonly rule: string;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly subject: Subject;
  /** One sentence saying what was found; may quote the server, so it is hostile text. */
  readonly message: string;
  /** The commands or settings that mend it; empty unless the outcome is `fail`. */
  readonly fix: readonly string[];
  /** Ids of the observations that it rests on. */
  readonly evidence: readonly string[];
  /** Endpoints that it concerns, for findings about certificates and organizations. */
  readonly endpoints: readonly string[];
  /** Its risk is accepted: it does not count. Only where the outcome is `fail`. */
  readonly waived?: Waived;
}
