import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
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

describe('a text that grows', () => {
  test('is in the file piece by piece, in the place of what was there', async () => {
    const path = join(folder, 'lines');
    await writeFile(path, 'old and long');
    const destination = await openDestination(path, fakeShell());
    expect(await readFile(path, 'utf8')).toBe('old and long');
    const lines = await destination.begin();
    expect(await lines.write('one\n')).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('one\n');
    await Promise.all([lines.write('two\n'), lines.write('three\n')]);
    await lines.end();
    await lines.end();
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  test('on standard output is handed over as it comes, and tells when nobody reads', async () => {
    const shell = fakeShell();
    const lines = await (await openDestination('-', shell)).begin();
    expect(await lines.write('one\n')).toBe(true);
    expect(shell.out()).toBe('one\n');
    const deaf = { ...shell, stdout: { ...shell.stdout, write: () => Promise.resolve(false) } };
    expect(await (await (await openDestination('-', deaf)).begin()).write('two\n')).toBe(false);
  });

  test('goes into a pipe, and tells when its reader has gone', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const [lines, reader] = await Promise.all([
      openDestination(path, fakeShell()).then((destination) => destination.begin()),
      open(path, 'r'),
    ]);
    expect(await lines.write('one\n')).toBe(true);
    await reader.close();
    expect(await lines.write('two\n')).toBe(false);
    await lines.end();
  });

  test('whose folder vanishes before it begins is a fault in one line', async () => {
    const inner = join(folder, 'inner');
    await mkdir(inner);
    const destination = await openDestination(join(inner, 'lines'), fakeShell());
    await rm(inner, { recursive: true });
    await expect(destination.begin()).rejects.toThrow('cannot be written: there is no such directory');
  });
});
