import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerFolder, answerFolderOf } from '../../src/cli/answer-folder.ts';

const name = (number: number): string => number.toString(16).padStart(64, '0');

let root = '';
let path = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  path = join(root, 'deep', 'answers');
});

afterEach(() => rm(root, { recursive: true }));

describe('a folder of answers', () => {
  test('gives back what was kept, to another run as well', async () => {
    await answerFolder(path).write(name(1), Uint8Array.of(1, 2, 3));
    expect(await answerFolder(path).read(name(1))).toEqual(Uint8Array.of(1, 2, 3));
    expect(await answerFolder(path).read(name(2))).toBeNull();
  });

  test('and its files are for their owner alone', async () => {
    await answerFolder(path).write(name(1), Uint8Array.of(1));
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect((await stat(join(path, name(1)))).mode & 0o077).toBe(0);
  });

  test('leaves nothing half written behind', async () => {
    const folder = answerFolder(path);
    await Promise.all([1, 2, 3].map((number) => folder.write(name(number), new Uint8Array(1000))));
    expect((await readdir(path)).toSorted()).toEqual([1, 2, 3].map(name));
  });

  test('keeps no more files and bytes than it may, the newest ones', async () => {
    await mkdir(path, { recursive: true });
    for (let number = 1; number <= 10; number += 1) {
      await writeFile(join(path, name(number)), new Uint8Array(10));
      await utimes(join(path, name(number)), number, number);
    }
    await answerFolder(path, { bytes: 1000, files: 10, file: 100 }).write(name(11), new Uint8Array(10));
    expect(await readdir(path)).toEqual([4, 5, 6, 7, 8, 9, 10, 11].map(name));
    await answerFolder(path, { bytes: 50, files: 100, file: 100 }).write(name(12), new Uint8Array(10));
    expect((await readdir(path)).length).toBeLessThanOrEqual(5);
    expect(await readdir(path)).toContain(name(12));
  });

  test('does not remove the files of others', async () => {
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'notes.txt'), 'mine');
    await answerFolder(path, { bytes: 1, files: 1, file: 100 }).write(name(1), new Uint8Array(10));
    expect(await readdir(path)).toEqual(['notes.txt']);
  });

  test('takes no answer that is too large, and reads none', async () => {
    const folder = answerFolder(path, { bytes: 1000, files: 10, file: 5 });
    await folder.write(name(1), new Uint8Array(6));
    expect(await folder.read(name(1))).toBeNull();
    await mkdir(path, { recursive: true });
    await writeFile(join(path, name(2)), new Uint8Array(6));
    expect(await folder.read(name(2))).toBeNull();
  });

  test('follows no link and takes no other name', async () => {
    await mkdir(path, { recursive: true });
    await writeFile(join(root, 'secret'), 'x');
    await symlink(join(root, 'secret'), join(path, name(1)));
    expect(await answerFolder(path).read(name(1))).toBeNull();
    expect(await answerFolder(path).read('../../secret')).toBeNull();
    await answerFolder(path).write('../other', Uint8Array.of(1));
    expect(await readdir(root)).toEqual(['deep', 'secret']);
  });

  test('that cannot be made or written keeps nothing and complains to nobody', async () => {
    await writeFile(join(root, 'file'), '');
    const folder = answerFolder(join(root, 'file', 'answers'));
    await folder.write(name(1), Uint8Array.of(1));
    expect(await folder.read(name(1))).toBeNull();
    await mkdir(path, { recursive: true });
    await chmod(path, 0o500);
    await answerFolder(path).write(name(1), Uint8Array.of(1));
    await chmod(path, 0o700);
  });
});

describe('the folder of the user', () => {
  test.each([
    [{ XDG_CACHE_HOME: '/cache', HOME: '/home/me' }, '/cache/exchange-tls/answers'],
    [{ HOME: '/home/me' }, '/home/me/.cache/exchange-tls/answers'],
    [{ LOCALAPPDATA: '/data', HOME: '/home/me' }, '/data/exchange-tls/answers'],
    [{ XDG_CACHE_HOME: 'relative', HOME: '/home/me' }, '/home/me/.cache/exchange-tls/answers'],
    [{ XDG_CACHE_HOME: '', HOME: '/home/me' }, '/home/me/.cache/exchange-tls/answers'],
    [{}, null],
    [{ HOME: '' }, null],
  ])('for %j is %s', (environment, expected) => {
    expect(answerFolderOf(environment)).toBe(expected);
  });
});
