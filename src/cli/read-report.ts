import { readInputFile } from '../config/input-file.ts';
import { parseSavedReport } from '../config/saved-report.ts';
import { gatheredOf } from '../judge/gathered-of.ts';
import type { Report } from '../model/report.ts';
import { judge } from '../pipeline.ts';
import { sayLostStores } from './lost-stores.ts';
import { type JudgingArguments, NO_SOURCE, type Policy, readPolicy } from './policy.ts';
import type { Shell } from './shell.ts';

export interface ReadReport {
  readonly saved: Report;
  /** The same observations as these rules judge them, at the same moment. */
  readonly again: Report;
  readonly policy: Policy;
}

/**
 * Reads a saved report and judges it again, as of then and by the same baseline unless the operator says otherwise.
 *
 * @throws ConfigError for files with faults and baselines that are not known.
 */
export async function readReport(
  path: string,
  args: Partial<JudgingArguments>,
  shell: Shell,
): Promise<ReadReport> {
  const saved = parseSavedReport(await readInputFile(path, shell.readFile), path);
  const { baseline, baselineGiven, expiry } = saved.judged;
  const source = { ...NO_SOURCE, baseline: baselineGiven ? baseline : null, expiry };
  const policy = await readPolicy(args, source, shell);
  const again = judge(gatheredOf(saved), { ...policy, now: Date.parse(saved.judged.at) });
  await sayLostStores(saved, again, shell);
  return { saved, again, policy };
}
