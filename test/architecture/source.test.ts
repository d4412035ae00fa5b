import { describe, expect, test } from '@jest/globals';
import { importsOf, sources } from './source.ts';

const read = (text: string): readonly string[] =>
  importsOf('rules/tls/weak.ts', text).map(({ target, typeOnly, dynamic }) =>
    [target, typeOnly ? 'type' : 'value', ...(dynamic ? ['dynamic'] : [])].join(' '),
  );

describe('importsOf', () => {
  test.each([
    [`import { a } from '../rule.ts';`, ['rules/rule.ts value']],
    [`import {\n  a,\n  b,\n} from './a.ts';`, ['rules/tls/a.ts value']],
    [`import type { A } from '../../net/dial.ts';`, ['net/dial.ts type']],
    [`import { type A, type B } from './a.ts';`, ['rules/tls/a.ts type']],
    [`import { type A, b } from './a.ts';`, ['rules/tls/a.ts value']],
    [`import table, { type A } from 'cli-table3';`, ['cli-table3 value']],
    [`import * as z from 'zod';`, ['zod value']],
    [`import 'reflect-metadata';`, ['reflect-metadata value']],
    [`export { a } from './a.ts';`, ['rules/tls/a.ts value']],
    [`export type * from './a.ts';`, ['rules/tls/a.ts type']],
    [`const a = await import('../../net/dial.ts');`, ['net/dial.ts value dynamic']],
    [`export const text = 'from';\nconst other = 'node:net';`, []],
  ])('reads %j', (text, imports) => {
    expect(read(text)).toEqual(imports);
  });

  test('finds more than a few imports in src', () => {
    expect(sources().flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
  });
});
