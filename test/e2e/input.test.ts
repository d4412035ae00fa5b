import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandName } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { closedPort, serve } from './local-server.ts';
import { run } from './program.ts';

// Whole processes and servers on a busy machine.
jest.setTimeout(60_000);

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  await writeFile(join(folder, 'empty.json'), '');
  await writeFile(join(folder, 'malformed.json'), '{"targets": [');
  await writeFile(join(folder, 'unknown-key.json'), '{"targets": [{"hst": "mail.contoso.com"}]}');
  await writeFile(join(folder, 'no-targets.yaml'), 'targets: []\n');
  await writeFile(join(folder, 'cut.json'), '{"schemaVersion": "1.0", "tool": {');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const LINE = /^exchange-tls: [^\n]+\n$/;

describe('input that cannot be used ends with 2 and one line', () => {
  test.each([
    ['no command', [], /expected a command/],
    ['an unknown command', ['sacn'], /did you mean "scan"/],
    ['an unknown option', ['scan', '--frmat', 'csv'], /did you mean "--format"/],
    [
      'an unknown format',
      ['scan', 'a', '--format', 'xml'],
      /--format: expected one of table, json, csv, jsonl/,
    ],
    ['an unknown rule', ['rules', 'tls/weak-cypher'], /did you mean "tls\/weak-cipher"/],
    ['an unknown baseline', ['scan', 'a', '--baseline', 'exchange-2091'], /did you mean "exchange-2019"/],
    ['a number that is none', ['scan', 'a', '--timeout', 'soon'], /--timeout: expected a number/],
    ['no target', ['scan'], /nothing to look at/],
    ['a target that is none', ['scan', 'https//mail'], /expected a host name/],
    ['a targets file that is not there', ['scan', '--targets', 'none.json'], /none\.json: no such file/],
    ['an empty targets file', ['check', '--targets', '@/empty.json'], /empty\.json: the file is empty/],
    [
      'a malformed targets file',
      ['check', '--targets', '@/malformed.json'],
      /malformed\.json: line 1, column/,
    ],
    ['a targets file without targets', ['check', '--targets', '@/no-targets.yaml'], /at least 1 entry/],
    ['a report that is not there', ['judge', 'none.json'], /none\.json: no such file/],
    ['a report that is cut short', ['judge', '@/cut.json'], /cut\.json: the file is cut short/],
    [
      'a delimiter that is none',
      ['scan', 'a', '-f', 'csv', '--csv-delimiter', 'xx'],
      /--csv-delimiter: expected .*, got "xx"/,
    ],
  ])('%s', async (_case, argv, message) => {
    const { code, stdout, stderr } = await run(argv.map((word) => word.replace('@', folder)));
    expect(stderr).toMatch(LINE);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('a targets file with several faults is one block with a line for each', async () => {
    const { code, stderr } = await run(['check', '--targets', join(folder, 'unknown-key.json')]);
    expect(stderr).toMatch(
      /^exchange-tls: [^\n]+: 2 faults\n {2}targets\[0\]\.host: [^\n]+\n {2}targets\[0\]\.hst: /,
    );
    expect(code).toBe(2);
  });

  test('an empty standard input where targets are expected', async () => {
    const { code, stderr } = await run(['check', '--targets', '-']);
    expect(stderr).toMatch(LINE);
    expect(code).toBe(2);
  });

  test('an output that cannot be written, before anybody is asked', async () => {
    const server = await serve();
    try {
      const { code, stderr, stdout } = await run([
        'scan',
        `https://localhost:${server.port}`,
        '--output',
        join(folder, 'none', 'report.json'),
      ]);
      expect(stderr).toMatch(LINE);
      expect(stderr).toMatch(/cannot be written: there is no such directory/);
      expect({ code, stdout, connections: server.connections() }).toEqual({
        code: 2,
        stdout: '',
        connections: 0,
      });
    } finally {
      await server.stop();
    }
  });
});

describe('places that do not answer end with 3, one line and a report', () => {
  test('a name that does not exist', async () => {
    const { code, stdout, stderr } = await run(['check', 'https://mail.contoso.invalid', '--format', 'json']);
    expect(stderr).toMatch(LINE);
    expect(stderr).toMatch(/could not be assessed: mail\.contoso\.invalid:443 https \(/);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { answered: 0, connections: 0 } });
    expect(code).toBe(3);
  });

  test('a port that is closed', async () => {
    const { code, stdout, stderr } = await run(['scan', `https://127.0.0.1:${await closedPort()}`]);
    expect(stderr).toMatch(LINE);
    expect(stderr).toMatch(/the port is closed: the connection was refused/);
    expect(stdout).toMatch(/Nothing could be assessed: no endpoint answered\.\n$/);
    expect(code).toBe(3);
  });
});

describe('help', () => {
  test.each([[[]], ...COMMANDS.map((command) => [[commandName(command)]])])(
    'of %j ends with 0',
    async (argv) => {
      const { code, stdout, stderr } = await run([...argv, '--help'], {
        environment: { LC_ALL: 'fr_FR.UTF-8' },
      });
      expect(stdout).toContain(`exchange-tls ${argv[0] ?? '<command>'}`);
      expect(stdout).toContain(argv.length === 0 ? 'Commands:' : 'Examples:');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );
});

test('no file is left behind by any of this', async () => {
  expect((await readdir(folder)).toSorted()).toEqual([
    'cut.json',
    'empty.json',
    'malformed.json',
    'no-targets.yaml',
    'unknown-key.json',
  ]);
});
