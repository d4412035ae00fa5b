import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as library from '../../src/index.ts';
import { golden } from '../reporters/golden.ts';
import { type Declaration, Declarations } from './declarations.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the package says that its declarations are: `./dist/library/index.d.ts`. */
const { types } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).exports['.'] as {
  readonly types: string;
};
const DIST = join(ROOT, dirname(types));

/** As the compiler writes them; `npm test` builds them first. */
const declarations = new Declarations(DIST);
const exported = existsSync(`${DIST}/index.d.ts`)
  ? declarations.exportsOf('index.d.ts')
  : new Map<string, never>();

const place = ({ file, name }: Declaration): string => `${file} ${name}`;
const isType = ({ text }: Declaration): boolean =>
  /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class) /.test(text);

describe('the public names', () => {
  test('are those of the golden file: who takes one away breaks a promise', () => {
    const names = [...exported].map(([name, one]) => `${isType(one) ? 'type' : 'value'} ${name}\n`);
    const actual = names.toSorted().join('');
    expect(actual).toBe(golden('library.names.txt', actual));
  });

  test('are at run time the values and classes among them', () => {
    const values = [...exported].filter(([, one]) => !isType(one) || /\bclass /.test(one.text));
    expect(Object.keys(library).toSorted()).toEqual(values.map(([name]) => name).toSorted());
  });

  test('name no type that is not public itself', () => {
    const known = new Set([...exported.values()].map(place));
    const hidden = new Map<string, string>();
    const visit = (from: Declaration): void => {
      for (const one of declarations.namedBy(from)) {
        // What its own file keeps to itself is spelled out where it is used, and a list behind a type is no type.
        if (!isType(one) || !one.text.startsWith('export') || known.has(place(one)) || hidden.has(place(one)))
          continue;
        hidden.set(place(one), `${one.name} (${one.file}), named by ${from.name}`);
        visit(one);
      }
    };
    for (const one of exported.values()) visit(one);
    expect([...hidden.values()]).toEqual([]);
  });

  test('say of every function and value what it is', () => {
    const silent = [...exported].filter(([, one]) => !isType(one) && !one.documented).map(([name]) => name);
    expect(silent).toEqual([]);
  });

  test('lead nowhere into the folders that ask, judge or draw', () => {
    const inside = [...exported.values()].filter(({ file }) =>
      /^(?:facts|probes|protocols|cli|lab|fixes)\//.test(file),
    );
    expect(inside).toEqual([]);
  });
});
