import type * as z from 'zod';

/** A refinement that refuses an entry of a list if one of its keys was already there. */
export function refuseRepeats<T>(
  keysOf: (entry: T) => readonly string[],
): (entries: readonly T[], context: z.RefinementCtx) => void {
  return (entries, context) => {
    const seen = new Set<string>();
    for (const [index, entry] of entries.entries()) {
      const keys = keysOf(entry);
      const repeated = keys.find((key) => seen.has(key));
      if (repeated !== undefined) {
        context.addIssue({ code: 'custom', path: [index], message: `${repeated} is listed twice` });
      }
      for (const key of keys) seen.add(key);
    }
  };
}
