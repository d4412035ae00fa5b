import { stringify } from 'csv-stringify/sync';
import type { Finding } from '../model/finding.ts';
import type { EndpointResult, Report } from '../model/report.ts';
import { forCell, forExcelCell } from './escape.ts';
import type { Reporter } from './reporter.ts';

/** The columns are a contract: new ones are added at the end. Some names are those of testssl.sh. */
const COLUMNS = [
  'run_started',
  'host',
  'ip',
  'port',
  'service',
  'id',
  'severity',
  'outcome',
  'finding',
  'certificate',
  'name',
  'baseline',
  'evidence',
  'fix',
  'finding_id',
  'endpoints',
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number | null>>;

/**
 * One finding a row (RFC 4180: CRLF, header, quotes doubled). A finding that concerns several endpoints is
 * still one row: `ip` and `port` are empty then, and `endpoints` names them all.
 */
export const csv: Reporter = {
  id: 'csv',
  title: 'one finding a row, for spreadsheets and scripts',
  render(report, options) {
    const endpoints = new Map(report.endpoints.map((endpoint) => [endpoint.id, endpoint]));
    const thumbprints = new Map(report.certificates.map(({ sha256, thumbprint }) => [sha256, thumbprint]));
    const escape = options.csvExcel ? forExcelCell : forCell;
    const rows = report.findings.map((finding) => {
      const row = rowOf(finding, report, endpoints, thumbprints);
      return COLUMNS.map((column) => (typeof row[column] === 'string' ? escape(row[column]) : row[column]));
    });
    return stringify([COLUMNS, ...rows], {
      delimiter: options.csvDelimiter ?? ',',
      record_delimiter: 'windows',
      bom: options.csvExcel,
      cast: { boolean: String },
      // With CRLF between records a lone CR or LF in a field would otherwise stay unquoted.
      quoted_match: /[\r\n]/,
    });
  },
};

function rowOf(
  finding: Finding,
  report: Report,
  endpoints: ReadonlyMap<string, EndpointResult>,
  thumbprints: ReadonlyMap<string, string>,
): Row {
  const { subject } = finding;
  const own = subject.endpoint === undefined ? [] : [subject.endpoint];
  const concerned = finding.endpoints.length > 0 ? finding.endpoints : own;
  const only = endpoints.get(subject.endpoint ?? (concerned.length === 1 ? (concerned[0] ?? '') : ''));
  const hosts = new Set(concerned.map((id) => endpoints.get(id)?.host));
  const certificate = subject.certificate;
  return {
    run_started: report.run.startedAt,
    host: subject.host ?? only?.host ?? (hosts.size === 1 ? ([...hosts][0] ?? null) : null),
    ip: only?.address ?? null,
    port: only?.port ?? null,
    service: only?.protocol ?? null,
    id: finding.rule,
    severity: finding.severity,
    outcome: finding.outcome,
    finding: finding.message,
    certificate: certificate === undefined ? null : (thumbprints.get(certificate) ?? certificate),
    name: subject.name ?? null,
    baseline: only?.baseline ?? report.judged.baseline,
    evidence: finding.evidence.join(' '),
    fix: finding.fix.join(' ; '),
    finding_id: finding.id,
    endpoints: concerned.join(' '),
  };
}
