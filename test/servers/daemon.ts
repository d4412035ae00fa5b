import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface Daemon {
  /** Everything that the daemon has written to its standard output and standard error so far. */
  readonly output: () => string;
  /** Ends the daemon and all that it started; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

export interface DaemonCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Asked again and again until it says yes; the signal fires when the daemon has died or the deadline is over. */
  readonly ready: (output: string, signal: AbortSignal) => boolean | Promise<boolean>;
  /** Reads the daemon's own log, if it has one, for the error message. */
  readonly log?: () => Promise<string>;
}

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 5_000;
const POLL_MS = 20;
const PORT_ATTEMPTS = 5;

/**
 * Starts a program in a process group of its own and waits until it is ready. A program that is missing, ends early
 * or does not become ready in a minute is an error that carries its output: a test never runs without its server.
 */
export async function startDaemon(command: DaemonCommand): Promise<Daemon> {
  const child = spawn(command.program, command.arguments, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...command.environment },
  });
  let output = '';
  const over = new AbortController();
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('error', (error) => over.abort(error.message));
  child.on('exit', (code, signal) => over.abort(`ended with ${code ?? signal}`));
  const deadline = setTimeout(
    () => over.abort(`was not ready in ${START_DEADLINE_MS} ms`),
    START_DEADLINE_MS,
  );

  while (!over.signal.aborted && !(await command.ready(output, over.signal))) await delay(POLL_MS);
  clearTimeout(deadline);
  if (over.signal.aborted) {
    await end(child);
    const log = command.log ? await command.log().catch(() => '') : '';
    throw new Error(`${command.program} ${over.signal.reason}\n${output}${log}`);
  }
  return { output: () => output, stop: () => end(child) };
}

/**
 * Gives free loopback ports to `start`. They can be taken by someone else before the daemon binds them, so a daemon
 * that ends early is tried again with other ports. Not every one says why: Postfix's master dies before its log is
 * written. One that is set up wrongly ends early each time, and then its last words are the error.
 */
export async function withFreePorts<T>(
  count: number,
  start: (ports: readonly number[]) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePorts(count));
    } catch (error) {
      const conflict = /address already in use|EADDRINUSE|ended with/i.test(String(error));
      if (!conflict || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

/** True if all ports accept a TCP connection on 127.0.0.1. */
export async function listening(ports: readonly number[], signal: AbortSignal): Promise<boolean> {
  const answers = await Promise.all(ports.map((port) => accepts(port, signal)));
  return answers.every(Boolean);
}

async function accepts(port: number, signal: AbortSignal): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect', { signal });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePorts(count: number): Promise<number[]> {
  const holders = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(holders.map((holder) => once(holder, 'listening')));
  const ports = holders.map((holder) => (holder.address() as AddressInfo).port);
  await Promise.all(holders.map((holder) => once(holder.close(), 'close')));
  return ports;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    signalGroup(child.pid, 'SIGTERM');
    const killer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), STOP_DEADLINE_MS);
    await exited;
    clearTimeout(killer);
  }
  signalGroup(child.pid, 'SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
