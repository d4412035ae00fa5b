import type { InferredOptionTypes } from 'yargs';
import type { Depth } from '../model/report.ts';
import { gatheredOf } from '../judge/gathered-of.ts';
import { conclude } from './conclude.ts';
import { conduct } from './conduct.ts';
import { delimiterOf } from './delimiter.ts';
import { openDestination } from './destination.ts';
import { pluginFault, UNKNOWN } from './plugin.ts';
import { holdBack, muted } from './hold-back.ts';
import type { Notifier, Told } from './notify/notifier.ts';
import { checkManners, isOldNews, mayBeSilent, toBeSaid } from './manners.ts';
import type { REMEMBERING } from './options.ts';
import { sayWaivers } from './say-waivers.ts';
import type { Kind } from './state/folder.ts';
import type { Memory } from './state/memory.ts';
import { ALREADY_RUNNING, complaint } from './ui.ts';
import { openOutputs } from './outputs.ts';
import { readEarlier } from './earlier.ts';
import { storeOf, withFile } from './fetching.ts';
import { withDomains } from './domains.ts';
import { type Job, worldOf } from './job.ts';
import { type JudgingArguments, type Policy, readPolicy } from './policy.ts';
import type { ReportingArguments } from './present.ts';
import { type AskingArguments, type FetchingArguments, runOptionsOf } from './run-options.ts';
import type { Shell } from './shell.ts';
import { readTargets, type TargetingArguments } from './targets.ts';
import { checkView } from './view.ts';

export type AssessArguments = TargetingArguments &
  AskingArguments &
  FetchingArguments &
  JudgingArguments &
  ReportingArguments &
  InferredOptionTypes<typeof REMEMBERING>;

/**
 * Asks, judges and reports: what `scan` and `check` do. Everything that the operator can have got wrong is found out
 * before the first connection.
 *
 * @throws ConfigError for input that cannot be used.
 */
export async function assess(depth: Depth, args: AssessArguments, shell: Shell): Promise<number> {
  checkView(args);
  checkManners(args);
  delimiterOf(args);
  const held = mayBeSilent(args) ? holdBack(shell) : null;
  const asking = runOptionsOf(args, depth);
  const destination = await openOutputs(args, held?.shell ?? shell);
  const notifier = await notifierOf(args, destination.format, shell);
  const earlier = await readEarlier(args.resume, depth, shell);
  const { targets, domains, source, fetching, check } = await readTargets(args, shell, earlier);
  const policy = await readPolicy(args, source, shell);
  check(policy);
  const options = withDomains(withFile(asking, args, fetching), domains);
  const store = await storeOf(options, args.cache, shell);
  const resumed = earlier === null ? {} : { resume: gatheredOf(earlier) };
  const world = worldOf(shell, options);
  const job: Job = { targets, options, policy, world, ...resumed, ...store };
  if (args.jitter !== undefined) await shell.wait(shell.random() * args.jitter * 1000);
  if (destination.format === 'jsonl')
    return (await import('./stream.ts')).stream(job, args, destination, shell);
  const memory = await remember(args, { depth, baseline: baselineOf(policy), targets }, shell);
  if (memory === 'held') return sayHeld(args, shell);
  try {
    let told = NOT_TOLD;
    const conducting = conduct(job, args, destination, shell, async (judged, signal) => {
      const compared = memory?.compare(judged) ?? judged;
      if (notifier === null) return compared;
      told = await notifier.tell(compared, memory, signal);
      return { ...compared, notifications: told.results };
    });
    const { report, stopped } = await conducting.catch(async (error: unknown) => {
      // A file that cannot be written takes nothing from who reads the terminal.
      if (held !== null) await shell.stdout.write(held.text());
      throw error;
    });
    const old = isOldNews(report, args);
    const code = stopped ?? (await conclude(report, args, old ? muted(shell) : shell));
    if (destination.format !== 'table' && !old) await sayWaivers(report, args, shell);
    if (held !== null) {
      const aloud = await openDestination(undefined, shell);
      await aloud.write(await toBeSaid(report, code, held.text(), args, shell));
    }
    // What could not be said is not kept, so that the next run says it; unless a message was to say it.
    const kept = told.kept ?? (memory === null || (await memory.keep(report)));
    return stopped ?? worse(code, { kept, delivered: told.delivered }, args);
  } finally {
    await memory?.close();
  }
}

/** Exit code if something fails: certain whatever else went wrong. */
const FINDINGS = 1;
/** Exit code if something that the run was for was not done. */
const UNDONE = 3;
/** Exit code if another run of the same kind is under way: nothing was asked. */
const HELD = 4;

const NOT_TOLD: Told = { results: [], kept: null, delivered: true };

/**
 * A run that cannot be kept is like every other file that cannot be written, and a message that did not arrive leaves
 * something undone. What was found is certain all the same. To a monitoring system both are UNKNOWN.
 */
function worse(
  code: number,
  { kept, delivered }: { readonly kept: boolean; readonly delivered: boolean },
  { format }: AssessArguments,
): number {
  const isPlugin = format === 'nagios';
  const found = isPlugin ? code !== 0 && code !== UNKNOWN : code === FINDINGS;
  if (found || (kept && delivered)) return code;
  if (isPlugin) return UNKNOWN;
  return kept ? UNDONE : 2;
}

async function notifierOf(args: AssessArguments, format: string, shell: Shell): Promise<Notifier | null> {
  const { notify } = args;
  if (notify === undefined) return null;
  const { openNotifier } = await import('./notify/notifier.ts');
  return openNotifier({ ...args, notify }, format, shell);
}

async function remember(args: AssessArguments, kind: Kind, shell: Shell): Promise<Memory | 'held' | null> {
  if (args.state === undefined) return null;
  const { openMemory } = await import('./state/memory.ts');
  return (await openMemory(args, kind, shell)) ?? 'held';
}

/** Where the build of each server chooses the baseline, that is the same for all runs. */
function baselineOf({ baseline, baselineGiven }: Policy): string {
  return baselineGiven ? baseline.id : 'by build';
}

/** Only a person wants to know; a scheduler sees the exit code. */
async function sayHeld({ format, quiet }: AssessArguments, shell: Shell): Promise<number> {
  if (format === 'nagios') await shell.stdout.write(pluginFault(`${ALREADY_RUNNING}\n`));
  if (shell.stderr.isTerminal && !quiet) await shell.stderr.write(complaint(ALREADY_RUNNING));
  return HELD;
}
