import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly folder: string;
  /** The whole environment; that of the tests without what jest has added if absent. */
  readonly environment?: Readonly<Record<string, string>>;
  /** User and group to run as, if we may choose. */
  readonly user?: number;
}

/** Runs a program to its end. Rejects only if it cannot be started or does not end. */
export function run(program: string, words: readonly string[], surroundings: Surroundings): Promise<Ran> {
  const { folder, environment, user } = surroundings;
  const { NODE_OPTIONS: _jest, ...inherited } = process.env;
  const identity = user !== undefined && process.getuid?.() === 0 ? { uid: user, gid: user } : {};
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      words,
      { cwd: folder, env: environment ?? inherited, maxBuffer: 2 ** 28, timeout: 290_000, ...identity },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error);
        else resolve({ code: child.exitCode, stdout, stderr });
      },
    );
    child.stdin?.end();
  });
}

/** As `run`, for what has to succeed; rejects with what it said. */
export async function must(
  program: string,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<string> {
  const { code, stdout, stderr } = await run(program, words, surroundings);
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** An empty folder that everybody may look into, and what takes it away. */
export async function emptyFolder(): Promise<{
  readonly path: string;
  readonly remove: () => Promise<void>;
}> {
  const path = await mkdtemp(join(tmpdir(), 'exchange-tls-'));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
