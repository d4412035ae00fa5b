import type { Finding } from '../../model/finding.ts';
import type { EndpointResult, Report } from '../../model/report.ts';
import { type Value, withHeader } from './record.ts';

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
  'waived_until',
  'waived_by',
  'waived_reason',
] as const;

/**
 * One finding a row. One that concerns several endpoints is still one row: `ip` and `port` are empty then, and
 * `endpoints` names them all.
 */
export function findingRecords(report: Report): readonly (readonly Value[])[] {
  const endpoints = new Map(report.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const thumbprints = new Map(report.certificates.map(({ sha256, thumbprint }) => [sha256, thumbprint]));
  return withHeader(
    COLUMNS,
    report.findings.map((finding) => rowOf(finding, report, endpoints, thumbprints)),
  );
}

function rowOf(
  finding: Finding,
  report: Report,
  endpoints: ReadonlyMap<string, EndpointResult>,
  thumbprints: ReadonlyMap<string, string>,
): Readonly<Record<(typeof COLUMNS)[number], Value>> {
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
    waived_until: finding.waived?.until ?? null,
    waived_by: finding.waived?.who ?? null,
    waived_reason: finding.waived?.reason ?? null,
  };
}
