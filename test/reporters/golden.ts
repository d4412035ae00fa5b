import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The committed file of that name in test/golden, to compare a text with, byte for byte: lines of CSV end in
 * CRLF. After a change that is meant, run the tests once with UPDATE_GOLDEN=1 in the environment to write the
 * files anew, and read the difference before committing.
 */
export function golden(name: string, text: string): string {
  const file = new URL(`../golden/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  return readFileSync(file, 'utf8');
}
