import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GNU_TIME = '/usr/bin/time';
const hasGnuTime = spawnSync(GNU_TIME, ['-f', '%e', 'true'], { stdio: 'ignore' }).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A folder that lasts as long as the benchmark. */
export const SCRATCH = folder;

export function isInstalled(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/**
 * Runs a whole process to its end, with everything that it starts.
 * @param {readonly string[]} command
 * @param {string} [output] file for what it prints
 * @returns wall time in ms; seconds of CPU and peak memory of the largest process in MiB, null without GNU time
 */
export async function timed(command, output) {
  const figures = join(folder, 'time');
  const [program, ...args] = hasGnuTime ? [GNU_TIME, '-o', figures, '-f', '%U %S %M', ...command] : command;
  const printed = output === undefined ? 'ignore' : openSync(output, 'w');
  const start = performance.now();
  await new Promise((resolve, reject) => {
    spawn(program, args, { stdio: ['ignore', printed, 'ignore'] })
      .once('error', reject)
      .once('close', resolve);
  });
  const ms = performance.now() - start;
  if (output !== undefined) closeSync(printed);
  if (!hasGnuTime) return { ms, cpuSeconds: null, peakMb: null };
  // A line about the exit code may stand before it.
  const [user, system, peakKb] = readFileSync(figures, 'utf8')
    .trim()
    .split('\n')
    .at(-1)
    .split(' ')
    .map(Number);
  return { ms, cpuSeconds: user + system, peakMb: peakKb / 1024 };
}

/** The run in the middle by wall time. */
export function median(results) {
  return results.toSorted((a, b) => a.ms - b.ms)[Math.floor(results.length / 2)];
}
