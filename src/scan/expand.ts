import { isIP } from 'node:net';
import { type Endpoint, endpointId } from '../model/endpoint.ts';
import type { ResolveObservation } from '../model/observation.ts';
import type { Target } from '../model/target.ts';
import type { Resolve } from '../net/resolve.ts';

export interface Expansion {
  readonly endpoints: readonly Endpoint[];
  /** The look-up of the name: one, on the first endpoint; if it failed one for each, since none can be asked. */
  readonly lookups: readonly ResolveObservation[];
}

export interface ExpandOptions {
  readonly resolve: Resolve;
  readonly now: () => number;
  readonly nextId: () => string;
  readonly families: 'any' | 'ipv4' | 'ipv6';
  /** Ways to look names up, by view of split DNS, instead of `resolve`; none if absent. */
  readonly views?: readonly View[];
}

export interface View {
  readonly name: string;
  readonly resolve: Resolve;
}

/** One endpoint for each service and each address of a target; without an address there is one all the same. */
export async function expandTarget(target: Target, options: ExpandOptions): Promise<Expansion> {
  if (target.views !== undefined)
    return { endpoints: endpointsByView(target, Object.entries(target.views)), lookups: [] };
  if (target.addresses.length > 0) {
    return { endpoints: endpointsOf(target, target.addresses), lookups: [] };
  }
  if (isIP(target.host) !== 0) return { endpoints: endpointsOf(target, [target.host]), lookups: [] };
  const { views = [] } = options;
  if (views.length > 0) return expandByView(target, views, options);

  const startedAt = options.now();
  const result = await options.resolve(target.host);
  const addresses = result.ok ? result.addresses.filter((address) => fits(address, options.families)) : [];
  const endpoints = endpointsOf(target, addresses.length > 0 ? addresses : [null]);
  const outcome = lookupOutcome(result, addresses, options.families);
  const elapsedMs = Math.round(options.now() - startedAt);
  const concerned = outcome.status === 'resolved' ? endpoints.slice(0, 1) : endpoints;
  const looked = { question: 'addresses', name: target.host, startedAt, elapsedMs, outcome };
  const lookups = concerned.map((endpoint) => lookupOf(endpoint, options.nextId(), looked));
  return { endpoints, lookups };
}

/** What is put on record of one look-up for one endpoint that it concerns. */
function lookupOf(
  endpoint: Endpoint,
  id: string,
  looked: Pick<ResolveObservation, 'question' | 'elapsedMs' | 'outcome'> & {
    readonly name: string;
    readonly startedAt: number;
  },
): ResolveObservation {
  const { question, name, startedAt, elapsedMs, outcome } = looked;
  const at = new Date(startedAt).toISOString();
  const asked = { name };
  return {
    id,
    endpoint: endpoint.id,
    question,
    at,
    elapsedMs,
    connections: 0,
    kind: 'resolve',
    asked,
    outcome,
  };
}

/** Looks the name up in every view; an address that several lead to is one endpoint. */
async function expandByView(
  target: Target,
  views: readonly View[],
  { now, nextId, families }: ExpandOptions,
): Promise<Expansion> {
  const found = await Promise.all(
    views.map(async ({ name, resolve }) => {
      const startedAt = now();
      const result = await resolve(target.host);
      const addresses = result.ok ? result.addresses.filter((address) => fits(address, families)) : [];
      const outcome = lookupOutcome(result, addresses, families);
      return { name, startedAt, elapsedMs: Math.round(now() - startedAt), addresses, outcome };
    }),
  );
  const known = endpointsByView(
    target,
    found.map(({ name, addresses }) => [name, addresses]),
  );
  const endpoints = known.length > 0 ? known : endpointsOf(target, [null]);
  const lookups = found.flatMap(({ name, startedAt, elapsedMs, outcome }) => {
    const own = endpoints.filter(({ views: of }) => of?.includes(name) === true);
    const concerned = known.length > 0 ? [own[0] ?? endpoints[0]] : endpoints;
    const looked = { question: `addresses/${name}`, name: target.host, startedAt, elapsedMs, outcome };
    return concerned.flatMap((endpoint) =>
      endpoint === undefined ? [] : lookupOf(endpoint, nextId(), looked),
    );
  });
  return { endpoints, lookups };
}

function endpointsByView(
  target: Target,
  views: readonly (readonly [view: string, addresses: readonly string[]])[],
): Endpoint[] {
  const byAddress = new Map<string, string[]>();
  for (const [view, addresses] of views) {
    for (const address of new Set(addresses)) {
      const known = byAddress.get(address);
      if (known === undefined) byAddress.set(address, [view]);
      else known.push(view);
    }
  }
  return [...byAddress].flatMap(([address, names]) =>
    endpointsOf(target, [address]).map((endpoint) => ({ ...endpoint, views: names })),
  );
}

function lookupOutcome(
  result: Awaited<ReturnType<Resolve>>,
  addresses: readonly string[],
  families: ExpandOptions['families'],
): ResolveObservation['outcome'] {
  if (!result.ok) return { status: 'failed', failure: result.failure };
  if (addresses.length > 0) return { status: 'resolved', addresses };
  return {
    status: 'failed',
    failure: { code: 'no-address', stage: 'resolve', detail: `no ${families} address` },
  };
}

function endpointsOf(target: Target, addresses: readonly (string | null)[]): Endpoint[] {
  return addresses.flatMap((address) =>
    target.services.map(({ protocol, port, backEnd = false }) => ({
      id: endpointId(protocol, target.host, port, address),
      host: target.host,
      address,
      port,
      protocol,
      named: target.explicit && !backEnd,
    })),
  );
}

function fits(address: string, families: ExpandOptions['families']): boolean {
  return families === 'any' || isIP(address) === (families === 'ipv4' ? 4 : 6);
}
