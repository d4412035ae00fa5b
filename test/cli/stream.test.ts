import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Output } from '../../src/cli/shell.ts';
import { openDestination } from '../../src/cli/destination.ts';
import { NO_SOURCE, readPolicy } from '../../src/cli/policy.ts';
import { stream } from '../../src/cli/stream.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { parseRunOptions, type RunOptionsInput } from '../../src/config/options.ts';
import { exitCode } from '../../src/judge/exit-code.ts';
import { createNetwork, type LabNetwork } from '../../src/lab/network.ts';
import { exchange2019, windows2012 } from '../../src/lab/policies.ts';
import { type Handler, tlsServer } from '../../src/lab/tls-server.ts';
import type { Severity } from '../../src/model/finding.ts';
import { scan } from '../../src/pipeline.ts';
import type { JsonLine } from '../../src/reporters/jsonl-line.ts';
import { RSA_ONLY } from '../lab/chains.ts';
import { targetFor } from '../scan/harness.ts';
import { type FakeShell, fakeShell } from './fake-shell.ts';

const GOOD = tlsServer(exchange2019(RSA_ONLY), randomBytes);
const OLD = tlsServer(windows2012(RSA_ONLY), randomBytes);
const NAMES = ['one.contoso.com', 'two.contoso.com', 'three.contoso.com'] as const;
const TARGETS = NAMES.map((name) => targetFor('https', name));
const place = (at: number): string => `192.0.2.${at + 1}:443`;

let network: LabNetwork;

beforeEach(() => {
  network = createNetwork(Date.now);
});

afterEach(async () => {
  await network.stop();
});

async function serve(...handlers: readonly Handler[]): Promise<void> {
  for (const [at, handler] of handlers.entries()) {
    network.name(NAMES[at] ?? '', [`192.0.2.${at + 1}`]);
    await network.serve(`192.0.2.${at + 1}`, 443, handler);
  }
}

interface Streamed {
  readonly options?: RunOptionsInput;
  readonly shell?: FakeShell;
  readonly explain?: boolean;
  readonly hosts?: number;
  readonly failOn?: Severity;
}

const ARGUMENTS = {
  format: 'jsonl',
  by: 'host',
  verbose: 0,
  explain: false,
  quiet: false,
  ascii: false,
  'csv-excel': false,
  output: undefined,
  color: undefined,
  'csv-delimiter': undefined,
  'csv-table': undefined,
  plain: false,
} as const;

async function run({
  options = {},
  shell = fakeShell(),
  explain = false,
  hosts = 3,
  failOn = 'critical',
}: Streamed): Promise<number> {
  const job = {
    targets: TARGETS.slice(0, hosts),
    options: parseRunOptions({ depth: 'check', ...options }),
    policy: await readPolicy({}, NO_SOURCE, shell),
    world: network.world,
  };
  return stream(
    job,
    { ...ARGUMENTS, explain, 'fail-on': failOn },
    await openDestination(undefined, shell),
    shell,
  );
}

/** A shell whose standard output does what `write` says with each piece. */
function shellThat(write: (text: string, written: () => string) => Promise<boolean>): FakeShell {
  const shell = fakeShell();
  let text = '';
  const stdout: Output = {
    ...shell.stdout,
    write(piece) {
      text += piece;
      return write(piece, () => text);
    },
  };
  return { ...shell, stdout, out: () => text };
}

const linesOf = (shell: FakeShell): readonly JsonLine[] =>
  shell
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonLine);

const hostsOf = (shell: FakeShell): readonly string[] =>
  linesOf(shell).flatMap((line) => (line.type === 'endpoint' ? [line.endpoint.host] : []));

/** One target after the other. */
const ONE_BY_ONE = { concurrency: { global: 1 } };

