import { STANDARD_ENDPOINTS, type StandardEndpoint } from '../model/protocol.ts';
import type { Target } from '../model/target.ts';
import type { World } from '../net/world.ts';
import { HOST_PLANS, type HostPlan } from './contoso-hosts.ts';
import { createNetwork } from './network.ts';
import { createPki } from './pki.ts';

export interface LabHost {
  readonly name: string;
  /** What it shows, in one sentence. */
  readonly shows: string;
}

/** A running embedded organization. */
export interface Lab {
  readonly hosts: readonly LabHost[];
  readonly targets: readonly Target[];
  /** The world in which its names and addresses exist. */
  readonly world: World;
  /** When it was started, ms since 1970; the certificates are made relative to it. */
  readonly now: number;
  /** Roots of its certificates, DER: the authorities that an operator would configure. */
  readonly authorities: readonly Uint8Array[];
  /** Those of them that play a commercial CA, which no root program has. */
  readonly commercialRoots: readonly Uint8Array[];
  /** Connections accepted so far, by `address:port`. */
  readonly connections: () => ReadonlyMap<string, number>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Contoso on loopback: every host has an address that is kept for documentation and standard ports, and shows
 * one state in which Exchange organizations are found. Rejects if the machine has no free port on 127.0.0.1.
 * @param plans the hosts; those of the demo by default
 */
export async function startContoso(
  now: () => number = Date.now,
  plans: readonly HostPlan[] = HOST_PLANS,
): Promise<Lab> {
  const startedAt = now();
  const network = createNetwork(now);
  const pki = await createPki(startedAt);
  for (const plan of plans) {
    network.name(plan.name, plan.addresses);
    for (const address of plan.addresses) {
      const servers = Object.entries(await plan.servers({ pki, now, address }));
      await Promise.all(servers.map(([port, handler]) => network.serve(address, Number(port), handler)));
    }
  }
  return {
    hosts: plans.map(({ name, shows }) => ({ name, shows })),
    targets: plans.map(targetOf),
    world: network.world,
    now: startedAt,
    authorities: pki.authorities,
    commercialRoots: pki.commercialRoots,
    connections: network.connections,
    stop: network.stop,
  };
}

function targetOf({ name, names = [], only, baseline }: HostPlan): Target {
  const services = only === undefined ? STANDARD_ENDPOINTS : only.map(standard);
  return {
    host: name,
    services: services.map(({ protocol, port }) => ({ protocol, port, names: [] })),
    explicit: only !== undefined,
    addresses: [],
    names,
    baseline: baseline ?? null,
  };
}

function standard(service: string): StandardEndpoint {
  const found = STANDARD_ENDPOINTS.find((endpoint) => endpoint.service === service);
  if (found === undefined) throw new RangeError(`no standard endpoint for ${service}`);
  return found;
}
