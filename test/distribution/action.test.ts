import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closedPort } from '../e2e/local-server.ts';
import { type Ended, ended } from '../e2e/program.ts';
import { makeCa, makeLeaf } from '../fixtures/certificates.ts';

// Whole processes on a busy machine.
jest.setTimeout(60_000);

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

let folder = '';
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  const leaf = makeLeaf({ names: ['mail.contoso.com'], issuer: makeCa('Contoso Root') });
  server = createServer({ key: leaf.privateKeyPem, cert: leaf.pem });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

interface Step extends Ended {
  readonly outputs: string;
  readonly summary: string;
}

/** What the defaults of action.yml hand over. */
const DEFAULTS = {
  INPUT_COMMAND: 'check',
  INPUT_TARGETS: '',
  INPUT_TARGETS_FILE: '',
  INPUT_FAIL_ON: 'medium',
  INPUT_FORMAT: 'plain',
  INPUT_REPORT: 'exchange-tls.json',
  INPUT_SARIF: '',
  INPUT_SUMMARY: 'true',
  INPUT_ARGS: '',
};

/** Runs the step as the runner does, in a folder of its own. */
async function step(inputs: Partial<typeof DEFAULTS>, program = path('bin/exchange-tls.js')): Promise<Step> {
  const [GITHUB_OUTPUT, GITHUB_STEP_SUMMARY] = [join(folder, 'outputs'), join(folder, 'summary')];
  await Promise.all([GITHUB_OUTPUT, GITHUB_STEP_SUMMARY].map((file) => writeFile(file, '')));
  const { NODE_OPTIONS: _jest, ...inherited } = process.env;
  const child = spawn('bash', [path('deploy/action/run.sh')], {
    cwd: folder,
    env: { ...inherited, ...DEFAULTS, ...inputs, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, PROGRAM: program },
  });
  child.stdin.end();
  const end = await ended(child);
  return {
    ...end,
    outputs: await readFile(GITHUB_OUTPUT, 'utf8'),
    summary: await readFile(GITHUB_STEP_SUMMARY, 'utf8'),
  };
}

/** A program that writes down its words and says what it is told to. */
async function fake(say = '', code = 0): Promise<string> {
  const file = join(folder, 'fake.mjs');
  await writeFile(
    file,
    `import { writeFileSync } from 'node:fs';
     writeFileSync('words.json', JSON.stringify(process.argv.slice(2)));
     process.stdout.write(${JSON.stringify(say)});
     process.exitCode = ${code};`,
  );
  return file;
}

async function words(inputs: Partial<typeof DEFAULTS>): Promise<readonly string[]> {
  await step({ INPUT_SUMMARY: 'false', ...inputs }, await fake());
  return JSON.parse(await readFile(join(folder, 'words.json'), 'utf8')) as readonly string[];
}

