import { randomBytes } from 'node:crypto';
import { parseRunOptions } from '../../src/config/options.ts';
import { factsOf } from '../../src/facts/index.ts';
import type { EndpointFactSet } from '../../src/facts/types.ts';
import { createNetwork, type LabNetwork } from '../../src/lab/network.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { type Handler, tlsServer } from '../../src/lab/tls-server.ts';
import type { Tri } from '../../src/model/finding.ts';
import type { HelloObservation, Observation } from '../../src/model/observation.ts';
import { DEFAULT_PORT, type Protocol } from '../../src/model/protocol.ts';
import type { Depth, Gathered } from '../../src/model/report.ts';
import type { Target } from '../../src/model/target.ts';
import { type ObserveOptions, observeAll } from '../../src/scan/observe.ts';
import { versionName } from '../../src/wire/iana/versions.ts';
import { RSA_ONLY } from '../lab/chains.ts';

export const HOST = 'server.contoso.com';
export const ADDRESS = '192.0.2.99';

/** Options for loopback, about TLS alone: whoever is silent for this long stays silent. */
export function optionsFor(depth: Depth, rest: Partial<ObserveOptions> = {}): Omit<ObserveOptions, 'world'> {
  const options = parseRunOptions({ depth, fingerprint: 'none' });
  const timeouts = { connectMs: 2000, replyMs: 2000, tlsMs: 2000 };
  return { ...options, timeouts, signal: new AbortController().signal, ...rest };
}

export function targetFor(protocol: Protocol, host = HOST): Target {
  return {
    host,
    services: [{ protocol, port: DEFAULT_PORT[protocol], names: [] }],
    explicit: true,
    addresses: [],
    names: [],
    baseline: null,
  };
}

/** What came of one run against one server, and how often the server was really called. */
export interface Run extends Gathered {
  readonly served: number;
}

/** Starts a server on a network of its own, asks it and stops it. */
export async function ask(
  handler: Handler,
  depth: Depth,
  {
    protocol = 'https',
    around = (network) => network.world,
    ...rest
  }: Partial<Omit<ObserveOptions, 'world'>> & {
    readonly protocol?: Protocol;
    /** Changes the world in which the run takes place. */
    readonly around?: (network: LabNetwork) => ObserveOptions['world'];
  } = {},
): Promise<Run> {
  const network = createNetwork(Date.now);
  network.name(HOST, [ADDRESS]);
  await network.serve(ADDRESS, DEFAULT_PORT[protocol], handler);
  try {
    const options = { ...optionsFor(depth, rest), world: around(network) };
    const gathered = await observeAll([targetFor(protocol)], options);
    return {
      ...gathered,
      served: [...network.connections().values()].reduce((sum, count) => sum + count, 0),
    };
  } finally {
    await network.stop();
  }
}

/** Asks a server like Exchange 2019 with an RSA certificate, changed by `policy`. */
export function askPolicy(
  policy: Partial<TlsPolicy>,
  depth: Depth,
  options: Parameters<typeof ask>[2] = {},
): Promise<Run> {
  return ask(tlsServer({ ...exchange2019(RSA_ONLY), ...policy }, randomBytes), depth, options);
}

export function connectionsOf({ observations }: Gathered): number {
  return observations.reduce((sum, { connections }) => sum + connections, 0);
}

export function hellosOf({ observations }: Gathered, question: RegExp): HelloObservation[] {
  return observations.filter(
    (observation): observation is HelloObservation =>
      observation.kind === 'hello' && question.test(observation.question),
  );
}

/** `modern accepted 303`, `version/0302 refused 70`: the whole interview, one line a question. */
export function interviewOf({ observations }: Gathered): string[] {
  return observations
    .filter(({ kind }) => kind !== 'resolve')
    .map(({ question, outcome }) => `${question} ${said(outcome)}`);
}

function said(outcome: Observation['outcome']): string {
  switch (outcome.status) {
    case 'accepted':
      return `accepted ${outcome.version.toString(16)}`;
    case 'refused':
      return outcome.alert === null ? 'refused' : `refused ${outcome.alert.description}`;
    case 'closed':
      return `closed ${outcome.how}`;
    case 'no-tls':
      return `no-tls ${outcome.reason}`;
    case 'failed':
      return `failed ${outcome.failure.code}`;
    default:
      return outcome.status;
  }
}

/** What the only endpoint of a run is known to be. */
export function factsIn({ endpoints, observations }: Gathered): EndpointFactSet {
  const [endpoint] = endpoints;
  if (endpoint === undefined) throw new Error('the run has no endpoint');
  return factsOf(endpoint, observations, new Map());
}

/** `yes`, `no` or `unknown` for each version; null if nothing is known about any. */
export function versionAnswers(run: Gathered): Readonly<Record<string, Tri>> | null {
  const { versions } = factsIn(run);
  if (!versions.known) return null;
  return Object.fromEntries(
    [...versions.value.answers].map(([version, { value }]) => [versionName(version), value]),
  );
}
