import type { ClientInfo, ClientResult, ClientService, ClientVerdict } from '../model/clients.ts';
import { CLIENT_SERVICES, CLIENT_VERDICTS } from '../model/clients.ts';
import type { Report } from '../model/report.ts';

/** Heads of columns, at most four characters. */
export const SERVICE_HEADS: Readonly<Record<ClientService, string>> = {
  owa: 'OWA',
  'mapi-http': 'MAPI',
  'outlook-anywhere': 'OA',
  ews: 'EWS',
  autodiscover: 'Auto',
  oab: 'OAB',
  activesync: 'EAS',
  pop: 'POP',
  imap: 'IMAP',
  submission: 'Sub',
  smtp: 'SMTP',
};

/** As they stand in a cell. */
export const VERDICT_WORDS: Readonly<Record<ClientVerdict, string>> = {
  fails: 'no',
  'not-known': '?',
  'works-after-prompt': 'ask',
  'clear-text': 'text',
  unauthenticated: 'enc',
  works: 'ok',
};

/** What a cell of one client and service says of all endpoints of a host: the worst decides. */
export interface ClientCell {
  readonly verdict: ClientVerdict;
  readonly conditional: boolean;
}

export interface HostMatrix {
  readonly host: string;
  readonly services: readonly ClientService[];
  readonly rows: readonly {
    readonly client: ClientInfo;
    readonly cells: ReadonlyMap<ClientService, ClientCell>;
  }[];
  readonly results: readonly ClientResult[];
}

/** One matrix for each host, in the order of the endpoints; only clients that use one of its services. */
export function hostMatrices(report: Report): readonly HostMatrix[] {
  const { clients } = report;
  if (clients === undefined) return [];
  const hosts = new Map(report.endpoints.map(({ id, host }) => [id, host]));
  const byHost = new Map<string, ClientResult[]>();
  for (const result of clients.results) {
    const host = hosts.get(result.endpoint) ?? result.endpoint;
    const own = byHost.get(host);
    if (own === undefined) byHost.set(host, [result]);
    else own.push(result);
  }
  return [...byHost].map(([host, results]) => {
    const cells = cellsOf(results);
    return {
      host,
      services: CLIENT_SERVICES.filter((service) => results.some((result) => result.service === service)),
      rows: clients.clients.flatMap((client) => {
        const own = cells.get(client.id);
        return own === undefined ? [] : [{ client, cells: own }];
      }),
      results,
    };
  });
}

function cellsOf(results: readonly ClientResult[]): ReadonlyMap<string, Map<ClientService, ClientCell>> {
  const cells = new Map<string, Map<ClientService, ClientCell>>();
  for (const { clients, service, verdict, condition } of results) {
    for (const id of clients) {
      const own = cells.get(id) ?? new Map<ClientService, ClientCell>();
      cells.set(id, own);
      const known = own.get(service);
      const worse = known === undefined || rank(verdict) < rank(known.verdict);
      if (worse) own.set(service, { verdict, conditional: condition !== null });
    }
  }
  return cells;
}

/** The worst first. */
export function rank(verdict: ClientVerdict): number {
  return CLIENT_VERDICTS.indexOf(verdict);
}
