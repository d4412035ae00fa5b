import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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

  test('is not believed in a folder where others can write, and that folder is left alone', async () => {
    const path = await kept();
    const before = await inode(path);
    await writeFile(path, 'not whole');
    await chmod(folder(), 0o777);
    await rulesAgain();
    await chmod(folder(), 0o700);
    expect(await readFile(path, 'utf8')).toBe('not whole');
    expect(await inode(await kept())).toBe(before);
    await rulesAgain();
  });

  test('goes nowhere that a link in the place of the folder leads', async () => {
    const other = join(cache, 'other');
    await mkdir(join(cache, 'links/exchange-tls'), { recursive: true });
    await mkdir(other, { mode: 0o700 });
    await writeFile(join(other, 'precious'), '');
    await symlink(other, join(cache, 'links/exchange-tls/compiled'));
    await run(['rules'], { environment: { XDG_CACHE_HOME: join(cache, 'links') } });
    expect(await readdir(other)).toEqual(['precious']);
  });

  test('is not put into what belongs to somebody else, as with sudo', async () => {
    const theirs = process.getuid?.() === 0 ? join(cache, 'theirs') : '/';
    if (theirs !== '/') {
      await mkdir(theirs);
      await chown(theirs, 1000, 1000);
    }
    await run(['rules'], { environment: { XDG_CACHE_HOME: theirs } });
    expect(await readdir(theirs)).not.toContain('exchange-tls');
  });

  test('that V8 would refuse for its flags is kept apart', async () => {
    const path = await kept();
    const before = await inode(path);
    const environment = { XDG_CACHE_HOME: cache, NODE_OPTIONS: '--max-old-space-size=300' };
    expect((await run(['rules'], { environment })).stdout).toBe(expected);
    expect(await inode(path)).toBe(before);
    const [other = ''] = (await readdir(folder())).filter((name) => !path.endsWith(name));
    expect(other).not.toBe('');
    await rm(join(folder(), other));
  });

  test('of which there is more than a dozen loses the oldest, also what killed runs have left', async () => {
    const name = basename(await kept());
    await rm(join(folder(), name));
    const old = ['0000000000000000-v20.0.0-x64-0-other', `${name}.1`];
    const young = Array.from({ length: 11 }, (_, index) => `1111111111111111-v20.0.0-x64-${index}-other`);
    const foreign = 'notes.txt';
    for (const file of [...old, ...young, foreign]) await writeFile(join(folder(), file), '');
    for (const file of [...old, foreign]) await utimes(join(folder(), file), 1, 1);
    await rulesAgain();
    expect((await readdir(folder())).toSorted()).toEqual([...young, foreign, name].toSorted());
    for (const file of [...young, foreign]) await rm(join(folder(), file));
  });

  test('is not kept with NODE_DISABLE_COMPILE_CACHE', async () => {
    const off = join(cache, 'off');
    const environment = { XDG_CACHE_HOME: off, NODE_DISABLE_COMPILE_CACHE: '1' };
    expect((await run(['rules'], { environment })).stdout).toBe(expected);
    await expect(readdir(off)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is done without where it cannot be kept', async () => {
    const { code, stdout, stderr } = await run(['rules'], { environment: { XDG_CACHE_HOME: '/dev/null' } });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expected, stderr: '' });
  });
});
