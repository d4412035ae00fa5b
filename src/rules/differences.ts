/** One thing that is compared; a value for each holder, null if it is not known, undefined if it has none. */
export interface Trait {
  readonly name: string;
  readonly values: readonly (string | null | undefined)[];
}

export interface Difference {
  readonly trait: string;
  /** The most common value first. */
  readonly values: readonly { readonly value: string; readonly holders: readonly string[] }[];
}

export interface Comparison {
  readonly found: readonly Difference[];
  /** Names of traits without a difference of which some values are not known. */
  readonly undecided: readonly string[];
}

/** Compares what the holders have; a value that is not known is neither the same nor another. */
export function differences(holders: readonly string[], traits: readonly Trait[]): Comparison {
  const found: Difference[] = [];
  const undecided: string[] = [];
  for (const { name, values } of traits) {
    const byValue = new Map<string, string[]>();
    values.forEach((value, index) => {
      if (typeof value === 'string')
        byValue.set(value, [...(byValue.get(value) ?? []), holders[index] ?? '']);
    });
    if (byValue.size > 1) {
      const sorted = [...byValue].toSorted(([, one], [, other]) => other.length - one.length);
      found.push({ trait: name, values: sorted.map(([value, of]) => ({ value, holders: of })) });
    } else if (values.includes(null)) {
      undecided.push(name);
    }
  }
  return { found, undecided };
}

/** Those who differ from a majority; empty where there is none, as between two. */
export function oddOnes(found: readonly Difference[], holders: number): readonly string[] {
  const odd = new Set<string>();
  for (const { values } of found) {
    const [most, ...others] = values;
    if (most === undefined || most.holders.length * 2 <= holders) return [];
    for (const other of others) for (const holder of other.holders) odd.add(holder);
  }
  return odd.size * 2 < holders ? [...odd] : [];
}
