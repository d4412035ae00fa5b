import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { forReaders } from './for-readers.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const README = read('../../README.md');

/** Blocks of TypeScript behind a link to the file that they are. */
const QUOTED = [
  ...README.matchAll(/\(test\/library\/(examples\/[a-z-]+\.ts)\)+:\n\n```ts\n([\s\S]*?)```\n/g),
].map(([, file = '', code = '']) => [file, code] as const);

describe('the README', () => {
  test('quotes files for all the TypeScript that it shows', () => {
    expect(QUOTED.length).toBeGreaterThanOrEqual(3);
    expect(QUOTED).toHaveLength(README.match(/^```ts$/gm)?.length ?? 0);
  });

  test.each(QUOTED)('quotes %s as it is', (file, code) => {
    expect(code).toBe(forReaders(read(file)));
  });

  test('names every example', () => {
    const names = readdirSync(new URL('examples', import.meta.url));
    expect(names.filter((name) => !README.includes(`(test/library/examples/${name})`))).toEqual([]);
  });

  test('links to no example that is not there', () => {
    const linked = [...README.matchAll(/\(test\/library\/(examples\/[^)]+)\)/g)].map(([, file = '']) => file);
    expect(linked.filter((file) => !existsSync(new URL(file, import.meta.url)))).toEqual([]);
  });
});
