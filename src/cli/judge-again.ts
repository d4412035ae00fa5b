import { readInputFile } from '../config/input-file.ts';
import { parseSavedReport } from '../config/saved-report.ts';
import { loadTargetsFile } from '../config/load-targets-file.ts';
import { conclude } from './conclude.ts';
import { judge } from '../pipeline.ts';
import { delimiterOf } from './delimiter.ts';
import { sayLostStores } from './lost-stores.ts';
import { openOutputs } from './outputs.ts';
import { type JudgingArguments, NO_SOURCE, readPolicy } from './policy.ts';
import { present, type ReportingArguments } from './present.ts';
import { gatheredOf } from '../judge/gathered-of.ts';
import type { Report } from '../model/report.ts';
import type { Waiver } from '../model/waiver.ts';
import type { Shell } from './shell.ts';
import { sayWaivers } from './say-waivers.ts';
import { sourceOf } from './targets.ts';
import { checkView } from './view.ts';

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
  checkView(args);
  delimiterOf(args);
  const destination = await openOutputs(args, shell);
  const saved = parseSavedReport(await readInputFile(args.report, shell.readFile), args.report);
  const file = args.targets === undefined ? null : await loadTargetsFile(args.targets, shell.readFile);
  const { baselineFiles, caFiles, ...written } =
    file === null ? NO_SOURCE : sourceOf(file, args.targets ?? '');
  const policy = await readPolicy(
    args,
    {
      baseline: written.baseline ?? (saved.judged.baselineGiven ? saved.judged.baseline : null),
      expiry: written.expiry ?? saved.judged.expiry,
      baselineFiles,
      caFiles,
      waivers: written.waivers ?? (args.waivers === undefined ? waiversOf(saved) : []),
    },
    shell,
  );
  const now = args.now ? shell.now() : Date.parse(saved.judged.at);
  const report = judge(gatheredOf(saved), { ...policy, now });
  await sayLostStores(saved, report, shell);
  await present(report, args, destination, shell);
  if (destination.format !== 'table') await sayWaivers(report, args, shell);
  return conclude(report, args, shell);
}

/** As they were written, without what came of them. */
function waiversOf({ waivers = [] }: Report): readonly Waiver[] {
  return waivers.map(({ state: _state, findings: _findings, ...waiver }) => waiver);
}
