import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDestination } from '../../src/cli/destination.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { fakeShell } from './fake-shell.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('standard output', () => {
  test.each([[undefined], ['-']])('is what %j means', async (path) => {
    const shell = fakeShell();
    const destination = await openDestination(path, shell);
    await destination.write('text');
    expect(destination.path).toBeNull();
    expect(shell.out()).toBe('text');
  });

  test('that is full is a fault in one line', async () => {
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    const shell = {
      ...fakeShell(),
      stdout: { isTerminal: false, columns: null, write: () => Promise.reject(full) },
    };
    const destination = await openDestination(undefined, shell);
    await expect(destination.write('text')).rejects.toThrow(
      'standard output: cannot be written: the disk is full',
    );
  });
});

describe('a file', () => {
  test('is not there before it is written, and nothing else is left beside it', async () => {
    const path = join(folder, 'report.json');
    const destination = await openDestination(path, fakeShell());
    expect(await readdir(folder)).toEqual([]);
    await destination.write('text');
    expect(await readFile(path, 'utf8')).toBe('text');
    expect(await readdir(folder)).toEqual(['report.json']);
  });

  test('that is there keeps its text until the new one is whole', async () => {
    const path = join(folder, 'report.json');
    await writeFile(path, 'old');
    const destination = await openDestination(path, fakeShell());
    expect(await readFile(path, 'utf8')).toBe('old');
    await destination.write('new');
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  test('behind a link is written where it is', async () => {
    const [path, link] = [join(folder, 'real'), join(folder, 'link')];
    await writeFile(path, 'old');
    await symlink(path, link);
    await (await openDestination(link, fakeShell())).write('new');
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  test('that vanishes with its folder during the run is a fault in one line', async () => {
    const inner = join(folder, 'inner');
    await mkdir(inner);
    const destination = await openDestination(join(inner, 'report'), fakeShell());
    await rm(inner, { recursive: true });
    await expect(destination.write('text')).rejects.toThrow('cannot be written: there is no such directory');
  });

  test.each([
    ['in no folder', ['none', 'report'], 'cannot be written: there is no such directory'],
    ['that is a folder', [], 'expected a file to write to, got a directory'],
    ['below a file', ['file', 'report'], 'cannot be written: what should be its directory is a file'],
  ])('%s is refused at once', async (_case, parts, message) => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, ...parts);
    await expect(openDestination(path, fakeShell())).rejects.toThrow(ConfigError);
    await expect(openDestination(path, fakeShell())).rejects.toThrow(`${path}: ${message}`);
  });
});

test('a pipe is written into and not replaced', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const destination = await openDestination(path, fakeShell());
  const [text] = await Promise.all([readFile(path, 'utf8'), destination.write('text')]);
  expect(text).toBe('text');
  expect((await stat(path)).isFIFO()).toBe(true);
});
