import { isIP } from 'node:net';
import type { Certificate } from '../certs/certificate.ts';
import { coversName } from '../certs/names.ts';
import { audience } from '../exchange/audience.ts';
import type {
  HostNames,
  MissingName,
  NamesCell,
  NamesColumn,
  NamesMatrix,
  NamesRow,
} from '../model/names-matrix.ts';
import type { DomainFacts } from '../facts/domain/types.ts';
import type { Target } from '../model/target.ts';
import { standing } from '../rules/name-coverage.ts';
import { presence } from '../rules/presence.ts';
import { leaves } from '../rules/presented.ts';
import type { JudgedEndpoint } from './engine.ts';

/** More names than a host has, and columns than a table shows; a report stays readable by machines as well. */
const MOST_NAMES = 500;
const MOST_COLUMNS = 50;

/** Which names the certificates of each service cover, from the targets and what was presented. */
export function namesMatrix(
  endpoints: readonly JudgedEndpoint[],
  domains: readonly DomainFacts[] = [],
): NamesMatrix {
  const hosts = new Map<string, JudgedEndpoint[]>();
  for (const one of endpoints) {
    const group = hosts.get(one.endpoint.host);
    if (group === undefined) hosts.set(one.endpoint.host, [one]);
    else group.push(one);
  }
  const own = [...hosts].map(([host, of]) => hostNames(host, of)).filter(({ columns }) => columns.length > 0);
  const made = [...own, ...autodiscoverNames(own, domains)];
  return { hosts: made, missing: missingIn(made) };
}

/** What Autodiscover asks for in the name of a mail domain, where no target has the name; one host for each. */
function autodiscoverNames(
  known: readonly HostNames[],
  domains: readonly DomainFacts[],
): readonly HostNames[] {
  const names = new Set(known.flatMap(({ rows }) => rows.map(({ name }) => name)));
  return domains.flatMap(({ autodiscover: { host, service, redirect } }) =>
    [host, service, redirect.known && redirect.value.state === 'leads' ? redirect.value.place : null].flatMap(
      (place): HostNames[] => {
        if (place?.known !== true || place.value.state !== 'answers') return [];
        const name = place.value.name.toLowerCase();
        const [leaf] = place.value.certificates;
        if (leaf === undefined || names.has(name)) return [];
        names.add(name);
        const column: Column = {
          leaves: [leaf],
          certificates: [leaf.sha256],
          services: [{ protocol: 'https', port: 443, endpoints: [] }],
        };
        const { certificates, services } = column;
        return [
          {
            host: name,
            columns: [{ certificates, services }],
            rows: [{ name, source: 'domain', cells: [cellOf(name, column, () => true)] }],
          },
        ];
      },
    ),
  );
}

interface Column extends NamesColumn {
  readonly leaves: readonly Certificate[];
}

function hostNames(host: string, endpoints: readonly JudgedEndpoint[]): HostNames {
  const targets = [...new Set(endpoints.map(({ target }) => target))];
  const columns = columnsOf(endpoints);
  const names = namesOf(host, targets);
  return {
    host,
    columns: columns.map(({ certificates, services }) => ({ certificates, services })),
    rows: [...names].slice(0, MOST_NAMES).map(([name, source]) => ({
      name,
      source,
      cells: columns.map((column) => cellOf(name, column, isNeeded(name, host, targets))),
    })),
  };
}

/** Endpoints that present the same certificates, those of which it is not known last. */
function columnsOf(endpoints: readonly JudgedEndpoint[]): readonly Column[] {
  const found = new Map<
    string,
    { readonly leaves: readonly Certificate[]; readonly endpoints: JudgedEndpoint[] }
  >();
  for (const one of endpoints) {
    if (one.endpoint.protocol === 'smtp-anonymous' || presence(one) === 'absent') continue;
    const seen = one.facts.chains.known ? leaves(one.facts.chains.value) : [];
    const key = seen
      .map(({ sha256 }) => sha256)
      .toSorted()
      .join();
    const column = found.get(key);
    if (column === undefined) found.set(key, { leaves: seen, endpoints: [one] });
    else column.endpoints.push(one);
  }
  return [...found.values()]
    .toSorted((one, other) => Number(one.leaves.length === 0) - Number(other.leaves.length === 0))
    .slice(0, MOST_COLUMNS)
    .map(({ leaves: own, endpoints: where }) => ({
      leaves: own,
      certificates: own.map(({ sha256 }) => sha256),
      services: servicesOf(where),
    }));
}

