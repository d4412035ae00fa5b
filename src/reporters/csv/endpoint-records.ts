import { SEVERITIES } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { concerned } from '../table/fold.ts';
import { type Value, withHeader } from './record.ts';

/** The columns are a contract: new ones are added at the end. */
const COLUMNS = [
  'endpoint',
  'host',
  'ip',
  'port',
  'service',
  'reach',
  'failure',
  'starttls',
  'versions',
  'order',
  'groups',
  'product',
  'build',
  'baseline',
  'certificates',
  'banner',
  'connections',
  'findings',
  'worst_severity',
  'not_assessed',
] as const;

/** One endpoint a row; `versions` are those accepted, `certificates` the thumbprints of the first of each chain. */
export function endpointRecords(report: Report): readonly (readonly Value[])[] {
  const thumbprints = new Map(report.certificates.map(({ sha256, thumbprint }) => [sha256, thumbprint]));
  return withHeader(
    COLUMNS,
    report.endpoints.map((endpoint) => {
      const about = report.findings.filter((finding) => concerned(finding).includes(endpoint.id));
      const failed = about.filter((one) => one.outcome === 'fail' && one.waived === undefined);
      const severities = new Set(failed.map(({ severity }) => severity));
      const leaves = new Set(endpoint.chains.flatMap(({ certificates }) => certificates.slice(0, 1)));
      return {
        endpoint: endpoint.id,
        host: endpoint.host,
        ip: endpoint.address,
        port: endpoint.port,
        service: endpoint.protocol,
        reach: endpoint.reach,
        failure: endpoint.failure,
        starttls: endpoint.starttls,
        versions: endpoint.versions
          .filter(({ accepted }) => accepted === 'yes')
          .map(({ name }) => name)
          .join('; '),
        order: endpoint.order,
        groups: endpoint.groups.map(({ name }) => name).join(' '),
        product: endpoint.product?.name ?? null,
        build: endpoint.product?.build ?? null,
        baseline: endpoint.baseline,
        certificates: [...leaves].map((sha256) => thumbprints.get(sha256) ?? sha256).join(' '),
        banner: endpoint.banner,
        connections: endpoint.connections,
        findings: failed.length,
        worst_severity: SEVERITIES.findLast((severity) => severities.has(severity)) ?? null,
        not_assessed: about.filter(({ outcome }) => outcome === 'unknown').length,
      };
    }),
  );
}
