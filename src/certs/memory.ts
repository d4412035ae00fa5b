/**
 * Makes a value once for each key and hands out the same again, until so many others have come: certificates of one
 * authority are alike in most of their parts, and a fleet has thousands. What `make` throws is not kept.
 */
export function memoryOf<T>(most: number): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make();
    const oldest = known.size < most ? undefined : known.keys().next().value;
    if (oldest !== undefined) known.delete(oldest);
    known.set(key, made);
    return made;
  };
}
