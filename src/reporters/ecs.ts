import type { Finding, Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { CertificateResult, EndpointResult, Report } from '../model/report.ts';
import { forJson } from './escape.ts';
import { refuseOtherViews, type Reporter } from './reporter.ts';
import { concerned } from './table/fold.ts';

/**
 * JSON Lines with the fields of the Elastic Common Schema: a line for each endpoint with what it presents, and a line for
 * each finding at each of its endpoints; what passed and what did not apply only with `-vv`, as it is most of them. What
 * the schema has no field for is under `exchange_tls`.
 */
export const ecs: Reporter = {
  id: 'ecs',
  title: 'JSON Lines in the Elastic Common Schema, for Elastic and other log stores',
  render(report, options) {
    refuseOtherViews('ecs', options);
    const endpoints = new Map(report.endpoints.map((endpoint) => [endpoint.id, endpoint]));
    const told = ({ outcome }: Finding): boolean =>
      options.verbose > 1 || outcome === 'fail' || outcome === 'unknown';
    const lines = [
      ...report.endpoints.map((endpoint) => endpointLine(endpoint, report)),
      ...report.findings.filter(told).flatMap((finding) => {
        const places = concerned(finding);
        const at = places.length === 0 ? [undefined] : places.map((id) => endpoints.get(id));
        return at.map((endpoint) => findingLine(finding, endpoint, report));
      }),
    ];
    return lines.map((line) => `${forJson(line)}\n`).join('');
  },
};

const VERSION = '9.0.0';

/** As numbers for `event.severity`, which the schema leaves to the source. */
function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity) * 25;
}

function common({ judged, tool, run }: Report) {
  return {
    '@timestamp': judged.at,
    ecs: { version: VERSION },
    observer: { vendor: tool.name, product: tool.name, type: 'scanner', version: tool.version },
    agent: { type: tool.name, version: tool.version },
    exchange_tls: { run: { depth: run.depth, started_at: run.startedAt, complete: run.complete } },
  };
}

function endpointLine(endpoint: EndpointResult, report: Report): object {
  const { reach, failure, versions, chains } = endpoint;
  const base = common(report);
  const newest = versions.find(({ accepted }) => accepted === 'yes');
  const [, protocol, version] = /^(TLS|SSL) (\d\.\d)$/.exec(newest?.name ?? '') ?? [];
  const leaf = report.certificates.find(({ sha256 }) => sha256 === chains[0]?.certificates[0]);
  const suite = newest?.suites[0]?.name;
  return {
    ...base,
    event: {
      kind: 'state',
      category: ['network'],
      type: ['info'],
      module: 'exchange_tls',
      dataset: 'exchange_tls.endpoint',
      outcome: outcomeOf(reach),
      start: report.run.startedAt,
      end: report.run.finishedAt,
    },
    message: failure ?? reach,
    server: serverOf(endpoint),
    network: { protocol: endpoint.protocol, transport: 'tcp' },
    tls: {
      established: reach === 'answered' && chains.length > 0,
      ...(version === undefined ? {} : { version, version_protocol: protocol?.toLowerCase() }),
      ...(suite === undefined ? {} : { cipher: suite }),
      ...(endpoint.groups[0] === undefined ? {} : { curve: endpoint.groups[0].name }),
      ...(leaf === undefined ? {} : { server: certificateOf(leaf) }),
    },
    exchange_tls: {
      ...base.exchange_tls,
      endpoint: {
        id: endpoint.id,
        reach,
        starttls: endpoint.starttls,
        accepted: versions.filter(({ accepted }) => accepted === 'yes').map(({ name }) => name),
        baseline: endpoint.baseline,
        product: endpoint.product?.name ?? null,
      },
    },
  };
}

function findingLine(finding: Finding, endpoint: EndpointResult | undefined, report: Report): object {
  const { id, rule, severity, outcome, message, subject, fix, waived } = finding;
  const base = common(report);
  const certificate = report.certificates.find(({ sha256 }) => sha256 === subject.certificate);
  const title = report.rules.find((one) => one.id === rule)?.title;
  const alert = outcome === 'fail' && waived === undefined;
  return {
    ...base,
    event: {
      kind: alert ? 'alert' : 'state',
      category: ['configuration'],
      type: ['info'],
      module: 'exchange_tls',
      dataset: 'exchange_tls.finding',
      outcome: { pass: 'success', fail: 'failure', unknown: 'unknown', 'not-applicable': 'unknown' }[outcome],
      severity: rank(severity),
    },
    message,
    rule: { id: rule, name: title ?? rule, category: rule.split('/', 1)[0] ?? rule, ruleset: 'exchange-tls' },
    ...(endpoint === undefined ? {} : { server: serverOf(endpoint) }),
    ...(certificate === undefined ? {} : { tls: { server: certificateOf(certificate) } }),
    exchange_tls: {
      ...base.exchange_tls,
      finding: {
        id,
        outcome,
        severity,
        ...(subject.host === undefined ? {} : { host: subject.host }),
        ...(subject.name === undefined ? {} : { name: subject.name }),
        ...(waived === undefined ? {} : { waived }),
        ...(fix.length === 0 ? {} : { fix }),
      },
    },
  };
}

function outcomeOf(reach: EndpointResult['reach']): string {
  return reach === 'answered' ? 'success' : reach === 'unknown' ? 'unknown' : 'failure';
}

/** `ip` takes addresses alone, and the host may be one. */
function serverOf({ host, address, port }: EndpointResult): object {
  return {
    address: host,
    ...(address === null ? {} : { ip: address }),
    ...(address === host ? {} : { domain: host }),
    port,
  };
}

/** Hashes are in upper case there. Times that cannot be read are left out: the fields take only dates. */
function certificateOf(certificate: CertificateResult): object {
  const { sha256, thumbprint, subject, issuer, serial_number, not_before, not_after, names } = certificate;
  const isTime = (time: string): boolean => !Number.isNaN(Date.parse(time));
  return {
    hash: { sha256: sha256.toUpperCase(), sha1: thumbprint },
    subject,
    issuer,
    ...(isTime(not_before) ? { not_before } : {}),
    ...(isTime(not_after) ? { not_after } : {}),
    x509: {
      alternative_names: names,
      serial_number: serial_number.toUpperCase(),
      subject: { distinguished_name: subject },
      issuer: { distinguished_name: issuer },
      signature_algorithm: certificate.signature,
      ...(isTime(not_before) ? { not_before } : {}),
      ...(isTime(not_after) ? { not_after } : {}),
    },
  };
}
