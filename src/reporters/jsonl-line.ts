import type { ClientResult } from '../model/clients.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { NamesMatrix } from '../model/names-matrix.ts';
import type { CertificateResult, EndpointResult, Report, RunInfo, Summary } from '../model/report.ts';

/** One line of JSON Lines; `type` says which. */
export type JsonLine = EndpointLine | TargetLine | SummaryLine;

/** Which run a line is of. */
export type LineRun = Pick<RunInfo, 'depth' | 'startedAt'>;

/** Everything about one endpoint, but for the observations: those are in reports in JSON. */
export interface EndpointLine {
  readonly type: 'endpoint';
  readonly schemaVersion: string;
  readonly run: LineRun;
  readonly endpoint: EndpointResult;
  /** Of the endpoint and of the certificates that it presents. */
  readonly findings: readonly Finding[];
  /** Those of its chains, each once. */
  readonly certificates: readonly CertificateResult[];
  /** How clients fare with it; absent where the report does not say. */
  readonly clients?: readonly ClientResult[];
}

/** Behind the endpoints that were judged side by side: what was found by comparing them. */
export interface TargetLine {
  readonly type: 'target';
  readonly schemaVersion: string;
  readonly run: LineRun;
  /** Hosts that the operator named. */
  readonly hosts: readonly string[];
  readonly findings: readonly Finding[];
  /** Names that clients use x services x certificates; absent where the report does not say. */
  readonly names_matrix?: NamesMatrix;
  /** Ids of endpoints, and hosts without one, that count as not assessed. */
  readonly not_assessed: readonly string[];
}

/** The last line; without it the file was cut short. */
export interface SummaryLine {
  readonly type: 'summary';
  readonly schemaVersion: string;
  readonly tool: Report['tool'];
  readonly run: RunInfo;
  readonly summary: Totals;
}

/** Numbers alone, so that they can be added up while lines are forgotten. A finding counts once for each target line. */
export interface Totals {
  readonly fail: Readonly<Record<Severity, number>>;
  /** Absent if there are none. */
  readonly waived?: number;
  readonly unknown: number;
  readonly pass: number;
  readonly not_applicable: number;
  readonly endpoints: number;
  readonly answered: number;
  readonly connections: number;
  /** How many count as not assessed; target lines name them. */
  readonly not_assessed: number;
}

export const NO_TOTALS: Totals = {
  fail: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
  unknown: 0,
  pass: 0,
  not_applicable: 0,
  endpoints: 0,
  answered: 0,
  connections: 0,
  not_assessed: 0,
};

export function addTotals(totals: Totals, summary: Summary): Totals {
  const fail = (severity: Severity): number => totals.fail[severity] + summary.fail[severity];
  const waived = (totals.waived ?? 0) + (summary.waived ?? 0);
  return {
    ...(waived === 0 ? {} : { waived }),
    fail: {
      info: fail('info'),
      low: fail('low'),
      medium: fail('medium'),
      high: fail('high'),
      critical: fail('critical'),
    },
    unknown: totals.unknown + summary.unknown,
    pass: totals.pass + summary.pass,
    not_applicable: totals.not_applicable + summary.not_applicable,
    endpoints: totals.endpoints + summary.endpoints,
    answered: totals.answered + summary.answered,
    connections: totals.connections + summary.connections,
    not_assessed: totals.not_assessed + summary.not_assessed.length,
  };
}
