import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseDocument } from '../../src/config/document.ts';
import { parseJson } from '../../src/config/json-document.ts';
import { parseYaml } from '../../src/config/yaml-document.ts';
import { linesOf } from './lines.ts';

const parse = (text: string): unknown => parseDocument(text, 'f');

describe('JSON', () => {
  test.each([
    ['null', null],
    [' 42\n', 42],
    ['"mail"', 'mail'],
    ['\ufeff{"a": [true, {}]}', { a: [true, {}] }],
    ['{"a": {"b": 1}, "b": {"b": 2}}', { a: { b: 1 }, b: { b: 2 } }],
    ['[{"a": 1}, {"a": 1}]', [{ a: 1 }, { a: 1 }]],
    ['{"a": ["a", "a"], "b": "a"}', { a: ['a', 'a'], b: 'a' }],
    ['{"a": "{\\"a\\": 1, \\"a\\": 2}", "b": "\\\\"}', { a: '{"a": 1, "a": 2}', b: '\\' }],
    ['{"a": {}, "b": [], "c": [[]]}', { a: {}, b: [], c: [[]] }],
  ])('%j is read', (text, value) => {
    expect(parseJson(text, 'f')).toEqual({ value });
  });

  test.each(['', '{a: 1}', '{"a": 1,}', "{'a': 1}", '# none', 'a: 1', '{"a": 1} # ours', '"\t"'])(
    '%j is left to YAML',
    (text) => {
      expect(parseJson(text, 'f')).toBeUndefined();
    },
  );

  test('keeps a key that objects have of themselves', () => {
    expect(Object.keys(parse('{"__proto__": 1, "constructor": 2}') as object)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  test('may be nested as deeply as it likes', () => {
    expect(linesOf(() => typeof parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toEqual([
      'accepted: "object"',
    ]);
  });

  test('is what it says, whatever it says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\t', '\r\n'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseJson(text, 'f')).toEqual({ value: JSON.parse(text) });
      }),
    );
  });
});

describe('a key that is there twice in one object', () => {
  test.each([
    ['{"a": 1, "a": 2}', 'line 1, column 10'],
    ['{"a":1,\r\n "b":{"a":1},\r\n\t"a":2}', 'line 3, column 2'],
    ['[1, {"a": [{}, {"b": 1, "a": 2, "b": 3}]}]', 'line 1, column 33'],
    ['{"a": {"x": 1}, "b": {}, "a": []}', 'line 1, column 26'],
    ['{"a": 1, "\\u0061": 2}', 'line 1, column 10'],
    ['{"": 1, "": 2}', 'line 1, column 9'],
    ['{"\\"": 1, "\\"": 2}', 'line 1, column 11'],
    ['{"__proto__": 1, "__proto__": 2}', 'line 1, column 18'],
    ['\ufeff{"a": 1, "a": 2}', 'line 1, column 10'],
  ])('is refused with its place in %j', (text, place) => {
    expect(linesOf(() => parseJson(text, 'f'))).toEqual([
      `f: ${place}: this key is already there in the same object`,
    ]);
    expect(linesOf(() => parseYaml(text, 'f'))).toEqual(linesOf(() => parseJson(text, 'f')));
  });

  test('is found by the readers of JSON and of YAML alike', () => {
    const { json } = fc.letrec<{ json: string; object: string; list: string }>((tie) => ({
      json: fc.oneof({ maxDepth: 4 }, fc.constantFrom('1', '"a"', '"{"'), tie('object'), tie('list')),
      list: fc.array(tie('json'), { maxLength: 3 }).map((entries) => `[${entries.join(', ')}]`),
      object: fc
        .array(fc.tuple(fc.constantFrom('"a"', '"b"', '"\\u0062"', '"]"', '"\\\\"'), tie('json')), {
          maxLength: 4,
        })
        .map((pairs) => `{${pairs.map(([key, value]) => `${key}: ${value}`).join(',\n')}}`),
    }));
    const outcome = (read: () => unknown): unknown => {
      const [line = ''] = linesOf(read);
      return line.startsWith('accepted') ? line : 'refused';
    };
    fc.assert(
      fc.property(json, (text) => {
        expect(outcome(() => parseJson(text, 'f')?.value)).toBe(outcome(() => parseYaml(text, 'f')));
      }),
      { numRuns: 500 },
    );
  });

  test('is looked for in an object of a hundred thousand keys at once', () => {
    const keys = Array.from({ length: 100_000 }, (_, n) => `"key ${n}": 0`);
    const [line] = linesOf(() => parse(`{${keys.join(',\n')},\n"key 0": 1}`));
    expect(line).toBe('f: line 100001, column 1: this key is already there in the same object');
  });
});

describe('JSON with an error of syntax', () => {
  test.each([
    ['{"a": [1]\n "b": 2}', 'line 2, column 2: Missing , between flow map items'],
    ['{"a": 1', 'line 1, column 8: Flow map must end with a }'],
    ['{"a": [1, 2}', 'line 1, column 12'],
    ['{"a": "b}', 'line 1, column 10'],
    ['{"a": 1}\n}', 'line 2, column 1'],
    ['{"a": "\\x"}', 'line 1, column 8'],
  ])('%j is refused with line and column', (text, line) => {
    expect(linesOf(() => parse(text))[0]).toContain(`f: ${line}`);
  });
});
