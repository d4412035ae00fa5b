import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { isSea } from 'node:sea';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../net/world.ts';
import { refuse } from './destination.ts';
import { writerOf } from './writer.ts';

/** A standard stream that text goes to. */
export interface Output {
  readonly isTerminal: boolean;
  /** Columns of the terminal now; null if it is none or does not say. */
  readonly columns: number | null;
  /** Its rows now; null or absent as well. */
  readonly rows?: number | null;
  /**
   * Resolves when the text is handed over: false if the reader has gone away, which is no error. Rejects with a ConfigError
   * if it cannot be written, and of standard error never: nobody could be told.
   */
  write(text: string): Promise<boolean>;
}

/** Exit codes of a run that a signal stopped: 128 and the number of the signal. */
export type StopCode = typeof HANGUP | 130 | 143;

export const HANGUP = 129;

/** Everything that the command line takes from the process around it. */
export interface Shell {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Sockets and names of the network; those of this machine if absent. Its clock is `now`. */
  readonly world?: World;
  /** Text of a file in UTF-8, of the standard input for `-`; rejects with the `code` of the operating system. */
  readonly readFile: (path: string) => Promise<string>;
  /** Calls back at every Ctrl-C or request to end, until the returned function is called. */
  readonly onStop: (listener: (code: StopCode) => void) => () => void;
  /** Calls back for an error that nobody caught; who came last hears it first. */
  readonly onFault: (listener: (error: unknown) => void) => () => void;
  /** This process, the machine it runs on, how it was started and in which folder. */
  readonly self: {
    readonly pid: number;
    readonly machine: string;
    /** The first words of a command line that starts the program again, with whole paths. */
    readonly program: readonly string[];
    readonly folder: string;
  };
  /** Whether a process of this machine runs. */
  readonly isRunning: (pid: number) => boolean;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** @param signal ends it early */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Calls back until the returned function is called; keeps no process alive. */
  readonly every: (ms: number, listener: () => void) => () => void;
  /** Ends the process without waiting for anything. */
  readonly exitAtOnce: (code: number) => void;
}

/** The process that we are. */
export function realShell(): Shell {
  return {
    environment: process.env,
    stdout: outputOf(process.stdout, (error) => refuse('standard output', error)),
    // The exit code still says what came out.
    stderr: outputOf(process.stderr, () => false),
    now: Date.now,
    readFile: (path) => (path === '-' ? text(process.stdin) : readFile(path, 'utf8')),
    onStop(listener) {
      const signals = STOP_SIGNALS.map(([signal, code]) => ({ signal, heard: () => listener(code) }));
      for (const { signal, heard } of signals) process.on(signal, heard);
      return () => {
        for (const { signal, heard } of signals) process.off(signal, heard);
      };
    },
    onFault(listener) {
      process.prependListener('uncaughtException', listener);
      return () => process.off('uncaughtException', listener);
    },
    self: {
      pid: process.pid,
      machine: hostname(),
      // In a single executable the second word is a repetition of the first.
      program: [process.execPath, ...(isSea() ? [] : process.argv.slice(1, 2).map((path) => resolve(path)))],
      folder: process.cwd(),
    },
    isRunning(pid) {
      try {
        // Signal 0 only asks (kill(2)); a process of somebody else runs, too.
        return process.kill(pid, 0);
      } catch (error) {
        return (error as { readonly code?: unknown }).code === 'EPERM';
      }
    },
    random: Math.random,
    wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    every(ms, listener) {
      const timer = setInterval(listener, ms).unref();
      return () => clearInterval(timer);
    },
    exitAtOnce(code) {
      // Only here: exiting cuts off what is still on its way into a pipe, and that is what was asked for.
      // oxlint-disable-next-line no-process-exit
      process.exit(code);
    },
  };
}

/** Windows knows Ctrl-C, Ctrl-Break and a window that is closed, and no request to end. */
const STOP_SIGNALS = [
  ['SIGHUP', HANGUP],
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGBREAK', 130],
] as const satisfies readonly (readonly [NodeJS.Signals, StopCode])[];

function outputOf(stream: NodeJS.WriteStream, onError: (error: unknown) => boolean): Output {
  const write = writerOf(stream);
  return {
    isTerminal: stream.isTTY,
    // Windows change their size during a run.
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : null;
    },
    get rows() {
      return stream.isTTY && stream.rows > 0 ? stream.rows : null;
    },
    write: (words) => write(words).catch(onError),
  };
}
