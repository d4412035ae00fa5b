import type { EndpointResult, Report } from '../model/report.ts';
import { forTerminal } from '../reporters/escape.ts';
import { groupBy } from '../reporters/table/group-by.ts';
import { endpointPlace } from '../reporters/table/place.ts';

/** Groups that one line has room for. */
const SHOWN = 3;

/** One sentence on why a run with exit code 3 is not a pass; for standard error, whatever the format is. */
export function notAssessed(report: Report, ascii: boolean): string {
  const { not_assessed: ids, unknown } = report.summary;
  const missed = report.endpoints.filter(({ id }) => ids.includes(id));
  const absent = ids.filter((id) => !missed.some((endpoint) => endpoint.id === id));
  const groups = [
    ...[...groupBy(missed, ({ host, failure }) => `${host} ${failure}`).values()].map(grouped),
    ...absent,
  ];
  if (groups.length === 0) {
    return `${unknown} ${unknown === 1 ? 'check' : 'checks'} could not be assessed: see the report`;
  }
  const more = groups.length > SHOWN ? ` and ${groups.length - SHOWN} more` : '';
  return forTerminal(`could not be assessed: ${groups.slice(0, SHOWN).join('; ')}${more}`, ascii);
}

/** Endpoints of one host that stay open for one reason. */
function grouped(endpoints: readonly EndpointResult[]): string {
  const [first] = endpoints;
  if (first === undefined) return '';
  const place =
    endpoints.length === 1 ? endpointPlace(first) : `${first.host}, ${endpoints.length} endpoints`;
  return `${place} (${first.failure ?? 'no answer that can be understood'})`;
}
