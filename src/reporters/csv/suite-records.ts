import type { Report } from '../../model/report.ts';
import { type Value, withHeader } from './record.ts';

/** The columns are a contract: new ones are added at the end. */
const COLUMNS = [
  'endpoint',
  'host',
  'ip',
  'port',
  'service',
  'version',
  'version_id',
  'accepted',
  'place',
  'suite',
  'suite_id',
  'openssl_name',
  'complete',
] as const;

/**
 * One suite of one version of one endpoint a row, in the order of the server. A version without suites has one row, since
 * that it is refused, or that nobody knows, is worth as much.
 */
export function suiteRecords(report: Report): readonly (readonly Value[])[] {
  type Row = Readonly<Record<(typeof COLUMNS)[number], Value>>;
  return withHeader(
    COLUMNS,
    report.endpoints.flatMap(({ id, host, address, port, protocol, versions }) =>
      versions.flatMap(({ id: version_id, name: version, accepted, suites, complete }): readonly Row[] => {
        const common = {
          endpoint: id,
          host,
          ip: address,
          port,
          service: protocol,
          version,
          version_id,
          accepted,
          complete,
        };
        const none = { ...common, place: null, suite: null, suite_id: null, openssl_name: null };
        if (suites.length === 0) return [none];
        return suites.map((suite, at) => ({
          ...common,
          place: at + 1,
          suite: suite.name,
          suite_id: suite.id,
          openssl_name: suite.openssl_name,
        }));
      }),
    ),
  );
}
