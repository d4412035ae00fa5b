import type { Demand } from './demand.ts';
import { entriesFor, type Entries } from './entries.ts';

export interface Arrangement {
  readonly groups: readonly { readonly demands: readonly Demand[]; readonly entries: Entries }[];
  /** It is proved that there is none with fewer certificates, or as many and fewer names. */
  readonly optimal: boolean;
}

export interface Limits {
  readonly wildcardFrom: number;
  /** Names in one certificate. */
  readonly mostNames: number;
}

/** With more demands that differ the search would take too long: 21147 ways for nine, 115975 for ten. */
const MOST_SEARCHED = 10;

/**
 * The fewest certificates for all demands, and among those the fewest names. A demand with too many names for any
 * certificate gets one all the same, and those beside it that add nothing.
 */
export function arrange(demands: readonly Demand[], limits: Limits): Arrangement {
  const { roots, members } = withoutFreeRiders(demands);
  const first = greedy(roots, limits);
  const best = roots.length <= MOST_SEARCHED ? search(roots, limits, first) : first;
  const optimal = roots.length <= MOST_SEARCHED || best.length === 1;
  return {
    optimal,
    groups: best.flatMap((group) => {
      const all = group.flatMap((root) => members.get(root) ?? []);
      const entries = entriesFor(all, limits.wildcardFrom);
      return entries === null ? [] : [{ demands: all, entries }];
    }),
  };
}

type Groups = readonly (readonly Demand[])[];

/** A demand whose names another one has, listed alike and without a common name of its own, costs nothing beside that. */
function withoutFreeRiders(demands: readonly Demand[]): {
  readonly roots: readonly Demand[];
  readonly members: ReadonlyMap<Demand, readonly Demand[]>;
} {
  const members = new Map<Demand, Demand[]>();
  for (const demand of demands.toSorted((one, other) => weight(other) - weight(one))) {
    const root = [...members.keys()].find((one) => isWithin(demand, one));
    if (root === undefined) members.set(demand, [demand]);
    else members.get(root)?.push(demand);
  }
  return { roots: [...members.keys()], members };
}

function weight({ names, listed, commonName }: Demand): number {
  return names.length + listed.length + (commonName === null ? 0 : 1);
}

function isWithin(demand: Demand, other: Demand): boolean {
  const listed = new Set([...other.listed, ...(other.commonName === null ? [] : [other.commonName])]);
  return (
    (demand.commonName === null || demand.commonName === other.commonName) &&
    demand.names.every((name) => other.names.includes(name)) &&
    demand.listed.every((name) => listed.has(name))
  );
}

/** Names in all; null if some group is no certificate. */
function cost(groups: Groups, { wildcardFrom, mostNames }: Limits): number | null {
  let names = 0;
  for (const group of groups) {
    const entries = entriesFor(group, wildcardFrom);
    if (entries === null) return null;
    const { length } = entries.names;
    const asOneAlone = (one: Demand): boolean => entriesFor([one], wildcardFrom)?.names.length === length;
    if (length > mostNames && !group.some(asOneAlone)) return null;
    names += length;
  }
  return names;
}

/** Each demand in the first certificate that can take it. */
function greedy(demands: readonly Demand[], limits: Limits): Groups {
  const groups: Demand[][] = [];
  const named = demands.toSorted(
    (one, other) => Number(other.commonName !== null) - Number(one.commonName !== null),
  );
  for (const demand of named) {
    const home = groups.find((group) => cost([[...group, demand]], limits) !== null);
    if (home === undefined) groups.push([demand]);
    else home.push(demand);
  }
  return groups;
}

/** Every way to divide the demands, as far as it can still be better than the best so far. */
function search(demands: readonly Demand[], limits: Limits, start: Groups): Groups {
  let best = start;
  let least = cost(start, limits) ?? Infinity;
  const place = (at: number, groups: readonly (readonly Demand[])[]): void => {
    const demand = demands[at];
    if (groups.length > best.length) return;
    if (demand === undefined) {
      const names = cost(groups, limits) ?? Infinity;
      if (groups.length < best.length || names < least) [best, least] = [groups, names];
      return;
    }
    groups.forEach((group, index) => {
      const joined = [...group, demand];
      if (cost([joined], limits) !== null) place(at + 1, groups.with(index, joined));
    });
    place(at + 1, [...groups, [demand]]);
  };
  place(0, []);
  return best;
}
