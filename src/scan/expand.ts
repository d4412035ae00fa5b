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
}

/** One endpoint for each service and each address of a target; without an address there is one all the same. */
export async function expandTarget(target: Target, options: ExpandOptions): Promise<Expansion> {
  if (target.addresses.length > 0) {
    return { endpoints: endpointsOf(target, target.addresses), lookups: [] };
  }
  if (isIP(target.host) !== 0) return { endpoints: endpointsOf(target, [target.host]), lookups: [] };

  const startedAt = options.now();
  const result = await options.resolve(target.host);
  const addresses = result.ok ? result.addresses.filter((address) => fits(address, options.families)) : [];
  const endpoints = endpointsOf(target, addresses.length > 0 ? addresses : [null]);
  const outcome = lookupOutcome(result, addresses, options.families);
  const elapsedMs = Math.round(options.now() - startedAt);
  const concerned = outcome.status === 'resolved' ? endpoints.slice(0, 1) : endpoints;
  const lookups = concerned.map((endpoint): ResolveObservation => ({
    id: options.nextId(),
    endpoint: endpoint.id,
    question: 'addresses',
    at: new Date(startedAt).toISOString(),
    elapsedMs,
    connections: 0,
    kind: 'resolve',
    asked: { name: target.host },
    outcome,
  }));
  return { endpoints, lookups };
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
    target.services.map(({ protocol, port }) => ({
      id: endpointId(protocol, target.host, port, address),
      host: target.host,
      address,
      port,
      protocol,
      named: target.explicit,
    })),
  );
}

function fits(address: string, families: ExpandOptions['families']): boolean {
  return families === 'any' || isIP(address) === (families === 'ipv4' ? 4 : 6);
}
