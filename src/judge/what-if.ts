import type { ClientService, ClientVerdict } from '../model/clients.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';

/** A client whose use of a service would end, or begin. */
export interface ClientChange {
  readonly host: string;
  readonly client: string;
  readonly title: string;
  readonly services: readonly ClientService[];
  readonly before: ClientVerdict;
  readonly after: ClientVerdict;
  /** Why it would be so afterwards. */
  readonly reason: string;
}

/** What a change would bring, by the same rules before and after. */
export interface WhatIf {
  readonly stop: readonly ClientChange[];
  /** Not known now, and would fail for certain. */
  readonly fail: readonly ClientChange[];
  readonly begin: readonly ClientChange[];
  /** Of what now works it would not be known whether it still does. */
  readonly doubt: readonly ClientChange[];
  /** Failed before, and would not any more. */
  readonly gone: readonly Finding[];
  /** Would fail, and does not now. */
  readonly fresh: readonly Finding[];
}

/** What is different for clients and findings; both reports are of the same observations, judged at the same moment. */
export function whatIf(before: Report, after: Report): WhatIf {
  const changes = clientChanges(before, after);
  const failed = (report: Report): ReadonlyMap<string, Finding> =>
    new Map(report.findings.filter(({ outcome }) => outcome === 'fail').map((one) => [one.id, one]));
  const [earlier, later] = [failed(before), failed(after)];
  const goesOn = (verdict: ClientVerdict): boolean => verdict !== 'fails' && verdict !== 'not-known';
  return {
    stop: changes.filter(
      (one) => goesOn(one.before) && worse(one.before, one.after) && one.after !== 'not-known',
    ),
    fail: changes.filter((one) => one.before === 'not-known' && one.after === 'fails'),
    begin: changes.filter((one) => one.before === 'fails' && goesOn(one.after)),
    doubt: changes.filter((one) => goesOn(one.before) && one.after === 'not-known'),
    gone: [...earlier.values()].filter(({ id }) => !later.has(id)),
    fresh: [...later.values()].filter(({ id }) => !earlier.has(id)),
  };
}

/** Mail that was encrypted and goes on in clear text has lost as well. */
function worse(before: ClientVerdict, after: ClientVerdict): boolean {
  return after === 'fails' || (after === 'clear-text' && before !== 'clear-text');
}

interface Cell {
  readonly host: string;
  readonly service: ClientService;
  readonly client: string;
  readonly verdict: ClientVerdict;
  readonly reason: string;
}

function clientChanges(before: Report, after: Report): readonly ClientChange[] {
  const titles = new Map(before.clients?.clients.map(({ id, title }) => [id, title]));
  const later = cellsOf(after);
  const changes = new Map<string, ClientChange & { readonly services: ClientService[] }>();
  for (const [key, { host, service, client, verdict }] of cellsOf(before)) {
    const then = later.get(key);
    if (then === undefined || then.verdict === verdict) continue;
    const alike = [host, client, verdict, then.verdict, then.reason].join('\n');
    const known = changes.get(alike);
    if (known !== undefined) {
      if (!known.services.includes(service)) known.services.push(service);
      continue;
    }
    changes.set(alike, {
      host,
      client,
      title: titles.get(client) ?? client,
      services: [service],
      before: verdict,
      after: then.verdict,
      reason: then.reason,
    });
  }
  return [...changes.values()];
}

function cellsOf(report: Report): ReadonlyMap<string, Cell> {
  const hosts = new Map(report.endpoints.map(({ id, host }) => [id, host]));
  return new Map(
    (report.clients?.results ?? []).flatMap(({ endpoint, service, clients, verdict, reason }) =>
      clients.map((client): [string, Cell] => [
        `${endpoint} ${service} ${client}`,
        { host: hosts.get(endpoint) ?? endpoint, service, client, verdict, reason },
      ]),
    ),
  );
}
