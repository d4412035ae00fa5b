import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer, serve } from './local-server.ts';
import { ended, run, start } from './program.ts';

// Whole processes and servers on a busy machine.
jest.setTimeout(60_000);

let folder = '';
let silent: LocalServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('a signal in the middle of a scan', () => {
  test.each([
    ['SIGHUP', 129, 'asked to end'],
    ['SIGINT', 130, 'stopped by Ctrl-C'],
    ['SIGTERM', 143, 'asked to end'],
  ] as const)(
    '%s ends it with %d and a report that says that it is not whole',
    async (signal, expected, words) => {
      silent = await serve();
      const path = join(folder, `${signal}.json`);
      try {
        const child = start(['scan', `https://127.0.0.1:${silent.port}`, '-f', 'json', '-o', path]);
        const end = ended(child);
        await silent.reached;
        child.kill(signal);
        const { code, stdout, stderr } = await end;
        expect(stderr).toMatch(new RegExp(`^exchange-tls: ${words}: [^\\n]+\\n$`));
        expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
        expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
          run: { complete: false, stopped: 'interrupted' },
        });
      } finally {
        await silent.stop();
      }
    },
  );

  test('leaves nothing half written beside the report', async () => {
    expect((await readdir(folder)).toSorted()).toEqual(['SIGHUP.json', 'SIGINT.json', 'SIGTERM.json']);
  });
});

describe('a full disk', () => {
  test.each([[['--version']], [['rules']], [['explain', 'cert/expired']], [['demo', '-q']]])(
    'behind standard output is no fault of the program %j',
    async (argv) => {
      const { code, stderr } = await run(argv, { redirect: '>/dev/full' });
      expect(stderr).toBe('exchange-tls: standard output: cannot be written: the disk is full\n');
      expect(code).toBe(2);
    },
  );

  test('behind standard error changes no exit code', async () => {
    const { code } = await run(['rules', 'nope'], { redirect: '2>/dev/full' });
    expect(code).toBe(2);
  });

  test('behind standard error does not keep a scan from stopping', async () => {
    silent = await serve();
    try {
      const child = start(['scan', `https://127.0.0.1:${silent.port}`, '-f', 'json'], {
        redirect: '2>/dev/full',
      });
      const end = ended(child);
      await silent.reached;
      child.kill('SIGINT');
      const { code, stdout } = await end;
      expect(JSON.parse(stdout)).toMatchObject({ run: { complete: false } });
      expect(code).toBe(130);
    } finally {
      await silent.stop();
    }
  });
});

describe('standard output', () => {
  test('that is closed by its reader ends the program quietly', async () => {
    const child = start(['demo', '--format', 'json', '-q']);
    const end = ended(child);
    await once(child.stdout, 'readable');
    child.stdout.destroy();
    const { code, stderr } = await end;
    expect(stderr).not.toMatch(/EPIPE|error|\bat /);
    expect(code).toBe(0);
  });

  test('gets a report of hundreds of kilobytes whole', async () => {
    const { code, stdout } = await run(['demo', '--format', 'json']);
    expect(stdout.length).toBeGreaterThan(300_000);
    expect(JSON.parse(stdout)).toMatchObject({ run: { complete: true } });
    expect(code).toBe(0);
  });
});
