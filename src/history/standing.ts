import type { ComparedRun } from '../model/comparison.ts';
import type { Severity, Subject } from '../model/finding.ts';

/**
 * What is known last of everything that was looked at, from all runs up to now. A question that got no answer leaves here
 * what an earlier one had: a server that is silent for an hour neither resolves its findings nor has new ones afterwards.
 */
export interface Standing {
  readonly run: ComparedRun;
  /** What fails, by the id of the finding. */
  readonly findings: Readonly<Record<string, StandingFinding>>;
  /** By their ids. */
  readonly endpoints: Readonly<Record<string, StandingEndpoint>>;
  /** Those that endpoints present first, by SHA-256. */
  readonly certificates: Readonly<Record<string, StandingCertificate>>;
}

export interface StandingFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly waived: boolean;
  readonly subject: Subject;
  readonly message: string;
  readonly hosts: readonly string[];
  readonly endpoints: readonly string[];
}

export interface StandingEndpoint {
  readonly host: string;
  /** `smtp://mail.contoso.com:25`: the endpoint without its address. */
  readonly service: string;
  readonly address: string | null;
  /**
   * answers: it did when it was last known; silent: it has not answered in as many runs as it takes to say so; never: it
   * has not answered yet.
   */
  readonly state: 'answers' | 'silent' | 'never';
  /** Runs in a row in which it did not answer. */
  readonly failures: number;
  /** Certificates that it presents first, SHA-256, in order; null if not known. */
  readonly leaves: readonly string[] | null;
  /** By the name of the version; those of which nothing is known are absent. */
  readonly versions: Readonly<Record<string, StandingVersion>>;
}

export interface StandingVersion {
  readonly accepted: boolean;
  /** Names, in the server's order if it has one, else sorted; null if not all are known. */
  readonly suites: readonly string[] | null;
  readonly ordered: boolean;
}

export interface StandingCertificate {
  readonly subject: string;
  readonly thumbprint: string;
  readonly not_after: string;
}
