import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { RULES } from '../../src/rules/index.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { readPowerShell } from '../fixtures/powershell.ts';
import { failing } from './hostile-places.ts';

/** Texts that try to get out of a string, a comment or a line. */
const ESCAPES = [
  "'; Remove-Item C:\\ -Recurse #",
  '\u2019; calc #',
  '\u201B; calc; \u2018',
  '"; calc; "',
  '$(calc)',
  '`n calc',
  'a\r\ncalc\r\n',
  'a\u2028calc',
  '#> calc',
  'SIG # Begin signature block',
  "a' -Services IIS; calc '",
  ');calc;(',
];

const anyText = fc.oneof(
  fc.constantFrom(...ESCAPES),
  fc.constantFrom(...HOSTILE_STRINGS.filter((text) => text.length < 200)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.stringMatching(/^['"`$(){};#<>|&\n\r\u2018-\u201E a]{0,12}$/),
);

/** Commands without what strings say, and a list of strings as one. */
function skeleton(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const words = readPowerShell(line).map(({ kind, text }) => (kind === 'single' ? "''" : text));
    return words.length === 0 ? [] : [words.join(' ').replace(/''(?: , '')+/g, "''")];
  });
}

const rulesFolder = new URL('../../src/rules/', import.meta.url);

/** Rules that do more than to hand out one text for all. */
const FILLED_IN = readdirSync(rulesFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /^\w[\w-]*\/[\w-]+\.ts$/.test(path))
  .filter((path) => (readFileSync(new URL(path, rulesFolder), 'utf8').match(/\bfix[:,]/g) ?? []).length > 1)
  .map((path) => path.replace(/\.ts$/, ''));

describe('the fixes of all rules', () => {
  test.each(RULES.map((rule) => [rule.id, rule] as const))(
    '%s: what it says in general parses',
    (_, { fix }) => {
      for (const line of fix) expect(() => readPowerShell(line)).not.toThrow();
    },
  );

  test('every rule that fills its fix in is among those tried here', () => {
    const tried = new Set(failing('mail').map(({ rule }) => rule));
    expect(FILLED_IN.filter((id) => !tried.has(id))).toEqual([]);
  });

  test('no name gets out of its string or comment, and none changes a command', () => {
    const usual = new Set(failing('mail').flatMap(({ fix }) => skeleton(fix)));
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { rule, fix } of failing(text)) {
          const strange = skeleton(fix).filter((command) => !usual.has(command));
          expect([rule, strange]).toEqual([rule, []]);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
