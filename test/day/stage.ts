import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';
import { realShell, type Shell } from '../../src/cli/shell.ts';
import { fakeShell } from '../cli/fake-shell.ts';
import { type Ended, ended, refuseStaleBuild } from '../e2e/program.ts';
import type { Place, Site, SiteMap } from './site.ts';

/** How another process is to be treated. */
export interface Fate {
  /** Killed at a step of writing the files whose path fits. */
  readonly die?: { readonly at: 'half' | 'before' | 'after'; readonly file: string };
  /** No file may grow beyond so many blocks of 1024 bytes. */
  readonly blocks?: number;
  /** Device that standard output leads to. */
  readonly into?: string;
  /** Sent when the first connection comes to a place. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly at: string; readonly skip?: number };
  /** More words of the command line. */
  readonly more?: readonly string[];
}

/** A machine with a clock that somebody turns, a folder, and the program. */
export interface Stage {
  readonly folder: string;
  readonly state: string;
  /** Sets the clock; it stands still in between but for what is waited. */
  set(time: string): void;
  now(): number;
  /** Runs the program here. @param stopAt Ctrl-C comes when somebody is connected there */
  run(argv: readonly string[], how?: { readonly stopAt?: Place | undefined }): Promise<Ended>;
  /** Runs the built program in a process of its own. */
  runApart(argv: readonly string[], fate: Fate): Promise<Ended>;
  stop(): Promise<void>;
}

export async function openStage(site: Site): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  const clock = { now: 0 };
  const world = {
    ...site.world,
    now: () => clock.now,
    wait: (ms: number): Promise<void> => {
      clock.now += ms;
      return Promise.resolve();
    },
  };
  const real = realShell();
  const shellOf = (): ReturnType<typeof fakeShell> & Shell => ({
    ...fakeShell({ now: () => clock.now, self: { pid: process.pid, machine: hostname() } }),
    readFile: (path) => readFile(path, 'utf8'),
    isRunning: real.isRunning,
    world,
  });
  return {
    folder,
    state: join(folder, 'runs'),
    set(time) {
      clock.now = Date.parse(time);
    },
    now: () => clock.now,
    async run(argv, { stopAt } = {}) {
      const shell = shellOf();
      stopAt?.onNext(() => shell.stop(130));
      const code = await main(argv, shell);
      return { code, signal: null, stdout: shell.out(), stderr: shell.err() };
    },
    runApart: (argv, fate) => apart({ argv, now: clock.now, ...site.map() }, fate, site),
    stop: () => rm(folder, { recursive: true }),
  };
}

const PROGRAM = fileURLToPath(new URL('process.js', import.meta.url));

interface Told extends SiteMap {
  readonly argv: readonly string[];
  readonly now: number;
}

async function apart(told: Told, fate: Fate, site: Site): Promise<Ended> {
  refuseStaleBuild();
  const { die = null, blocks = 'unlimited', into, signal } = fate;
  const { NODE_OPTIONS: _jest, FORCE_COLOR: _force, ...inherited } = process.env;
  const env = { ...inherited, DAY: JSON.stringify({ ...told, die }) };
  const script = `ulimit -f ${blocks}; exec "$@"${into === undefined ? '' : ` >${into}`}`;
  const child = spawn('bash', ['-c', script, 'bash', process.execPath, PROGRAM], { env });
  const end = ended(child);
  if (signal !== undefined) {
    site.places[signal.at]?.onNext(() => child.kill(signal.name), signal.skip);
  }
  child.stdin.end();
  return end;
}
