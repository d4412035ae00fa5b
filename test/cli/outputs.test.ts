import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import type { Report } from '../../src/model/report.ts';
import { contosoReport } from '../fixtures/report.ts';
import { fakeShell, type FakeShell } from './fake-shell.ts';

const REPORT = contosoReport();
const FILES = { 'report.json': JSON.stringify(REPORT) };
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function judge(
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly shell: FakeShell }> {
  const shell = fakeShell({ files: FILES });
  return { code: await main(['judge', 'report.json', ...words], shell), shell };
}

/** Judges a report, and takes a folder away when the files have been looked at but not yet written. */
async function judgeWithout(
  name: string,
  report: Report,
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly shell: FakeShell }> {
  const shell = fakeShell();
  const late = {
    ...shell,
    readFile: async (): Promise<string> => {
      await rm(file(name), { recursive: true });
      return JSON.stringify(report);
    },
  };
  return { code: await main(['judge', 'report.json', ...words], late), shell };
}

const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const file = (name: string): string => join(folder, name);

describe('several outputs', () => {
  test('are each a file of its format, and standard output has --format', async () => {
    const words = ['json', 'csv', 'prometheus'].flatMap((format) => [
      '--output',
      `${format}=${file(format)}`,
    ]);
    const { shell } = await judge('-f', 'plain', ...words);
    expect(JSON.parse(await read('json'))).toHaveProperty('schemaVersion');
    expect(await read('csv')).toMatch(/^run_started,/);
    expect(await read('prometheus')).toMatch(/^# HELP exchange_tls_/);
    expect(shell.out()).toMatch(/^\w+\t/);
    expect((await readdir(folder)).toSorted()).toEqual(['csv', 'json', 'prometheus']);
  });

  test('go beside a file for --format', async () => {
    const { shell } = await judge('-f', 'json', '-o', file('a'), '-o', `csv=${file('b')}`);
    expect(await read('a')).toMatch(/^\{/);
    expect(await read('b')).toMatch(/^run_started,/);
    expect(shell.out()).toBe('');
  });

  test('take the view by certificate where they have it', async () => {
    const more = ['-o', `csv=${file('csv')}`, '-o', `junit=${file('junit')}`];
    await judge('--by', 'certificate', ...more);
    expect(await read('csv')).toMatch(/^sha256,/);
    expect(await read('junit')).toMatch(/^<\?xml/);
  });

  test('leave the others whole if one cannot be written', async () => {
    await mkdir(file('gone'));
    const shell = fakeShell();
    const late = {
      ...shell,
      readFile: async (): Promise<string> => {
        await rm(file('gone'), { recursive: true });
        return FILES['report.json'];
      },
    };
    const words = ['-o', `json=${file('gone/a')}`, '-o', `csv=${file('b')}`];
    expect(await main(['judge', 'report.json', ...words], late)).toBe(2);
    expect(shell.err()).toMatch(/gone\/a: cannot be written: there is no such directory\n$/);
    expect(await read('b')).toMatch(/^run_started,/);
  });

  test.each([
    [
      'an unknown format',
      ['-o', 'jsn=x'],
      '--output jsn=x: there is no format "jsn"; did you mean json? (a file of that name is ./jsn=x)',
    ],
    ['no file', ['-o', 'json='], '--output json=: expected FORMAT=FILE'],
    [
      'standard output',
      ['-o', 'json=-'],
      '--output json=-: standard output is for --format; write --format json',
    ],
    [
      'two files for one format',
      ['-o', 'a', '-o', 'b'],
      '--output b: is the second file for --format table; write FORMAT=FILE for other formats',
    ],
    [
      'one file twice',
      ['-o', 'json=x', '-o', 'csv=./x'],
      '--output ./x: is named twice; each format needs a file of its own',
    ],
    [
      'one file twice, once for --format',
      ['-o', 'x', '-o', 'csv=x'],
      '--output x: is named twice; each format needs a file of its own',
    ],
    [
      'another format beside lines',
      ['-f', 'jsonl', '-o', 'json=x'],
      '--output json=x: --format jsonl keeps nothing of what it has written; take --output jsonl=FILE beside others',
    ],
    ['two formats', ['--plain', '-f', 'json'], '--plain: is a format itself, so it excludes --format json'],
    ['no directory', ['-o', 'json=none/x'], 'none/x: cannot be written: there is no such directory'],
  ])('refuse %s before anything else', async (_case, words, message) => {
    const { code, shell } = await judge(...words);
    expect(code).toBe(2);
    expect(shell.err()).toBe(`exchange-tls: ${message}\n`);
    expect(shell.out()).toBe('');
  });

  test('see one file behind a link', async () => {
    await writeFile(file('real'), '');
    await symlink(file('real'), file('link'));
    const { code } = await judge('-o', `json=${file('real')}`, '-o', `csv=${file('link')}`);
    expect(code).toBe(2);
  });

  test('see one file that is not there yet behind a linked folder', async () => {
    await mkdir(file('real'));
    await symlink(file('real'), file('link'));
    const { code, shell } = await judge('-o', `json=${file('real/a')}`, '-o', `csv=${file('link/a')}`);
    expect(code).toBe(2);
    expect(shell.err()).toContain('is named twice');
  });

  test.each(['--targets', '--waivers', '--clients', '--ca'])(
    'never overwrite what %s reads',
    async (option) => {
      await writeFile(file('mine'), 'by hand');
      const { code, shell } = await judge(option, file('mine'), '-o', `json=${folder}/./mine`);
      expect(code).toBe(2);
      expect(shell.err()).toContain('/./mine: is a file that is read, and would be overwritten\n');
      expect(await read('mine')).toBe('by hand');
    },
  );

  test('name every file that cannot be written, and print the rest', async () => {
    await mkdir(file('gone'));
    const words = [
      '-f',
      'csv',
      ...['json', 'html'].flatMap((one) => ['-o', `${one}=${file(`gone/${one}`)}`]),
    ];
    const { code, shell } = await judgeWithout('gone', REPORT, ...words);
    expect(code).toBe(2);
    expect(shell.err().split('\n')).toEqual([
      'exchange-tls: --output: 2 faults',
      `  ${file('gone/json')}: cannot be written: there is no such directory`,
      `  ${file('gone/html')}: cannot be written: there is no such directory`,
      '',
    ]);
    expect(shell.out()).toMatch(/^run_started,/);
  });

  test('put what is missing first for a monitoring system that would not hear of a finding', async () => {
    await mkdir(file('gone'));
    const open = { ...REPORT, observations: [], targets: [] };
    const { code, shell } = await judgeWithout('gone', open, '-f', 'nagios', '-o', `json=${file('gone/a')}`);
    expect(code).toBe(3);
    expect(shell.out()).toMatch(
      /^EXCHANGE-TLS UNKNOWN - exchange-tls: [^\n]*gone\/a: cannot be written[^\n]*\n$/,
    );
  });

  test('leave what fails to a monitoring system, and say what is missing behind it', async () => {
    await mkdir(file('gone'));
    const { code, shell } = await judgeWithout(
      'gone',
      REPORT,
      '-f',
      'nagios',
      '-o',
      `json=${file('gone/a')}`,
    );
    expect(code).toBe(2);
    expect(shell.out()).toMatch(
      /^EXCHANGE-TLS CRITICAL - [^\n]+\n[^\n|]*gone\/a: cannot be written[^\n]*\n$/,
    );
  });

  test('leave a name with an equals sign to who writes its path', async () => {
    await judge('-f', 'json', '-o', join(folder, 'a=b'));
    expect(await read('a=b')).toMatch(/^\{/);
  });
});

describe('--csv-table', () => {
  test('says what the rows are', async () => {
    const { shell } = await judge('-f', 'csv', '--csv-table', 'suites');
    expect(shell.out()).toMatch(/^endpoint,host,ip,port,service,version,/);
  });
});

describe('--plain', () => {
  test('is --format plain', async () => {
    const [one, other] = [await judge('--plain'), await judge('-f', 'plain')];
    expect(one.shell.out()).toBe(other.shell.out());
    expect(one.shell.out()).toMatch(/^\w+\t/);
  });
});
