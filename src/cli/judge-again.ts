import { readInputFile } from '../config/input-file.ts';
import { parseSavedReport } from '../config/saved-report.ts';
import { loadTargetsFile } from '../config/targets-file.ts';
import { conclude } from './conclude.ts';
import { judge } from '../pipeline.ts';
import { delimiterOf } from './delimiter.ts';
import { openDestination } from './destination.ts';
import { type JudgingArguments, NO_SOURCE, readPolicy } from './policy.ts';
import { present, type ReportingArguments } from './present.ts';
import { gatheredOf } from '../judge/gathered-of.ts';
import type { Shell } from './shell.ts';
import { sourceOf } from './targets.ts';

export type JudgeArguments = JudgingArguments &
  ReportingArguments & {
    readonly report: string;
    readonly targets?: string | undefined;
    readonly now: boolean;
  };

/**
 * Judges the observations of a saved report. As of the moment when it was judged first and by the same baseline, unless
 * the operator says otherwise: so what differs comes from the rules alone.
 *
 * @throws ConfigError for files with faults and baselines that are not known.
 */
export async function judgeAgain(args: JudgeArguments, shell: Shell): Promise<number> {
  delimiterOf(args);
  const destination = await openDestination(args.output, shell);
  const saved = parseSavedReport(await readInputFile(args.report, shell.readFile), args.report);
  const file = args.targets === undefined ? null : await loadTargetsFile(args.targets, shell.readFile);
  const { baselineFiles, caFiles, ...written } =
    file === null ? NO_SOURCE : sourceOf(file, args.targets ?? '');
  const policy = await readPolicy(
    args,
    {
      baseline: written.baseline ?? saved.judged.baseline,
      expiry: written.expiry ?? saved.judged.expiry,
      baselineFiles,
      caFiles,
    },
    shell,
  );
  const now = args.now ? shell.now() : Date.parse(saved.judged.at);
  const report = judge(gatheredOf(saved), { ...policy, now });
  await present(report, args, destination, shell);
  return conclude(report, args, shell);
}
