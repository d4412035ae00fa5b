import type { Target, TargetPace, TargetService } from '../model/target.ts';

/**
 * Joins targets of the same host, in the order in which hosts first appear; every service is there once. A
 * host that was given both with and without services becomes two targets, because only for the services that
 * were named a closed port is a fault: the standard one keeps what the named one does not have. Both keep the pace,
 * which is for the host.
 */
export function mergeTargets(targets: readonly Target[]): Target[] {
  const hosts = unique(targets.map((target) => target.host));
  const byHost = new Map<string, Target[]>(hosts.map((host) => [host, []]));
  for (const target of targets) byHost.get(target.host)?.push(target);
  return [...byHost.values()].flatMap((sameHost) => {
    const pace = joinPaces(sameHost);
    const named = join(
      sameHost.filter((target) => target.explicit),
      pace,
    );
    const standard = join(
      sameHost.filter((target) => !target.explicit),
      pace,
    );
    if (standard === undefined) return named ?? [];
    if (named === undefined) return standard;
    const services = standard.services.filter((service) => !named.services.some(isSamePlace(service)));
    return services.length === 0 ? [named] : [{ ...standard, services }, named];
  });
}

function join(targets: readonly Target[], pace: Pick<Target, 'pace'>): Target | undefined {
  const [first] = targets;
  if (first === undefined) return undefined;
  return {
    ...first,
    services: joinServices(targets.flatMap((target) => target.services)),
    addresses: unique(targets.flatMap((target) => target.addresses)),
    names: unique(targets.flatMap((target) => target.names)),
    baseline: targets.map((target) => target.baseline).find((id) => id !== null) ?? null,
    ...pace,
  };
}

/** What is said first counts, as for baselines. */
function joinPaces(targets: readonly Target[]): Pick<Target, 'pace'> {
  const paces = targets.flatMap(({ pace }) => pace ?? []);
  return paces.length === 0 ? {} : { pace: Object.assign({}, ...paces.toReversed()) as TargetPace };
}

function joinServices(services: readonly TargetService[]): TargetService[] {
  const places = new Map<string, TargetService>();
  for (const service of services) {
    const key = `${service.protocol}:${service.port}`;
    const names = unique([...(places.get(key)?.names ?? []), ...service.names]);
    places.set(key, { ...service, names });
  }
  return [...places.values()];
}

function isSamePlace(service: TargetService): (other: TargetService) => boolean {
  return (other) => other.protocol === service.protocol && other.port === service.port;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
