import { describe, expect, test } from '@jest/globals';
import { PROTOCOLS } from '../../src/model/protocol.ts';
import { REPORTERS } from '../../src/reporters/index.ts';
import { RULES } from '../../src/rules/index.ts';
import { sources } from './source.ts';

const FILES = sources();

/** Files that `index` imports. */
function listedBy(index: string): readonly string[] {
  return FILES.find(({ path }) => path === index)?.imports.map(({ target }) => target) ?? [];
}

function unlisted(index: string, isEntry: (file: (typeof FILES)[number]) => boolean): readonly string[] {
  const listed = new Set(listedBy(index));
  return FILES.filter((file) => isEntry(file) && !listed.has(file.path)).map(({ path }) => path);
}

describe('indexes', () => {
  test('every rule file is listed', () => {
    expect(unlisted('rules/index.ts', ({ path }) => /^rules\/[^/]+\/[^/]+\.ts$/.test(path))).toEqual([]);
  });

  test('the path of a rule is its id', () => {
    const files = FILES.filter(({ path }) => /^rules\/[^/]+\/[^/]+\.ts$/.test(path));
    const ids = files.map(({ path }) => path.replace(/^rules\//, '').replace(/\.ts$/, ''));
    expect(RULES.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  test('every file that exports a reporter is listed', () => {
    const exportsReporter = /^export const \w+: Reporter\b/m;
    const isEntry = ({ folder, text }: (typeof FILES)[number]): boolean =>
      folder === 'reporters' && exportsReporter.test(text);
    expect(unlisted('reporters/index.ts', isEntry)).toEqual([]);
    expect(FILES.filter(isEntry)).toHaveLength(REPORTERS.length);
  });

  test('every file that exports a protocol is listed', () => {
    const exportsProtocol = /^export const \w+: ProtocolModule\b/m;
    const isEntry = ({ folder, path, text }: (typeof FILES)[number]): boolean =>
      folder === 'protocols' && path !== 'protocols/index.ts' && exportsProtocol.test(text);
    expect(unlisted('protocols/index.ts', isEntry)).toEqual([]);
    expect(FILES.filter(isEntry)).toHaveLength(PROTOCOLS.length);
  });

  test('every command is listed', () => {
    const isEntry = ({ path }: (typeof FILES)[number]): boolean =>
      path.startsWith('cli/commands/') && path !== 'cli/commands/index.ts';
    expect(unlisted('cli/commands/index.ts', isEntry)).toEqual([]);
  });
});
