import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Standard input; closed at once if absent. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where a stream goes instead, as a shell is told: `2>/dev/full`. */
  readonly redirect?: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = join(ROOT, 'bin/exchange-tls.js');

/** Starts the program as a user would, built and in a process of its own. */
export function start(argv: readonly string[], options: RunOptions = {}): ChildProcessWithoutNullStreams {
  refuseStaleBuild();
  const {
    NODE_OPTIONS: _jest,
    FORCE_COLOR: _force,
    NO_COLOR: _no,
    COLUMNS: _columns,
    ...inherited
  } = process.env;
  const words = [process.execPath, PROGRAM, ...argv];
  const [program = '', ...rest] =
    options.redirect === undefined ? words : ['sh', '-c', `exec "$@" ${options.redirect}`, 'sh', ...words];
  const child = spawn(program, rest, { env: { ...inherited, ...options.environment } });
  child.stdin.end(options.input ?? '');
  return child;
}

/** Waits for the end of a program, with everything that it printed. */
export function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
  });
}

export function run(argv: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return ended(start(argv, options));
}

let checked = false;

/** What is tested must be what is written: `npm test` builds first, jest alone does not. */
export function refuseStaleBuild(): void {
  if (checked) return;
  const built = newest(join(ROOT, 'dist/bundle'), '.cjs');
  if (built < newest(join(ROOT, 'src'), '.ts')) {
    throw new Error('dist/bundle is missing or older than src; run npm run build');
  }
  checked = true;
}

function newest(folder: string, ending: string): number {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(ending))
      .reduce((latest, path) => Math.max(latest, statSync(join(folder, path)).mtimeMs), 0);
  } catch {
    return 0;
  }
}