describe('a run that streams', () => {
  test('writes each endpoint, each target and the summary, and counts what there was', async () => {
    await serve(GOOD, OLD, GOOD);
    const shell = fakeShell();
    const code = await run({ shell, failOn: 'medium' });
    const lines = linesOf(shell);
    expect(hostsOf(shell).toSorted()).toEqual([...NAMES].toSorted());
    expect(lines.map(({ type }) => type).toSorted()).toEqual(
      ['endpoint', 'endpoint', 'endpoint', 'summary', 'target', 'target', 'target'].toSorted(),
    );
    const report = await scan(TARGETS, { options: { depth: 'check' }, world: network.world });
    const { answered, connections } = report.summary;
    expect(lines.at(-1)).toMatchObject({
      type: 'summary',
      run: { complete: true, budget: 500 },
      summary: { answered, connections, endpoints: 3, not_assessed: 0 },
    });
    expect(code).toBe(exitCode(report, 'medium'));
    expect(shell.err()).toBe('');
  });

  test('writes what is done while others still wait', async () => {
    let release = (): void => undefined;
    const written = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late: Handler = (socket) => void written.then(() => GOOD(socket));
    await serve(GOOD, late);
    const shell = shellThat((piece) => {
      if (piece.includes(NAMES[0])) release();
      return Promise.resolve(true);
    });
    await run({ shell, hosts: 2, options: { timeouts: { tlsMs: 60_000 } } });
    expect(hostsOf(shell)).toEqual([NAMES[0], NAMES[1]]);
  });

  test('asks nobody new while its reader is slow', async () => {
    await serve(GOOD, GOOD);
    let read = (): void => undefined;
    const shell = shellThat(
      (piece) =>
        new Promise((resolve) => {
          if (piece.includes(NAMES[0])) read = () => resolve(true);
          else resolve(true);
        }),
    );
    const running = run({ shell, hosts: 2, options: ONE_BY_ONE });
    while (shell.out() === '') await new Promise(setImmediate);
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect(network.connections().get(place(1))).toBe(0);
    read();
    await running;
    expect(network.connections().get(place(1))).toBeGreaterThan(0);
  });

  test('ends quietly when its reader has gone away', async () => {
    await serve(GOOD, GOOD, GOOD);
    const shell = shellThat(() => Promise.resolve(false));
    expect(await run({ shell, options: ONE_BY_ONE })).toBe(3);
    expect(hostsOf(shell)).toEqual([NAMES[0]]);
    expect(network.connections().get(place(2))).toBe(0);
    expect(shell.err()).toBe('');
  });

  test('ends with a fault when the lines cannot be written', async () => {
    await serve(GOOD, GOOD, GOOD);
    const full = new ConfigError('standard output', [{ path: '', message: 'the disk is full' }]);
    const shell = shellThat(() => Promise.reject(full));
    await expect(run({ shell, options: ONE_BY_ONE })).rejects.toBe(full);
    expect(network.connections().get(place(2))).toBe(0);
  });

  test('ends at Ctrl-C with the lines so far and a summary that says so', async () => {
    await serve(GOOD, GOOD, GOOD);
    const shell = shellThat((_piece, written) => {
      if (!written().includes('"summary"}') && shell.listeners() > 0) shell.stop(130);
      return Promise.resolve(true);
    });
    const stopped = { ...shell, exitAtOnce: () => undefined };
    expect(await run({ shell: stopped, options: ONE_BY_ONE })).toBe(130);
    expect(hostsOf(shell)).toEqual([NAMES[0]]);
    expect(linesOf(shell).at(-1)).toMatchObject({
      type: 'summary',
      run: { complete: false, stopped: 'interrupted' },
      summary: { endpoints: 1 },
    });
    expect(network.connections().get(place(2))).toBe(0);
  });

  test('says in one line what an exit code of 3 means', async () => {
    await serve(GOOD);
    const shell = fakeShell();
    expect(await run({ shell, hosts: 2 })).toBe(3);
    expect(shell.err()).toMatch(
      /^exchange-tls: 1 endpoints and \d+ checks could not be assessed: see the lines\n$/,
    );
  });

  test('draws no more than a line where somebody else may write to the same terminal', async () => {
    let release = (): void => undefined;
    const drawn = new Promise<void>((resolve) => {
      release = resolve;
    });
    await serve(GOOD, (socket) => void drawn.then(() => GOOD(socket)));
    const shell = fakeShell({ stderr: { isTerminal: true, columns: 80, rows: 24 } });
    const stdout: Output = {
      ...shell.stdout,
      write(piece) {
        shell.tick();
        release();
        return shell.stdout.write(piece);
      },
    };
    const options = { timeouts: { tlsMs: 60_000 } };
    await run({ shell: { ...shell, stdout }, hosts: 2, options });
    expect(shell.err()).toMatch(/1 of 2 hosts done, \d+ connections in \d s/);
    expect(shell.err()).not.toContain(NAMES[1]);
    expect(shell.tickers()).toBe(0);
  });

  test('explains on standard error', async () => {
    await serve(GOOD);
    const shell = fakeShell();
    await run({ shell, hosts: 1, explain: true });
    expect(shell.err()).toMatch(
      /^one\.contoso\.com:443 https \(192\.0\.2\.1\)\n(?: {2}o\d+ \w.*\n)* {2}o\d+ modern: /,
    );
    expect(linesOf(shell)).toHaveLength(3);
  });
});
