import { isIP } from 'node:net';
import { nameReach } from '../certs/internal-names.ts';
import { readReference } from '../certs/reference.ts';
import { audience } from '../exchange/audience.ts';
import type { Client } from '../exchange/clients/client.ts';
import type { ClientService } from '../model/clients.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { serviceFamily } from '../model/protocol.ts';
import type { Target } from '../model/target.ts';
import type { Demand } from './demand.ts';

/** A place that is to have a certificate: looked at, or only written down. */
export type Place = Pick<Endpoint, 'host' | 'protocol' | 'port'> & { readonly id: string | null };

export interface Demands {
  readonly demands: readonly Demand[];
  /** Names that no public CA certifies, and places without a name. */
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
}

/**
 * What each service needs: the name of its host, those that the targets add, and Autodiscover of mail domains on the
 * website that is nearest to them. Only clients that were chosen ask for more.
 */
export function demandsOf(
  places: readonly Place[],
  targets: readonly Target[],
  domains: readonly string[],
  clients: readonly Client[],
): Demands {
  const leftOut = new Map<string, string>();
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const { host, protocol, port } = place;
    const family = serviceFamily(protocol);
    if (family === 'other' || audience(protocol, port) === 'servers') continue;
    const key = `${family} ${host}`;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  const sites = [...groups.keys()].flatMap((key) => (key.startsWith('web ') ? [key.slice(4)] : []));
  const extra = autodiscoverBySite(sites, domains);
  const demands = [...groups.values()].flatMap((group): readonly Demand[] => {
    const [{ host, protocol }] = group as [Place];
    const family = serviceFamily(protocol) as Demand['family'];
    const written = namesOf(group, targets, family);
    const names = [host, ...written, ...(family === 'web' ? (extra.get(host) ?? []) : [])].flatMap((text) => {
      const name = certifiable(text);
      if (name.ok) return [name.value];
      leftOut.set(text, name.why);
      return [];
    });
    const unique = [...new Set(names)];
    if (unique.length === 0) return [];
    const ports = [...new Set(group.map(({ port }) => port))];
    const endpoints = group.flatMap(({ id }) => id ?? []);
    const wishes = wishesOf(clients, family, ports);
    return [
      {
        host,
        family,
        ports,
        endpoints,
        names: unique,
        commonName: wishes.commonName ? (unique[0] ?? null) : null,
        listed: wishes.noWildcard ? unique : [],
      },
    ];
  });
  return { demands, leftOut: [...leftOut].map(([name, why]) => ({ name, why })) };
}

type Certifiable =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly why: string };

function certifiable(text: string): Certifiable {
  if (isIP(text) !== 0) return { ok: false, why: 'it is an address; clients need a name' };
  const reference = readReference(text);
  if (reference.kind !== 'name') return { ok: false, why: 'it is no DNS name' };
  return nameReach(reference.name) === 'internal'
    ? {
        ok: false,
        why: 'it exists in one network only, and no public CA certifies it: use a public name inside as well (split DNS)',
      }
    : { ok: true, value: reference.name };
}

function namesOf(
  group: readonly Place[],
  targets: readonly Target[],
  family: Demand['family'],
): readonly string[] {
  return group.flatMap(({ host, protocol, port }) =>
    targets
      .filter((target) => target.host === host)
      .flatMap(({ names, services }) => [
        ...(family === 'web' ? names : []),
        ...services
          .filter((service) => service.protocol === protocol && service.port === port)
          .flatMap((service) => service.names),
      ]),
  );
}

/** Autodiscover of a domain goes to the first website in it, or to the first of all. */
function autodiscoverBySite(
  sites: readonly string[],
  domains: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const domain of domains) {
    const name = `autodiscover.${domain}`;
    const site = sites.find((host) => host.endsWith(`.${domain}`)) ?? sites[0];
    if (site !== undefined) found.set(site, [...(found.get(site) ?? []), name]);
  }
  return found;
}

interface Wishes {
  readonly commonName: boolean;
  readonly noWildcard: boolean;
}

/** What the chosen clients read of a certificate; what nobody has confirmed of them counts as no. */
function wishesOf(clients: readonly Client[], family: Demand['family'], ports: readonly number[]): Wishes {
  const wanted = new Set(SERVICES[family](ports));
  const uses = clients.flatMap((client) =>
    client.uses.filter(({ services }) => services.some((one) => wanted.has(one))),
  );
  return {
    commonName: uses.some(
      ({ identity, principal }) =>
        principal?.value === 'common-name' ||
        (identity !== null && 'value' in identity.names.entries && identity.names.entries.value !== 'all'),
    ),
    noWildcard: uses.some(
      ({ identity }) =>
        identity !== null && !('value' in identity.names.wildcard && identity.names.wildcard.value),
    ),
  };
}

const SERVICES: Readonly<Record<Demand['family'], (ports: readonly number[]) => readonly ClientService[]>> = {
  web: () => ['owa', 'mapi-http', 'outlook-anywhere', 'ews', 'autodiscover', 'oab', 'activesync'],
  smtp: (ports) => [...(ports.includes(25) ? (['smtp'] as const) : []), 'submission'],
  pop: () => ['pop'],
  imap: () => ['imap'],
};
