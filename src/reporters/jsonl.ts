import type { Finding } from '../model/finding.ts';
import type { Report, RunInfo } from '../model/report.ts';
import { SCHEMA_VERSION } from '../model/report.ts';
import { forJson } from './escape.ts';
import {
  addTotals,
  type EndpointLine,
  type JsonLine,
  NO_TOTALS,
  type TargetLine,
  type Totals,
} from './jsonl-line.ts';
import type { Reporter } from './reporter.ts';

/**
 * JSON Lines: one document (RFC 8259) a line, ended by a line feed. A line for each endpoint, one for what
 * was found by comparing them, and the summary as the last line.
 */
export const jsonl: Reporter = {
  id: 'jsonl',
  title: 'one line of JSON an endpoint, for logs and fleets',
  render(report, { by }) {
    if (by === 'certificate') throw new RangeError('jsonl has a line for each endpoint, none by certificate');
    return reportLines(report) + summaryLine(report.tool, report.run, addTotals(NO_TOTALS, report.summary));
  },
};

/** The lines of a report without its summary; a run that streams writes those of one target after the other. */
export function reportLines(report: Report): string {
  const { endpoints, rest } = sortFindings(report);
  const certificates = new Map(report.certificates.map((one) => [one.sha256, one]));
  const head = {
    schemaVersion: report.schemaVersion,
    run: { depth: report.run.depth, startedAt: report.run.startedAt },
  };
  const lines = report.endpoints.map((endpoint): EndpointLine => {
    const presented = new Set(endpoint.chains.flatMap((chain) => chain.certificates));
    return {
      type: 'endpoint',
      ...head,
      endpoint,
      findings: endpoints.get(endpoint.id) ?? [],
      certificates: [...presented].flatMap((sha256) => certificates.get(sha256) ?? []),
      ...(report.clients === undefined
        ? {}
        : { clients: report.clients.results.filter((result) => result.endpoint === endpoint.id) }),
    };
  });
  const last: TargetLine = {
    type: 'target',
    ...head,
    hosts: [...new Set(report.targets.map(({ host }) => host))],
    findings: rest,
    ...(report.names_matrix === null ? {} : { names_matrix: report.names_matrix }),
    not_assessed: report.summary.not_assessed,
  };
  return [...lines, last].map(lineOf).join('');
}

/** The last line of a run. */
export function summaryLine(tool: Report['tool'], run: RunInfo, summary: Totals): string {
  return lineOf({ type: 'summary', schemaVersion: SCHEMA_VERSION, tool, run, summary });
}

function lineOf(line: JsonLine): string {
  return `${forJson(line)}\n`;
}

interface SortedFindings {
  readonly endpoints: ReadonlyMap<string, readonly Finding[]>;
  /** Those of the organization, and those about no endpoint of the report. */
  readonly rest: readonly Finding[];
}

function sortFindings(report: Report): SortedFindings {
  const ofOrganization = new Set(
    report.rules.flatMap(({ id, scope }) => (scope === 'organization' ? id : [])),
  );
  const endpoints = new Map<string, Finding[]>(report.endpoints.map(({ id }) => [id, []]));
  const rest: Finding[] = [];
  for (const finding of report.findings) {
    const { subject } = finding;
    const own = subject.endpoint === undefined ? finding.endpoints : [subject.endpoint];
    const known = ofOrganization.has(finding.rule) ? [] : [...new Set(own)].filter((id) => endpoints.has(id));
    for (const id of known) endpoints.get(id)?.push(finding);
    if (known.length === 0) rest.push(finding);
  }
  return { endpoints, rest };
}
