import type { Protocol } from '../../src/model/protocol.ts';
import type { EndpointResult, Report } from '../../src/model/report.ts';
import { scan, type ScanSettings } from '../../src/pipeline.ts';
import { NAMES } from './certificates.ts';

const [HOST = ''] = NAMES;

/** Scans one port of this machine under the name that the certificates are made for. */
export function reportOf(
  protocol: Protocol,
  port: number,
  options: ScanSettings['options'] = {},
): Promise<Report> {
  const service = { protocol, port, names: [] };
  const target = {
    host: HOST,
    services: [service],
    explicit: true,
    addresses: ['127.0.0.1'],
    names: NAMES.slice(1),
    baseline: null,
  };
  return scan([target], { options });
}

/** What a report says of its one endpoint, in the words of the tables of expectations. */
export interface Seen {
  /** By version, `TLS 1.2`: the accepted suites in order. Versions that are refused do not stand here. */
  readonly suites: Readonly<Record<string, readonly string[]>>;
  /** Versions of which it is not known whether they are accepted, or whether the list is whole. */
  readonly open: readonly string[];
  readonly order: EndpointResult['order'];
  readonly groups: readonly string[];
  readonly chains: readonly (readonly string[])[];
}

export function seenIn(report: Report): Seen {
  const endpoint = endpointOf(report);
  const accepted = endpoint.versions.filter((version) => version.accepted === 'yes');
  return {
    suites: Object.fromEntries(
      accepted.map((version) => [version.name, version.suites.map(({ name }) => name)]),
    ),
    open: endpoint.versions
      .filter((version) => version.accepted === 'unknown' || !version.complete)
      .map(({ name }) => name),
    order: endpoint.order,
    groups: endpoint.groups.map(({ name }) => name),
    chains: endpoint.chains.map(({ certificates }) => certificates),
  };
}

export function endpointOf(report: Report): EndpointResult {
  const [endpoint] = report.endpoints;
  if (endpoint === undefined) throw new Error('the report has no endpoint');
  return endpoint;
}

/** Ids of the rules that fail, remarks aside, each once. */
export function failing(report: Report): readonly string[] {
  const failures = report.findings.filter((one) => one.outcome === 'fail' && one.severity !== 'info');
  return [...new Set(failures.map(({ rule }) => rule))].toSorted();
}
