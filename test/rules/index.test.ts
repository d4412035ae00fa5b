import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { findRule, RULES } from '../../src/rules/index.ts';
import { SEVERITIES } from '../../src/model/finding.ts';

const folder = new URL('../../src/rules/', import.meta.url);
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`));

describe('the list of rules', () => {
  test('has every file below rules/, under its path', () => {
    expect(RULES.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  test('has no id twice', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  test('finds a rule by its id', () => {
    expect(findRule('tls/weak-cipher')?.title).toBe('A cipher suite of a banned family is accepted');
    expect(findRule('tls/nothing')).toBeUndefined();
  });
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('the text of %s', (_, rule) => {
  test('says why, and how to mend it', () => {
    expect(rule.title).toMatch(/^[A-Z].{10,90}[^.]$/);
    expect(rule.why).toMatch(/^.{60,}\.$/);
    expect(rule.fix.length).toBeGreaterThan(0);
    expect(rule.fix.every((line) => line.trim() !== '' && !line.includes('\n'))).toBe(true);
    expect(SEVERITIES).toContain(rule.severity);
  });

  test('has references with an address', () => {
    expect(rule.references.length).toBeGreaterThan(0);
    for (const { title, url } of rule.references) {
      expect(title).not.toBe('');
      expect(new URL(url).protocol).toBe('https:');
    }
  });
});
