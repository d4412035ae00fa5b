import type { Baseline } from '../exchange/baseline.ts';
import { SCHANNEL } from '../exchange/schannel.ts';
import { WINDOWS, WINDOWS_IDS } from '../exchange/windows.ts';
import type { ClientVerdict } from '../model/clients.ts';
import type { EndpointResult, Report } from '../model/report.ts';
import { suiteName } from '../wire/iana/suites.ts';

/** What an answer to "what if" does not tell: nobody may take its silence for good news. */
export interface WhatIfLimits {
  /** Places of which too little is known: nothing was changed there, and nothing is said of them. */
  readonly unseen: readonly { readonly endpoint: string; readonly why: string }[];
  /** Clients of which neither what is nor what would be is known, by host. */
  readonly undecided: readonly { readonly host: string; readonly clients: readonly string[] }[];
  /** Hosts whose Windows does not have all that the baseline asks for. */
  readonly lacking: readonly {
    readonly host: string;
    readonly windows: string;
    readonly suites: readonly string[];
  }[];
}

/** @param after the same observations as in `before`, judged as if the baseline were reached */
export function whatIfLimits(before: Report, after: Report, baseline: Baseline): WhatIfLimits {
  return {
    unseen: unseenIn(before),
    undecided: undecidedIn(before, after),
    lacking: lackingIn(before, baseline),
  };
}

function unseenIn({ endpoints }: Report): WhatIfLimits['unseen'] {
  return endpoints.flatMap((endpoint) => {
    const why = whyUnseen(endpoint);
    return why === null ? [] : [{ endpoint: endpoint.id, why }];
  });
}

function whyUnseen({ reach, failure, starttls, versions }: EndpointResult): string | null {
  if (reach === 'not-enabled') return null;
  if (reach !== 'answered') return failure ?? 'it did not answer';
  // Where TLS is not offered there is none to change, and that is known.
  if (starttls === 'not-offered' || starttls === 'refused' || starttls === 'masked') return null;
  return versions.some(({ accepted }) => accepted !== 'unknown')
    ? null
    : 'which versions of TLS it accepts is not known';
}

function undecidedIn(before: Report, after: Report): WhatIfLimits['undecided'] {
  const hosts = new Map(before.endpoints.map(({ id, host }) => [id, host]));
  const later = openCells(after);
  const found = new Map<string, Set<string>>();
  for (const [cell, { endpoint, client }] of openCells(before)) {
    if (!later.has(cell)) continue;
    const host = hosts.get(endpoint) ?? endpoint;
    found.set(host, (found.get(host) ?? new Set()).add(client));
  }
  return [...found].map(([host, clients]) => ({ host, clients: [...clients] }));
}

const OPEN: ClientVerdict = 'not-known';

function openCells({
  clients,
}: Report): ReadonlyMap<string, { readonly endpoint: string; readonly client: string }> {
  return new Map(
    (clients?.results ?? [])
      .filter(({ verdict }) => verdict === OPEN)
      .flatMap(({ endpoint, service, clients: ids }) =>
        ids.map((client) => [`${endpoint} ${service} ${client}`, { endpoint, client }] as const),
      ),
  );
}

/** Later ones have what their list lacks turned off, but they have it. */
const OLD = WINDOWS_IDS.slice(0, WINDOWS_IDS.indexOf('2016'));

/** Before Windows Server 2016 Schannel has no RSA suites with ECDHE and GCM (Microsoft Learn, one page a release). */
function lackingIn({ endpoints }: Report, baseline: Baseline): WhatIfLimits['lacking'] {
  const seen = new Map(
    endpoints.flatMap(({ host, product }) => (product?.windows ? [[host, product.windows]] : [])),
  );
  return [...seen].flatMap(([host, windows]) => {
    const release = WINDOWS.find(({ name }) => name === windows);
    const row = SCHANNEL.find((one) => one.windows === release?.id);
    if (row === undefined || !OLD.includes(row.windows)) return [];
    const suites = baseline.suites.filter((code) => !row.suites.includes(code)).map(suiteName);
    return suites.length === 0 ? [] : [{ host, windows, suites }];
  });
}
