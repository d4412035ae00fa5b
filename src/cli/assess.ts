import type { Depth } from '../model/report.ts';
import { gatheredOf } from '../judge/gathered-of.ts';
import { conclude } from './conclude.ts';
import { conduct } from './conduct.ts';
import { delimiterOf } from './delimiter.ts';
import { openDestination } from './destination.ts';
import { readEarlier } from './earlier.ts';
import type { Job } from './job.ts';
import { type JudgingArguments, readPolicy } from './policy.ts';
import type { ReportingArguments } from './present.ts';
import { type AskingArguments, runOptionsOf } from './run-options.ts';
import type { Shell } from './shell.ts';
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
  const earlier = await readEarlier(args.resume, depth, shell);
  const { targets, source, check } = await readTargets(args, shell, earlier);
  const policy = await readPolicy(args, source, shell);
  check(policy);
  const resumed = earlier === null ? {} : { resume: gatheredOf(earlier) };
  const job: Job = { targets, options, policy, ...resumed };
  if (args.format === 'jsonl') return (await import('./stream.ts')).stream(job, args, destination, shell);
  const { report, stopped } = await conduct(job, args, destination, shell);
  return stopped ?? (await conclude(report, args, shell));
}
