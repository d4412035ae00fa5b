import { describe, expect, test } from '@jest/globals';
import { sources } from '../architecture/source.ts';

const FILES = new Map(sources().map((file) => [file.path, file]));

/** Packages and folders of src that are loaded with a file, before it does anything. */
function loadedWith(entry: string): {
  readonly packages: readonly string[];
  readonly folders: readonly string[];
} {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { target, internal, typeOnly, dynamic } of FILES.get(path)?.imports ?? []) {
      if (typeOnly || dynamic) continue;
      if (internal) visit(target);
      else if (!target.startsWith('node:')) packages.add(target);
    }
  };
  visit(entry);
  const folders = new Set([...seen].map((path) => path.split('/').slice(0, -1).join('/')));
  return { packages: [...packages].toSorted(), folders: [...folders].toSorted() };
}

describe('before the first connection', () => {
  const { packages, folders } = loadedWith('cli/assess.ts');

  test('a check loads the packages that asking needs and no other', () => {
    expect(packages).toEqual(['ipaddr.js', 'p-limit', 'zod']);
  });

  test.each(['certs', 'facts', 'lab', 'rules/tls'])('a check loads nothing of %s', (folder) => {
    expect(folders).not.toContain(folder);
  });
});

test('a targets file loads the parser of YAML only if it is YAML', () => {
  expect(loadedWith('config/load-targets-file.ts').packages).toEqual(['ipaddr.js', 'zod']);
});
