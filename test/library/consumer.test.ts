import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { forReaders } from './for-readers.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = join(ROOT, 'test/library/examples');

/** As strict as can be, the declarations of this package and of all that it names included. */
const OPTIONS = {
  module: 'nodenext',
  target: 'es2023',
  lib: ['es2023'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  declaration: true,
  outDir: 'out',
  rootDir: '.',
};

describe('a package that uses the library', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exchange-tls-consumer-'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(ROOT, join(folder, 'node_modules/exchange-tls'), 'dir');
    await symlink(join(ROOT, 'node_modules/@types'), join(folder, 'node_modules/@types'), 'dir');
    await writeFile(join(folder, 'package.json'), '{"type": "module"}');
    const files = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.ts'));
    for (const name of files) {
      await writeFile(join(folder, name), forReaders(await readFile(join(EXAMPLES, name), 'utf8')));
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS, files }));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const compiled = async (): Promise<string> => {
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const failed = (error: { readonly stdout: string }) => error;
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', '.'], {
      cwd: folder,
    }).catch(failed);
    return stdout;
  };

  test('compiles every example against the published declarations', async () => {
    expect(await compiled()).toBe('');
  });

  test('is told by the compiler of an event that it has forgotten', async () => {
    const file = join(folder, 'watch-progress.ts');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/ {4}case 'pressure':\n.*\n/, ''));
    expect(await compiled()).toMatch(/^watch-progress\.ts.*error TS1360: .*'never'\.$/m);
    await writeFile(file, text);
  });
});
