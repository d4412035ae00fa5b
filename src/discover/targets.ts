import { DEFAULT_PORT } from '../model/protocol.ts';
import { type Discovery, type FoundHost, type FoundService, isHostName } from './found.ts';
import type { Purpose } from './likely-names.ts';

/** A targets file, as config/targets-document reads it. */
export interface TargetsDocument {
  readonly domains: readonly string[];
  readonly targets: readonly TargetEntry[];
}

export interface TargetEntry {
  readonly host: string;
  /** The standard set if absent. */
  readonly services?: readonly (string | NamedService)[];
  readonly names?: readonly string[];
}

export interface NamedService extends FoundService {
  readonly names: readonly string[];
}

/**
 * Makes a targets file of what was found: hosts of the operator's own that have an address. A usual name that leads to
 * the same addresses as another host is a name of that host's website or service, since a website has one certificate;
 * hosts that DNS names get the services that it names, and guessed ones the standard set, in which a closed port is no
 * fault.
 *
 * @param others hosts of others are looked at, too; those of Exchange Online never
 */
export function targetsOf(discoveries: readonly Discovery[], others: boolean): TargetsDocument {
  const hosts = merged(discoveries.flatMap((discovery) => discovery.hosts)).filter(
    ({ host, addresses, whose }) =>
      addresses.length > 0 && isHostName(host) && (whose === 'own' || (whose === 'other' && others)),
  );
  const drafts: Draft[] = [];
  for (const found of hosts.toSorted((one, other) => rank(one) - rank(other))) {
    const same = drafts.filter(({ place }) => place === placeOf(found));
    if (found.services.length > 0 || !takenAsName(found, same)) drafts.push(draftOf(found));
    // Autodiscover is a name of the website as well where it leads there.
    if (found.services.length > 0 && isWeb(found.services)) nameOfWebsite(found.host, same);
  }
  return { domains: discoveries.map(({ domain }) => domain), targets: drafts.map(entryOf) };
}

interface Draft {
  readonly host: string;
  readonly place: string;
  /** Null for the standard set. */
  readonly services:
    { readonly protocol: FoundService['protocol']; readonly port: number; readonly names: string[] }[] | null;
  readonly names: string[];
}

/** The same host may be found by several domains. */
function merged(hosts: readonly FoundHost[]): readonly FoundHost[] {
  const byName = new Map<string, FoundHost>();
  for (const found of hosts) {
    const known = byName.get(found.host);
    const services = [...(known?.services ?? []), ...found.services];
    byName.set(found.host, {
      ...(known ?? found),
      addresses: [...new Set([...(known?.addresses ?? []), ...found.addresses])],
      guess: known?.guess ?? found.guess,
      services: services.filter(
        (one, index) =>
          services.findIndex(({ protocol, port }) => protocol === one.protocol && port === one.port) ===
          index,
      ),
    });
  }
  return [...byName.values()];
}

const RANKS: Readonly<Record<Purpose, number>> = { all: 0, web: 3, smtp: 4, imap: 4, pop: 4 };

/** Hosts for everything first, then those that DNS names, then the rest, so that the rest can be names of theirs. */
function rank({ guess, services }: FoundHost): number {
  if (guess === 'all') return RANKS.all;
  if (services.length > 0) return isWeb(services) ? 2 : 1;
  return guess === null ? 2 : RANKS[guess];
}

function draftOf({ host, addresses, guess, services, ...found }: FoundHost): Draft {
  const wanted = guess === 'all' ? null : services.length > 0 ? services : USUAL[guess ?? 'web'];
  return {
    host,
    place: placeOf({ host, addresses, ...found }),
    services: wanted === null ? null : wanted.map((one) => ({ ...one, names: [] })),
    names: [],
  };
}

const USUAL: Readonly<Record<Purpose, readonly FoundService[] | null>> = {
  all: null,
  web: [{ protocol: 'https', port: 443 }],
  smtp: null,
  imap: [{ protocol: 'imaps', port: 993 }],
  pop: [{ protocol: 'pop3s', port: 995 }],
};

function placeOf({ addresses }: Pick<FoundHost, 'host' | 'addresses'>): string {
  return addresses.toSorted().join(' ');
}

/** Whether a guessed name was put down as a name of a host that is there already. */
function takenAsName({ host, guess }: FoundHost, same: readonly Draft[]): boolean {
  switch (guess) {
    case 'all':
    case 'web':
      return nameOfWebsite(host, same);
    case 'imap':
      return nameOfService(host, same, ['imap', 'imaps']);
    case 'pop':
      return nameOfService(host, same, ['pop3', 'pop3s']);
    case 'smtp':
      // Which of its services clients reach by that name nobody can tell.
      return same.length > 0;
    default:
      return false;
  }
}

function nameOfWebsite(name: string, same: readonly Draft[]): boolean {
  const site = same.find(
    ({ host, services }) =>
      host !== name && (services === null || services.some(({ protocol }) => protocol === 'https')),
  );
  if (site !== undefined && !site.names.includes(name)) site.names.push(name);
  return site !== undefined;
}

function nameOfService(name: string, same: readonly Draft[], protocols: readonly string[]): boolean {
  const places = same
    .flatMap(({ services }) => services ?? [])
    .filter(({ protocol }) => protocols.includes(protocol));
  for (const { names } of places) names.push(name);
  return places.length > 0;
}

function isWeb(services: readonly FoundService[]): boolean {
  return services.every(({ protocol }) => protocol === 'https');
}

function entryOf({ host, services, names }: Draft): TargetEntry {
  return {
    host,
    ...(services === null ? {} : { services: services.map(serviceOf) }),
    ...(names.length === 0 ? {} : { names }),
  };
}

function serviceOf(service: NamedService): string | NamedService {
  const { protocol, port, names } = service;
  if (names.length > 0) return service;
  return port === DEFAULT_PORT[protocol] ? protocol : `${protocol}:${port}`;
}
