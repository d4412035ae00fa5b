import type { Report } from '../model/report.ts';
import { byExpiry } from './certificate-view.ts';
import { prettyJson } from './pretty-json.ts';
import type { Reporter } from './reporter.ts';

/**
 * The whole report as one JSON document (RFC 8259), two spaces a level, final newline. Lists of plain values
 * stay on one line: a list of suites is read across, not down.
 */
export const json: Reporter = {
  id: 'json',
  title: 'the whole report, self-contained, to keep and to judge again',
  render: (report, { by }) =>
    `${prettyJson(ordered(by === 'certificate' ? nextExpiryFirst(report) : report))}\n`,
};

/** The same report: only the order of its certificates says more. */
function nextExpiryFirst(report: Report): Report {
  return { ...report, certificates: byExpiry(report.certificates) };
}

/** A reader that looks at the first bytes finds the schema version there, whoever built the object. */
function ordered(report: Report): Report {
  const { schemaVersion, tool, run, judged, summary, targets, endpoints, certificates, ...rest } = report;
  const { names_matrix, findings, rules, observations, ...more } = rest;
  return {
    schemaVersion,
    tool,
    run,
    judged,
    summary,
    targets,
    endpoints,
    certificates,
    names_matrix,
    findings,
    rules,
    observations,
    ...more,
  };
}
