import type { Severity } from './finding.ts';

/**
 * appeared, worsened, eased, resolved: a finding; waived: a finding whose risk was accepted; changed: something else
 * about a server, such as its certificate; unreachable, returned: an endpoint stopped answering and answers again.
 */
export const CHANGE_KINDS = [
  'appeared',
  'worsened',
  'unreachable',
  'changed',
  'returned',
  'eased',
  'waived',
  'resolved',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export const CHANGE_SUBJECTS = ['finding', 'certificate', 'suites', 'address', 'reach'] as const;
export type ChangeSubject = (typeof CHANGE_SUBJECTS)[number];

/** One difference between what was known before and what a run saw. */
export interface Change {
  readonly kind: ChangeKind;
  readonly about: ChangeSubject;
  /** Id of the finding or endpoint, `smtp://mail.contoso.com:25` of a service, or a host. */
  readonly id: string;
  readonly rule: string | null;
  /** As it is now, or was last if it is resolved; null where no finding is concerned. */
  readonly severity: Severity | null;
  readonly hosts: readonly string[];
  readonly endpoints: readonly string[];
  /** One sentence; may quote the server, so it is hostile text. */
  readonly message: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface Comparison {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** In the order of their kinds, worst first. */
  readonly changes: readonly Change[];
}

export interface ComparedRun {
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  /** Of the program that judged it: another one may have other rules. */
  readonly version: string;
}
