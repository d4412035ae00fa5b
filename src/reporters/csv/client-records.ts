import type { Report } from '../../model/report.ts';
import { type Value, withHeader } from './record.ts';

/** The columns are a contract: new ones are added at the end. */
const COLUMNS = [
  'host',
  'ip',
  'port',
  'protocol',
  'service',
  'client',
  'title',
  'verdict',
  'reason',
  'condition',
  'version',
  'suite',
  'group',
  'basis',
  'simulated',
] as const;

/** One client with one service of one endpoint a row; `simulated` is what its hello met, if it was sent. */
export function clientRecords(report: Report): readonly (readonly Value[])[] {
  const endpoints = new Map(report.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const titles = new Map(report.clients?.clients.map(({ id, title }) => [id, title]));
  const seen = new Map(
    report.clients?.simulations.map((one) => [
      `${one.endpoint} ${one.client}`,
      `${heldText(one.held)}: ${one.seen}`,
    ]),
  );
  return withHeader(
    COLUMNS,
    (report.clients?.results ?? []).flatMap((result) => {
      const endpoint = endpoints.get(result.endpoint);
      return result.clients.map((client) => ({
        host: endpoint?.host ?? null,
        ip: endpoint?.address ?? null,
        port: endpoint?.port ?? null,
        protocol: endpoint?.protocol ?? null,
        service: result.service,
        client,
        title: titles.get(client) ?? null,
        verdict: result.verdict,
        reason: result.reason,
        condition: result.condition,
        version: result.version,
        suite: result.suite?.name ?? null,
        group: result.group?.name ?? null,
        basis: result.basis,
        simulated: seen.get(`${result.endpoint} ${client}`) ?? null,
      }));
    }),
  );
}

function heldText(held: boolean | null): string {
  return held === null ? 'no prediction' : held ? 'held' : 'did not hold';
}