describe('the command line that the inputs become', () => {
  const always = ['check', '--fail-on=medium', '--format=plain', '--output=json=exchange-tls.json'];

  test.each([
    [
      'targets, one a line',
      { INPUT_TARGETS: '  mail.contoso.com\n\nsmtp://edge:25 \r\n' },
      ['mail.contoso.com', 'smtp://edge:25'],
    ],
    ['a targets file', { INPUT_TARGETS_FILE: '--odd name.json' }, ['--targets=--odd name.json']],
    ['a file for SARIF', { INPUT_SARIF: 'a b.sarif' }, ['--output=sarif=a b.sarif']],
    ['further words', { INPUT_ARGS: '--name\na b.contoso.com\n-v' }, ['--name', 'a b.contoso.com', '-v']],
    ['nothing', {}, []],
  ])('%s', async (_what, inputs, expected) => {
    expect(await words(inputs)).toEqual([...always, ...expected]);
  });

  test('is not run by a shell', async () => {
    const hostile = '$(touch pwned);`touch pwned`;*;"\'';
    expect(await words({ INPUT_TARGETS: hostile, INPUT_ARGS: hostile, INPUT_FAIL_ON: hostile })).toEqual([
      'check',
      `--fail-on=${hostile}`,
      '--format=plain',
      '--output=json=exchange-tls.json',
      hostile,
      hostile,
    ]);
    await expect(readFile(join(folder, 'pwned'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('inputs that cannot be used', () => {
  test.each([
    ['another command', { INPUT_COMMAND: 'demo' }, 'command is neither check nor scan'],
    [
      'an option as a target',
      { INPUT_TARGETS: '--ca=/etc/passwd' },
      'targets has a line that begins with a hyphen; options belong into args',
    ],
    [
      'a report with a second output in it',
      { INPUT_REPORT: 'a\nexit-code=0' },
      'report has more than one line',
    ],
    ['SARIF with a second output in it', { INPUT_SARIF: 'a\rb' }, 'sarif has more than one line'],
    ['no report', { INPUT_REPORT: '' }, 'report is empty'],
    ['a report where a folder is', { INPUT_REPORT: '.' }, 'report cannot be replaced'],
    ['SARIF where a folder is', { INPUT_SARIF: '.' }, 'sarif cannot be replaced'],
    ['a summary that is perhaps', { INPUT_SUMMARY: 'yes' }, 'summary is neither true nor false'],
  ])('%s ends it with 2 before anything is asked', async (_what, inputs, message) => {
    const { code, stdout, outputs } = await step(inputs, join(folder, 'nothing.mjs'));
    expect({ code, stdout, outputs }).toEqual({
      code: 2,
      stdout: `::error title=exchange-tls::${message}\n`,
      outputs: 'exit-code=2\n',
    });
  });

  test('the program itself refuses the rest', async () => {
    const { code, stdout, outputs } = await step({
      INPUT_TARGETS: 'mail.contoso.com',
      INPUT_FAIL_ON: 'worst',
    });
    expect(code).toBe(2);
    expect(stdout).toMatch(/exchange-tls: .*worst/);
    expect(outputs).toBe('exit-code=2\n');
  });
});

test('what a server writes cannot command the runner', async () => {
  const { stdout } = await step({}, await fake('::error::hostile\n::add-mask::a', 1));
  const [, token = ''] = /^::stop-commands::([\w-]{36})\n/.exec(stdout) ?? [];
  expect(token).not.toBe('');
  const [said, after = ''] = stdout.split(`\n::${token}::\n`);
  expect(said).toContain('::error::hostile\n::add-mask::a');
  expect(after).toBe('::error title=exchange-tls::There are findings that fail-on counts.\n');
});

test('the token that ends this is another each time', async () => {
  const program = await fake();
  const [one, other] = [await step({}, program), await step({}, program)];
  expect(one.stdout).not.toBe(other.stdout);
});

test('findings end it with 1, and with all the files', async () => {
  const { port } = server.address() as AddressInfo;
  const { code, stdout, outputs, summary } = await step({
    INPUT_TARGETS: `https://127.0.0.1:${port}`,
    INPUT_SARIF: 'exchange-tls.sarif',
    INPUT_FAIL_ON: 'low',
  });
  expect(code).toBe(1);
  expect(stdout).toContain('cert/');
  expect(outputs).toBe('exit-code=1\nreport=exchange-tls.json\nsarif=exchange-tls.sarif\n');
  expect(summary).toContain('cert/');
  const sarif = JSON.parse(await readFile(join(folder, 'exchange-tls.sarif'), 'utf8')) as {
    readonly version: string;
  };
  expect(sarif.version).toBe('2.1.0');
});

test('a server that does not answer ends it with 3, and the error says so', async () => {
  const { code, stdout, outputs } = await step({ INPUT_TARGETS: `https://127.0.0.1:${await closedPort()}` });
  expect(code).toBe(3);
  expect(stdout).toMatch(/::error title=exchange-tls::Something could not be assessed[^\n]*\n$/);
  expect(outputs).toContain('exit-code=3\n');
});

test('a report of an earlier step does not pass for that of this one', async () => {
  await writeFile(join(folder, 'exchange-tls.json'), 'old');
  const { outputs } = await step({}, await fake('', 3));
  expect(outputs).toBe('exit-code=3\n');
});

test('a report that is too long for the summary is not cut', async () => {
  const file = join(folder, 'long.mjs');
  await writeFile(
    file,
    `import { writeFileSync } from 'node:fs';
     const output = process.argv.find((word) => word.startsWith('--output=markdown='));
     writeFileSync(output.slice('--output=markdown='.length), 'x'.repeat(1_000_001));`,
  );
  const { code, summary } = await step({}, file);
  expect(code).toBe(0);
  expect(summary).toBe('The report in Markdown is too long to be shown here; the one in JSON is whole.\n');
});
