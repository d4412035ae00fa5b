import type { Certificate } from '../certs/certificate.ts';
import type { ChainTrust } from '../certs/trust/chain-trust.ts';
import type { Client } from '../exchange/clients/client.ts';
import { CLIENTS_AS_OF } from '../exchange/clients/index.ts';
import type { DirectoryId } from '../exchange/directories.ts';
import type { EndpointFactSet } from '../facts/types.ts';
import type { ClientMatrix, ClientResult, ClientService } from '../model/clients.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Observation } from '../model/observation.ts';
import type { Target } from '../model/target.ts';
import { groupName } from '../wire/iana/groups.ts';
import { hex } from '../wire/iana/hex.ts';
import { suite as suiteOf, suiteId, suiteName } from '../wire/iana/suites.ts';
import { versionName } from '../wire/iana/versions.ts';
import { clientsWith } from './known.ts';
import { meetingAt } from './meeting.ts';
import { predict, type Prediction } from './predict.ts';
import { servicesAt } from './services.ts';
import { simulationsAt } from './simulations.ts';

export interface MatrixRequest {
  readonly endpoints: readonly {
    readonly endpoint: Endpoint;
    readonly facts: EndpointFactSet;
    readonly target: Target;
  }[];
  readonly observations: readonly Observation[];
  readonly trustOf: (chain: readonly Certificate[]) => ChainTrust;
  readonly isRevoked: (certificate: Certificate) => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The operator's own, which come first; one with the id of a known client stands in its place. */
  readonly own?: readonly Client[];
}

/** How every client fares with every service of every endpoint that answered. Pure; opens no connection. */
export function clientMatrix(request: MatrixRequest): ClientMatrix {
  const clients = clientsWith(request.own ?? []);
  const results: ClientResult[] = [];
  const simulations = simulationsAt(request, clients);
  for (const place of request.endpoints) {
    const { endpoint, facts } = place;
    if (!facts.reach.known || facts.reach.value.state !== 'answered') continue;
    const services = servicesAt(endpoint).filter((service) => !isMissing(service, facts));
    if (services.length === 0) continue;
    const meeting = meetingAt(place, request);
    for (const service of services) {
      const predicted = clients.map((client) => ({ client, prediction: predict(client, service, meeting) }));
      results.push(...grouped(endpoint.id, service, predicted));
    }
  }
  const named = new Set(results.flatMap((result) => result.clients));
  return {
    table: CLIENTS_AS_OF,
    clients: clients
      .filter(({ id }) => named.has(id))
      .map(({ id, title, own = false }) => ({ id, title, own })),
    results,
    simulations,
  };
}

/** A website without the directory of a service does not offer it: Exchange 2010 has no MAPI over HTTP. */
function isMissing(service: ClientService, { directories }: EndpointFactSet): boolean {
  const wanted = DIRECTORY_OF[service];
  return (
    wanted !== undefined &&
    directories.known &&
    directories.value.directories.some(({ id, state }) => id === wanted && state === 'absent')
  );
}

const DIRECTORY_OF: Partial<Record<ClientService, DirectoryId>> = {
  owa: 'owa',
  'mapi-http': 'mapi',
  'outlook-anywhere': 'rpc',
  ews: 'ews',
  autodiscover: 'autodiscover',
  oab: 'oab',
  activesync: 'activesync',
};

/** Clients that fare alike are one result, in the order of the table. */
function grouped(
  endpoint: string,
  service: ClientService,
  predicted: readonly { readonly client: Client; readonly prediction: Prediction | null }[],
): readonly ClientResult[] {
  const groups = new Map<string, { readonly ids: string[]; readonly prediction: Prediction }>();
  for (const { client, prediction } of predicted) {
    if (prediction === null) continue;
    const { verdict, reason, condition, version, suite, group, basis } = prediction;
    const key = [verdict, reason, condition, version, suite, group, basis].join('\n');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { ids: [client.id], prediction });
    else known.ids.push(client.id);
  }
  return [...groups.values()].map(({ ids, prediction }) => {
    const { version, suite, group, verdict, reason, condition, basis } = prediction;
    return {
      endpoint,
      service,
      clients: ids,
      verdict,
      reason,
      condition,
      version: version === null ? null : versionName(version),
      suite:
        suite === null
          ? null
          : { id: suiteId(suite), name: suiteName(suite), openssl_name: suiteOf(suite)?.opensslName ?? '' },
      group: group === null ? null : { id: hex(group, 4), name: groupName(group) },
      basis,
    };
  });
}
