import { comparableName } from '../path/distinguished-name.ts';

/**
 * A text that is the same for two distinguished names if RFC 5280, 7.1 calls them the same.
 *
 * @param name Hex of the DER, as `Certificate.subjectKey` has it.
 */
export function nameKey(name: string): string {
  const known = KEYS.get(name);
  if (known !== undefined) return known;
  const { key } = comparableName(Buffer.from(name, 'hex'));
  if (KEYS.size >= MOST_KEYS) KEYS.clear();
  if (name.length <= LONGEST_KEPT) KEYS.set(name, key);
  return key;
}

/** The same few authorities are compared over and over. */
const KEYS = new Map<string, string>();
const MOST_KEYS = 500;
const LONGEST_KEPT = 4000;
