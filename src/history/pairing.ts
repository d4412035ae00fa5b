import { endpointId } from '../model/endpoint.ts';
import type { EndpointResult, Report } from '../model/report.ts';
import type { Standing, StandingEndpoint } from './standing.ts';

/** Which endpoint of a report is which of those known before. */
export interface Pairing {
  /** Id known before, by the id now. */
  readonly before: ReadonlyMap<string, string>;
  /** Id now, by the id known before; null where its name does not resolve any more. */
  readonly after: ReadonlyMap<string, string | null>;
}

/** `smtp://mail.contoso.com:25`. */
export function serviceOf({ protocol, host, port }: EndpointResult): string {
  return endpointId(protocol, host, port, null);
}

/**
 * An endpoint is itself by its id. Where a service has moved to other addresses, those that are left over on both sides
 * are taken for each other, in order; a name that does not resolve says nothing about where the service is.
 */
export function pair(standing: Standing, report: Report): Pairing {
  const before = new Map<string, string>();
  const after = new Map<string, string | null>();
  const byService = groupBy(report.endpoints, serviceOf);
  const known = groupBy(Object.entries(standing.endpoints), ([, { service }]) => service);
  for (const [service, olds] of known) {
    const news = byService.get(service) ?? [];
    const lost = news.length > 0 && news.every(({ address }) => address === null);
    const ids = new Set(news.map(({ id }) => id));
    const oldIds = new Set(olds.map(([id]) => id));
    const left = news.filter(({ id, address }) => !oldIds.has(id) && address !== null).map(({ id }) => id);
    for (const [id, old] of olds) {
      const now = ids.has(id) ? id : isLost(old, lost) ? null : left.shift();
      if (now === undefined) continue;
      after.set(id, now);
      if (now !== null) before.set(now, id);
    }
  }
  return { before, after };
}

function isLost({ address }: StandingEndpoint, lost: boolean): boolean {
  return lost && address !== null;
}

export function groupBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
