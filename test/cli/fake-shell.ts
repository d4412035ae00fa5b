import type { Output, Shell, StopCode } from '../../src/cli/shell.ts';

export interface FakeShell extends Shell {
  /** What was written, all of it. */
  out(): string;
  err(): string;
  /** Codes of `exitAtOnce`. */
  readonly exits: readonly number[];
  /** Sends a signal to whoever listens. */
  stop(code: StopCode): void;
  /** How many listen. */
  listeners(): number;
  /** How long was waited, ms. */
  readonly waits: readonly number[];
  /** Throws an error that nobody catches. */
  fault(error: unknown): void;
  /** Calls those that are called back again and again, once each. */
  tick(): void;
  /** How many are. */
  tickers(): number;
}

export interface FakeShellOptions {
  readonly environment?: Shell['environment'];
  readonly stdout?: Partial<Pick<Output, 'isTerminal' | 'columns' | 'rows'>>;
  readonly stderr?: Partial<Pick<Output, 'isTerminal' | 'columns' | 'rows'>>;
  readonly now?: () => number;
  readonly files?: Readonly<Record<string, string>>;
  /** Other processes that run. */
  readonly running?: readonly number[];
  readonly self?: Partial<Shell['self']>;
  readonly random?: () => number;
}

/** A process that only writes down what is done to it. */
export function fakeShell(options: FakeShellOptions = {}): FakeShell {
  const written = { out: '', err: '' };
  const exits: number[] = [];
  const waits: number[] = [];
  const stopListeners = new Set<(code: StopCode) => void>();
  const faultListeners = new Set<(error: unknown) => void>();
  const tickListeners = new Set<() => void>();
  const output = (to: 'out' | 'err', kind: FakeShellOptions['stdout']): Output => ({
    isTerminal: false,
    columns: null,
    ...kind,
    write(text) {
      written[to] += text;
      return Promise.resolve(true);
    },
  });
  return {
    environment: options.environment ?? {},
    stdout: output('out', options.stdout),
    stderr: output('err', options.stderr),
    now: options.now ?? Date.now,
    readFile(path) {
      const text = options.files?.[path];
      return text === undefined
        ? Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' }))
        : Promise.resolve(text);
    },
    onStop(listener) {
      stopListeners.add(listener);
      return () => stopListeners.delete(listener);
    },
    onFault(listener) {
      faultListeners.add(listener);
      return () => faultListeners.delete(listener);
    },
    self: {
      pid: 4711,
      machine: 'scanner',
      program: ['/usr/bin/node', '/opt/exchange-tls/bin/exchange-tls.js'],
      folder: '/srv/scans',
      ...options.self,
    },
    isRunning: (pid) => options.running?.includes(pid) ?? false,
    random: options.random ?? (() => 0.5),
    wait(ms) {
      waits.push(ms);
      return Promise.resolve();
    },
    every(_ms, listener) {
      // Each call is one of its own, even of the same function.
      const own = (): void => listener();
      tickListeners.add(own);
      return () => tickListeners.delete(own);
    },
    waits,
    exitAtOnce: (code) => exits.push(code),
    out: () => written.out,
    err: () => written.err,
    exits,
    stop(code) {
      for (const listener of stopListeners) listener(code);
    },
    listeners: () => stopListeners.size,
    fault(error) {
      for (const listener of [...faultListeners].toReversed()) listener(error);
    },
    tick() {
      for (const listener of tickListeners) listener();
    },
    tickers: () => tickListeners.size,
  };
}
