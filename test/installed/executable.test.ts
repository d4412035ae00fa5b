import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { closedPort } from '../e2e/local-server.ts';
import { run as runBuilt } from '../e2e/program.ts';
import { emptyFolder, type Ran, ROOT, run } from './shell.ts';

const OUT = join(ROOT, 'out');
const LINUX = 'exchange-tls-linux-x64';
const WINDOWS = 'exchange-tls-win-x64.exe';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

let folder: Awaited<ReturnType<typeof emptyFolder>>;
let program = '';

beforeAll(async () => {
  if ((await changedAt(join(OUT, 'SHA256SUMS'))) < (await lastChange())) {
    throw new Error('out is missing or older than src; run npm run package');
  }
  folder = await emptyFolder();
  program = join(folder.path, 'renamed');
  await copyFile(join(OUT, LINUX), program);
});
afterAll(() => folder?.remove());

async function lastChange(): Promise<number> {
  const paths = await readdir(join(ROOT, 'src'), { recursive: true });
  return Math.max(...(await Promise.all(paths.map((path) => changedAt(join(ROOT, 'src', path))))));
}

async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** The executable alone: no environment, so no Node to be found, and no file of the project beside it. */
function alone(words: readonly string[]): Promise<Ran> {
  return run(program, words, { folder: folder.path, environment: {} });
}

test('what is handed over has the digests that stand beside it', async () => {
  const lines = (await readFile(join(OUT, 'SHA256SUMS'), 'utf8')).trimEnd().split('\n');
  const digests = await Promise.all(
    [LINUX, WINDOWS, 'LICENSES.txt'].map(async (name) => {
      const content = await readFile(join(OUT, name));
      return `${createHash('sha256').update(content).digest('hex')}  ${name}`;
    }),
  );
  expect(lines).toEqual(digests);
});

test('the licences of Node, of the packages and our own go along', async () => {
  const text = await readFile(join(OUT, 'LICENSES.txt'), 'utf8');
  for (const title of [/^exchange-tls$/m, /^Node\.js 24\./m, /^undici 7/m, /^yargs /m]) {
    expect(text).toMatch(title);
  }
});

test.each([LINUX, WINDOWS])('%s names no folder of the machine that it was made on', async (name) => {
  expect((await readFile(join(OUT, name))).includes(ROOT)).toBe(false);
});

describe('the executable for Linux', () => {
  test('says its version, and quickly', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    const times: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      const begin = performance.now();
      expect(await alone(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
      times.push(performance.now() - begin);
    }
    process.stdout.write(`executable: ${Math.min(...times).toFixed(0)} ms from start to version\n`);
    expect(Math.min(...times)).toBeLessThan(1000);
  });

  test('shows the demo', async () => {
    const { code, stdout, stderr } = await alone(['demo']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^This is a simulation[^]*\d+ findings: \d+ high/);
  });

  test.each([
    ['--help', []],
    ['rules', []],
    ['rules', ['tls/weak-cipher']],
    ['schema', []],
    ['schema', ['--lines']],
  ])('%s %j says what the program says that Node starts', async (command, words) => {
    const { code, stdout } = await runBuilt([command, ...words]);
    expect(code).toBe(0);
    expect(await alone([command, ...words])).toEqual({ code, stdout, stderr: '' });
  });

  test('refuses nonsense with 2 and one line', async () => {
    const { code, stdout, stderr } = await alone(['nope']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^exchange-tls: unknown command "nope"[^\n]*\n$/);
  });

  test('ends with 3 if nobody answers', async () => {
    const { code, stderr } = await alone([
      'check',
      `https://127.0.0.1:${await closedPort()}`,
      '--retries',
      '0',
    ]);
    expect(code).toBe(3);
    expect(stderr).toContain('could not be assessed');
  });

  test('puts itself into a crontab once, by its whole path', async () => {
    const { stdout } = await alone(['schedule', 'cron', '--', 'check', 'mail.contoso.com']);
    expect(stdout).toContain(`&& ${program} check mail.contoso.com`);
  });
});

describe('the executable for Windows', () => {
  let file: Buffer;
  let optional = 0;
  beforeAll(async () => {
    file = await readFile(join(OUT, WINDOWS));
    optional = file.readUInt32LE(0x3c) + 24;
  });

  test('is a console program for x64', () => {
    expect(file.toString('latin1', 0, 2)).toBe('MZ');
    expect(file.toString('latin1', optional - 24, optional - 20)).toBe('PE\0\0');
    expect(file.readUInt16LE(optional - 20)).toBe(0x8664);
    expect(file.readUInt16LE(optional)).toBe(0x20b);
    expect(file.readUInt16LE(optional + 68)).toBe(3);
  });

  test('carries the program, and Node knows that it does', () => {
    expect(file.includes(Buffer.from('NODE_SEA_BLOB', 'utf16le'))).toBe(true);
    expect(file.includes(`${FUSE}:1`)).toBe(true);
    expect(file.includes(`${FUSE}:0`)).toBe(false);
    expect(file.includes('Looks at the TLS and the certificates of Microsoft Exchange servers')).toBe(true);
  });

  test('pretends to no signature', () => {
    const directory = optional + 112 + 4 * 8;
    expect(file.subarray(directory, directory + 8)).toEqual(Buffer.alloc(8));
  });
});
