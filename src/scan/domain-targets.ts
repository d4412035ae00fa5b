import type { Target } from '../model/target.ts';

/**
 * Which target each mail domain is asked with, since a target is what is handed over and judged as one: the first that
 * stands in the domain, else the first of all.
 */
export function domainTargets(
  domains: readonly string[],
  targets: readonly Target[],
): ReadonlyMap<Target, readonly string[]> {
  const found = new Map<Target, string[]>();
  for (const domain of new Set(domains)) {
    const within = targets.find(({ host }) => host === domain || host.endsWith(`.${domain}`));
    const target = within ?? targets[0];
    if (target === undefined) continue;
    const own = found.get(target);
    if (own === undefined) found.set(target, [domain]);
    else own.push(domain);
  }
  return found;
}
