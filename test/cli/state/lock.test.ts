import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from '../../../src/cli/state/lock.ts';
import { fakeShell } from '../fake-shell.ts';

const MINUTE = 60_000;

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  path = join(folder, 'lock');
});

afterEach(() => rm(folder, { recursive: true }));

const shell = (pid: number, running: readonly number[] = [], machine = 'scanner', at = Date.now()) =>
  fakeShell({ self: { pid, machine }, running, now: () => at, random: Math.random });

describe('a lock', () => {
  test('keeps a second process away until it is released, and leaves nothing behind', async () => {
    const first = await takeLock(path, shell(1));
    expect(first).toMatchObject({ broken: null });
    expect(await takeLock(path, shell(2, [1]))).toBeNull();
    await first?.release();
    const second = await takeLock(path, shell(2, [1]));
    expect(second).toMatchObject({ broken: null });
    await second?.release();
    expect(await readdir(folder)).toEqual([]);
  });

  test('of a process that was killed is taken over, with a word', async () => {
    await takeLock(path, shell(1));
    const lock = await takeLock(path, shell(2, []));
    expect(lock?.broken).toMatch(/^a lock of process 1 on scanner was left behind: it began at 2/);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: 2 });
    expect(await readdir(folder)).toEqual(['lock']);
  });

  test('of another machine is taken over only when nobody has touched it for a quarter of an hour', async () => {
    await takeLock(path, shell(1, [], 'other'));
    expect(await takeLock(path, shell(2))).toBeNull();
    const late = shell(2, [1], 'scanner', Date.now() + 16 * MINUTE);
    expect((await takeLock(path, late))?.broken).toContain('nobody has touched it for 16 minutes');
  });

  test('that cannot be read is left alone while it is fresh', async () => {
    await writeFile(path, '{');
    expect(await takeLock(path, shell(2))).toBeNull();
    const old = (Date.now() - 20 * MINUTE) / 1000;
    await utimes(path, old, old);
    expect((await takeLock(path, shell(2)))?.broken).toMatch(/^a lock was left behind/);
  });

  test('that somebody else has taken over in the meantime is not released', async () => {
    const first = await takeLock(path, shell(1));
    await takeLock(path, shell(2, []));
    await first?.release();
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: 2 });
  });

  test('is got by exactly one of many who find an old one', async () => {
    await takeLock(path, shell(1));
    const pids = Array.from({ length: 12 }, (_, at) => at + 10);
    const locks = await Promise.all(pids.map((pid) => takeLock(path, shell(pid, pids))));
    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
  });

  test('cannot be taken where there is no folder', async () => {
    await expect(takeLock(join(folder, 'none', 'lock'), shell(1))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