function servicesOf(endpoints: readonly JudgedEndpoint[]): NamesColumn['services'] {
  const services = new Map<
    string,
    { protocol: JudgedEndpoint['endpoint']['protocol']; port: number; endpoints: string[] }
  >();
  for (const { endpoint } of endpoints) {
    const key = serviceKey(endpoint);
    const service = services.get(key);
    if (service === undefined) {
      services.set(key, { protocol: endpoint.protocol, port: endpoint.port, endpoints: [endpoint.id] });
    } else service.endpoints.push(endpoint.id);
  }
  return [...services.values()];
}

function serviceKey({ protocol, port }: Pick<NamesColumn['services'][number], 'protocol' | 'port'>): string {
  return `${protocol}:${port}`;
}

function namesOf(host: string, targets: readonly Target[]): ReadonlyMap<string, NamesRow['source']> {
  const names = new Map<string, NamesRow['source']>();
  const add = (name: string, source: NamesRow['source']): void => {
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, source);
  };
  // Of an address that was asked for the certificate need say nothing.
  if (isIP(host) === 0) add(host, 'host');
  for (const { names: website, services } of targets) {
    if (services.some(({ protocol }) => protocol === 'https'))
      for (const name of website) add(name, 'website');
    for (const service of services) for (const name of service.names) add(name, 'service');
  }
  return names;
}

/** The host but on ports for servers, names of the website with https, and those of a service there. */
function isNeeded(
  name: string,
  host: string,
  targets: readonly Target[],
): (service: NamesColumn['services'][number]) => boolean {
  if (name === host.toLowerCase()) return ({ protocol, port }) => audience(protocol, port) !== 'servers';
  const has = (names: readonly string[]): boolean => names.some((one) => one.toLowerCase() === name);
  return ({ protocol, port }) =>
    targets.some(
      (target) =>
        target.services.some(
          (service) => service.protocol === protocol && service.port === port && has(service.names),
        ) ||
        (protocol === 'https' && has(target.names)),
    );
}

function cellOf(
  name: string,
  { leaves: own, services }: Column,
  needs: (service: NamesColumn['services'][number]) => boolean,
): NamesCell {
  const { state } = standing(own, name);
  const [first] = own;
  return {
    needed_by: services.filter(needs).map(serviceKey),
    covered: STATES[state],
    entry: state === 'covered' && first !== undefined ? coversName(first, name).entry : null,
  };
}

const STATES = { covered: 'yes', uncovered: 'no', 'common-name': 'common-name', unknown: 'unknown' } as const;

function missingIn(hosts: readonly HostNames[]): readonly MissingName[] {
  const found = new Map<
    string,
    { places: Map<string, MissingName['places'][number]>; certificates: Set<string> }
  >();
  for (const { host, columns, rows } of hosts) {
    for (const { name, cells } of rows) {
      cells.forEach(({ needed_by: by, covered }, at) => {
        const column = columns[at];
        if (by.length === 0 || column === undefined || covered === 'yes' || covered === 'unknown') return;
        const entry = found.get(name) ?? { places: new Map(), certificates: new Set() };
        found.set(name, entry);
        for (const service of column.services) {
          const key = serviceKey(service);
          const { protocol, port } = service;
          if (by.includes(key)) entry.places.set(`${key} ${host}`, { host, protocol, port });
        }
        for (const sha256 of column.certificates) entry.certificates.add(sha256);
      });
    }
  }
  return [...found].map(([name, { places, certificates }]) => ({
    name,
    places: [...places.values()],
    certificates: [...certificates],
  }));
}
