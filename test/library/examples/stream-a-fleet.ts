import {
  combineExitParts,
  exitCodeOf,
  exitParts,
  NO_PARTS,
  render,
  scanEach,
  type ScanSettings,
  type Target,
} from '../../../src/index.ts';

/** Scans any number of hosts in bounded memory: each report is written and forgotten. */
export async function streamFleet(
  targets: readonly Target[],
  write: (lines: string) => Promise<void>,
  settings: ScanSettings = {},
): Promise<0 | 1 | 3> {
  let parts = NO_PARTS;
  const run = await scanEach(targets, { options: { depth: 'check' }, ...settings }, async (report) => {
    parts = combineExitParts(parts, exitParts(report, 'medium'));
    // Whoever writes slowly holds back the asking; what this throws ends the run.
    await write(render(report, 'jsonl'));
  });
  return exitCodeOf(parts, run.complete);
}
