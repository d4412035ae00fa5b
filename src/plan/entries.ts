import { isPublicSuffix } from '../certs/public-suffix.ts';
import type { Demand } from './demand.ts';

/** What one certificate for several demands has to hold. */
export interface Entries {
  readonly commonName: string | null;
  /** The common name first, as some clients read the first name alone; then listed names and wildcards, each sorted. */
  readonly names: readonly string[];
}

/**
 * The fewest entries that cover every name, where a wildcard is taken for at least `wildcardFrom` names of one parent that
 * need not be listed: 2 gives the fewest entries of all, Infinity none with a wildcard. Null if the demands cannot share
 * a certificate, which has but one common name.
 */
export function entriesFor(demands: readonly Demand[], wildcardFrom: number): Entries | null {
  const common = new Set(demands.flatMap(({ commonName }) => commonName ?? []));
  if (common.size > 1) return null;
  const [commonName = null] = common;
  const wanted = new Set(demands.flatMap(({ names }) => names));
  const listed = new Set([...demands.flatMap((demand) => demand.listed), ...common]);
  const byParent = new Map<string, string[]>();
  for (const name of [...wanted].filter((one) => !listed.has(one))) {
    const parent = parentOf(name);
    if (parent === null) listed.add(name);
    else byParent.set(parent, [...(byParent.get(parent) ?? []), name]);
  }
  const wildcards = [...byParent]
    .filter(([, names]) => names.length >= wildcardFrom)
    .map(([parent]) => parent);
  const others = [...byParent]
    .filter(([parent]) => !wildcards.includes(parent))
    .flatMap(([, names]) => names);
  const single = [...listed, ...others].filter((name) => name !== commonName).toSorted();
  return {
    commonName,
    names: [
      ...(commonName === null ? [] : [commonName]),
      ...single,
      ...wildcards.toSorted().map((parent) => `*.${parent}`),
    ],
  };
}

/** What a wildcard for the name would stand under; null where no CA may issue one. */
function parentOf(name: string): string | null {
  const dot = name.indexOf('.');
  const parent = name.slice(dot + 1);
  return dot <= 0 || !parent.includes('.') || isPublicSuffix(parent) ? null : parent;
}
