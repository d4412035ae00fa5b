import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './program.ts';

/** What V8 made of the program, kept for the next start. */
describe('compiled code', () => {
  let cache: string;
  let expected: string;

  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'exchange-tls-compiled-'));
    expected = (await run(['rules'], { environment: { XDG_CACHE_HOME: cache } })).stdout;
  });

  afterAll(() => rm(cache, { recursive: true }));

  const folder = (): string => join(cache, 'exchange-tls/compiled');

  async function kept(): Promise<string> {
    const [name, ...more] = await readdir(folder());
    expect(more).toEqual([]);
    return join(folder(), name ?? '');
  }

  async function rulesAgain(): Promise<void> {
    const { code, stdout, stderr } = await run(['rules'], { environment: { XDG_CACHE_HOME: cache } });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expected, stderr: '' });
  }

  /** A new file takes the place of one that was not believed. */
  const inode = async (path: string): Promise<number> => (await stat(path)).ino;

  test('is kept where only its owner can write', async () => {
    const { mode } = await stat(await kept());
    expect(mode & 0o777).toBe(0o600);
    expect((await stat(folder())).mode & 0o777).toBe(0o700);
  });

  test('is used by the next run', async () => {
    const before = await inode(await kept());
    await rulesAgain();
    expect(await inode(await kept())).toBe(before);
  });

  test.each([
    ['is cut', (bytes: Buffer) => bytes.subarray(0, 1000)],
    [
      'is changed',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])]),
    ],
    ['is empty', () => Buffer.alloc(0)],
  ])('is made anew where it %s', async (_what, spoil) => {
    const path = await kept();
    await writeFile(path, spoil(await readFile(path)));
    const before = await inode(path);
    await rulesAgain();
    expect(await inode(await kept())).not.toBe(before);
  });

  test('is not believed where others can write', async () => {
    const path = await kept();
    await chmod(path, 0o666);
    const before = await inode(path);
    await rulesAgain();
    expect(await inode(await kept())).not.toBe(before);
  });

  test('of other versions of the program is taken away', async () => {
    await rm(await kept());
    await writeFile(join(folder(), '0000000000000000-v20.0.0-x64-other'), 'old');
    await rulesAgain();
    expect(await kept()).not.toContain('0000000000000000');
  });

  test('is done without where it cannot be kept', async () => {
    const { code, stdout, stderr } = await run(['rules'], { environment: { XDG_CACHE_HOME: '/dev/null' } });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expected, stderr: '' });
  });
});
