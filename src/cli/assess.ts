import type { RunOptions } from '../config/options.ts';
import type { Depth, Report } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { World } from '../net/world.ts';
import { gather, judge } from '../pipeline.ts';
import { type Destination, openDestination } from './destination.ts';
import { type JudgingArguments, type Policy, readPolicy } from './policy.ts';
import { delimiterOf, present, type ReportingArguments } from './present.ts';
import { progressOn } from './progress.ts';
import { type AskingArguments, runOptionsOf } from './run-options.ts';
import type { Shell } from './shell.ts';
import { conclude } from './conclude.ts';
import { listenForStop } from './stop.ts';
import { readTargets, type TargetingArguments } from './targets.ts';

export type AssessArguments = TargetingArguments & AskingArguments & JudgingArguments & ReportingArguments;

/**
 * Asks, judges and reports: what `scan` and `check` do. Everything that the operator can have got wrong is found out
 * before the first connection.
 *
 * @throws ConfigError for input that cannot be used.
 */
export async function assess(depth: Depth, args: AssessArguments, shell: Shell): Promise<number> {
  delimiterOf(args);
  const options = runOptionsOf(args, depth);
  const destination = await openDestination(args.output, shell);
  const { targets, source, check } = await readTargets(args, shell);
  const policy = await readPolicy(args, source, shell);
  check(policy);
  const { report, stopped } = await conduct({ targets, options, policy }, args, destination, shell);
  return stopped ?? (await conclude(report, args, shell));
}

export interface Job {
  readonly targets: readonly Target[];
  readonly options: RunOptions;
  readonly policy: Policy;
  /** Sockets, names and time; those of this machine if absent. */
  readonly world?: World;
}

/** Gathers, judges and writes the report; after Ctrl-C what there is until then. */
export async function conduct(
  job: Job,
  args: ReportingArguments,
  destination: Destination,
  shell: Shell,
): Promise<{ readonly report: Report; readonly stopped: number | null }> {
  const { targets, options, policy, world } = job;
  const progress = progressOn(shell, args.quiet);
  const stop = listenForStop(shell, progress.clear);
  try {
    const gathered = await gather(targets, {
      options,
      signal: stop.signal,
      onEvent: progress.onEvent,
      ...(world === undefined ? {} : { world }),
    });
    progress.clear();
    const now = world === undefined ? shell.now() : world.now();
    const report = judge(gathered, { ...policy, now });
    await present(report, args, destination, shell);
    return { report, stopped: stop.code() };
  } finally {
    progress.clear();
    stop.end();
  }
}
