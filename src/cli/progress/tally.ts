import type { Endpoint } from '../../model/endpoint.ts';
import type { Observation } from '../../model/observation.ts';
import type { Pressure } from '../../model/pressure.ts';
import { type Protocol, serviceFamily } from '../../model/protocol.ts';
import type { Target } from '../../model/target.ts';
import type { ScanEvent } from '../../scan/observe.ts';

/** What has been asked so far. Each event costs the same however many there were, and hosts that are done are forgotten. */
export interface Tally {
  readonly heed: (event: ScanEvent) => void;
  /** Those that are being asked, in the order in which they were begun. */
  readonly hosts: ReadonlyMap<string, HostTally>;
  readonly endpoints: Count;
  readonly targets: Count;
  readonly connections: number;
  /** Connections of targets that are done, of which the next ones are guessed. */
  readonly connectionsOfDone: number;
  /** Endpoints that are done, and those of them that answered with their connections. */
  readonly finished: { readonly endpoints: number; readonly answered: number; readonly connections: number };
}

interface Count {
  readonly begun: number;
  readonly done: number;
}

export interface HostTally {
  readonly host: string;
  readonly endpoints: Count;
  readonly connections: number;
  /** Connections that its endpoints may cost together. */
  readonly budget: number;
  readonly open: ReadonlyMap<string, EndpointTally>;
  /** The answer that came last, and from where; null before the first. */
  readonly last: { readonly endpoint: Endpoint | null; readonly observation: Observation } | null;
  /** Why it is asked more slowly; null if it is not. */
  readonly backOff: BackOff | null;
}

export interface EndpointTally {
  readonly endpoint: Endpoint;
  readonly connections: number;
  readonly answered: boolean;
}

interface BackOff {
  readonly sign: Pressure['sign'];
  /** Status code that the server named; null if it named none. */
  readonly code: string | null;
  /** Milliseconds since 1970 before which nothing more is asked there. */
  readonly until: number;
}

/** @param budget connections that an endpoint may cost, where its target says nothing else */
export function createTally(budget: number): Tally {
  const hosts = new Map<string, Host>();
  const places = new Map<string, Host>();
  const endpoints = { begun: 0, done: 0 };
  const targets = { begun: 0, done: 0 };
  const finished = { endpoints: 0, answered: 0, connections: 0 };

  function begin({ host, pace }: Target): void {
    targets.begun += 1;
    const known = hosts.get(host);
    if (known !== undefined) known.targets += 1;
    else hosts.set(host, hostFor(host, pace?.budget ?? budget));
  }

  function find(endpoint: Endpoint): void {
    endpoints.begun += 1;
    const own = hosts.get(endpoint.host);
    // A name that leads nowhere is done with its look-up.
    if (endpoint.address === null) endpoints.done += 1;
    if (own === undefined) return;
    own.endpoints.begun += 1;
    own.places.push(endpoint.id);
    places.set(endpoint.id, own);
    if (endpoint.address === null) {
      own.endpoints.done += 1;
      return;
    }
    own.budget += own.each;
    own.lanes.add(laneOf(endpoint.address, endpoint.protocol));
    own.open.set(endpoint.id, { endpoint, connections: 0, answered: false });
  }

  function count(observation: Observation): void {
    tally.connections += observation.connections;
    const own = places.get(observation.endpoint);
    if (own === undefined) return;
    const at = own.open.get(observation.endpoint);
    own.connections += observation.connections;
    own.last = { endpoint: at?.endpoint ?? null, observation };
    const { outcome } = observation;
    if (outcome.status === 'failed') {
      if (own.backOff !== null && outcome.failure.code === 'busy') {
        own.backOff = { ...own.backOff, code: statusCode(outcome.failure.detail) };
      }
    } else if (at !== undefined) {
      at.answered = true;
    }
    if (at !== undefined) at.connections += observation.connections;
  }

  function finish({ id }: Endpoint, connections: number): void {
    endpoints.done += 1;
    finished.endpoints += 1;
    const own = places.get(id);
    const at = own?.open.get(id);
    if (own === undefined || at === undefined) return;
    own.endpoints.done += 1;
    own.open.delete(id);
    if (!at.answered) return;
    finished.answered += 1;
    finished.connections += connections;
  }

  function press({ address, service, sign, at, waitMs }: Pressure): void {
    const lane = `${service} ${address}`;
    for (const own of hosts.values()) {
      if (own.lanes.has(lane)) own.backOff = { sign, code: null, until: Date.parse(at) + waitMs };
    }
  }

  function end({ host }: Target): void {
    targets.done += 1;
    const own = hosts.get(host);
    if (own === undefined) return;
    own.targets -= 1;
    if (own.targets > 0) return;
    tally.connectionsOfDone += own.connections;
    hosts.delete(host);
    for (const id of own.places) places.delete(id);
  }

  const tally = {
    hosts,
    endpoints,
    targets,
    finished,
    connections: 0,
    connectionsOfDone: 0,
    heed(event: ScanEvent): void {
      switch (event.type) {
        case 'target-begun':
          return begin(event.target);
        case 'endpoint-found':
          return find(event.endpoint);
        case 'observed':
          return count(event.observation);
        case 'pressure':
          return press(event.pressure);
        case 'endpoint-done':
          return finish(event.endpoint, event.connections);
        case 'target-done':
          return end(event.target);
      }
    },
  };
  return tally;
}

interface Host {
  readonly host: string;
  readonly endpoints: { begun: number; done: number };
  connections: number;
  budget: number;
  readonly open: Map<string, { readonly endpoint: Endpoint; connections: number; answered: boolean }>;
  last: HostTally['last'];
  backOff: BackOff | null;
  /** How many targets have this host: one may be named twice. */
  targets: number;
  /** Connections that each endpoint may cost. */
  readonly each: number;
  /** Addresses and services, as pressure names them. */
  readonly lanes: Set<string>;
  /** Ids of its endpoints. */
  readonly places: string[];
}

function hostFor(host: string, each: number): Host {
  return {
    host,
    endpoints: { begun: 0, done: 0 },
    connections: 0,
    budget: 0,
    open: new Map(),
    last: null,
    backOff: null,
    targets: 1,
    each,
    lanes: new Set(),
    places: [],
  };
}

function laneOf(address: string, protocol: Protocol): string {
  const service: Pressure['service'] = serviceFamily(protocol) === 'smtp' ? 'smtp' : 'other';
  return `${service} ${address}`;
}

/** `421` from what the server said, and nothing else of it. */
function statusCode(detail: string): string | null {
  return /^\d{3}(?!\d)/.exec(detail)?.[0] ?? null;
}
