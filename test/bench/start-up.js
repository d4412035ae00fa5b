import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from './tables.js';
import { median, SCRATCH, timed } from './timed.js';
import { ours } from './tools.js';

/** What it costs to begin: the port is closed, so a check is all of a run but the answers. */
export async function startUp({ runs }) {
  const json = join(SCRATCH, 'one.json');
  writeFileSync(json, JSON.stringify({ targets: [{ host: '127.0.0.1', services: ['https:9'] }] }));
  const yaml = join(SCRATCH, 'one.yaml');
  writeFileSync(yaml, 'targets:\n  - host: 127.0.0.1\n    services: [https:9]\n');
  const entries = [
    ['Node itself', [process.execPath, '-e', '0']],
    ['--version', ours('--version')],
    ['--help', ours('--help')],
    ['rules', ours('rules')],
    ['check, nobody there', ours('check', 'https://127.0.0.1:9')],
    ['check, targets in JSON', ours('check', '--targets', json)],
    ['check, targets in YAML', ours('check', '--targets', yaml)],
  ].map(([name, command]) => ({ name, command, results: [] }));
  for (let run = 0; run < runs; run += 1) {
    for (const { command, results } of entries) results.push(await timed(command));
  }
  return {
    title: `Start-up on Node ${process.versions.node}, median of ${runs}`,
    head: ['Command', 'Time', 'CPU s'],
    rows: entries.map(({ name, results }) => {
      const { ms, cpuSeconds } = median(results);
      return [name, seconds(ms), cpuSeconds?.toFixed(2) ?? '-'];
    }),
    commands: entries.map(({ command }) => command),
  };
}
