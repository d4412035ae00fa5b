import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { sources } from '../architecture/source.ts';

const FILES = new Map(sources().map((file) => [file.path, file]));

/** Packages that files load which are reached from one. */
function packagesFrom(door: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { target, internal, typeOnly } of FILES.get(path)?.imports ?? []) {
      if (typeOnly) continue;
      if (internal) visit(target);
      else if (!target.startsWith('node:')) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target);
    }
  };
  visit(door);
  return packages;
}

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as Readonly<Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>>;

test('the dependencies are what the library loads', () => {
  expect([...packagesFrom('index.ts')].toSorted()).toEqual(Object.keys(dependencies).toSorted());
});

test('what only the command line loads is bundled with it and not installed again', () => {
  const alone = [...packagesFrom('cli/main.ts')].filter((name) => !(name in dependencies));
  expect(alone).toContain('yargs');
  for (const name of alone) expect(Object.keys(devDependencies)).toContain(name);
});
