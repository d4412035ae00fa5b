import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chown, cp, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { imageContext } from '../distribution/image-context.ts';
import { closedPort } from '../e2e/local-server.ts';
import { emptyFolder, must, ROOT, run } from './shell.ts';

// What deploy/Dockerfile does, in folders: base images cannot be had everywhere.

const USER = 1000;

let folder: Awaited<ReturnType<typeof emptyFolder>>;
let installed = '';

beforeAll(async () => {
  folder = await emptyFolder();
  const source = join(folder.path, 'source');
  for (const name of imageContext()) await cp(join(ROOT, name), join(source, name), { recursive: true });
  installed = join(folder.path, 'opt/exchange-tls');
  await must(join(source, 'deploy/install.sh'), [installed], { folder: source });
  for (const name of ['lib', 'cache']) {
    const volume = join(folder.path, name, 'exchange-tls');
    await mkdir(volume, { recursive: true });
    if (process.getuid?.() === 0) await chown(volume, USER, USER);
  }
  // All of node_modules is installed anew.
}, 300_000);
afterAll(() => folder.remove());

async function contents(): Promise<readonly string[]> {
  const paths = await readdir(installed, { recursive: true });
  return Promise.all(
    paths.toSorted().map(async (path) => {
      const { size, mtimeMs } = await stat(join(installed, path));
      return `${path} ${size} ${mtimeMs}`;
    }),
  );
}

test('only what the command line needs is in the image', async () => {
  expect((await readdir(installed)).toSorted()).toEqual(
    expect.arrayContaining(['LICENSE', 'bin', 'dist', 'package.json']),
  );
  expect(await readdir(join(installed, 'dist'))).toEqual(['bundle']);
  expect(await readdir(installed)).not.toContain('node_modules');
});

test('a user that is not root runs it, and it writes to its volumes alone', async () => {
  const before = await contents();
  const environment = {
    NODE_ENV: 'production',
    XDG_STATE_HOME: join(folder.path, 'lib'),
    XDG_CACHE_HOME: join(folder.path, 'cache'),
  };
  const { code, stderr } = await run(
    process.execPath,
    [
      join(installed, 'bin/exchange-tls.js'),
      'check',
      `https://127.0.0.1:${await closedPort()}`,
      '--state',
      'default',
      '--retries',
      '0',
    ],
    { folder: folder.path, environment, user: USER },
  );
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('could not be assessed') });
  expect(await readdir(join(folder.path, 'lib/exchange-tls'))).toEqual([expect.stringMatching(/^check-/)]);
  expect(await readdir(join(folder.path, 'cache/exchange-tls'))).toEqual(['compiled']);
  expect(await contents()).toEqual(before);
});

test('it says what to do with the folder that it is not given', async () => {
  const { code, stdout, stderr } = await run(join(ROOT, 'deploy/install.sh'), [], { folder: folder.path });
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: 'usage: deploy/install.sh FOLDER\n',
  });
});
