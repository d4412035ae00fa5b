import { setFlagsFromString } from 'node:v8';
import { gatherEach } from '../gather.ts';
import { combineExitParts, exitCodeOf, exitParts, NO_PARTS } from '../judge/exit-code.ts';
import type { Gathered, RunInfo } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { WaiverResult } from '../model/waiver.ts';
import { costText, fetchesIn } from '../reporters/cost.ts';
import { addTotals, NO_TOTALS } from '../reporters/jsonl-line.ts';
import { reportLines, summaryLine } from '../reporters/jsonl.ts';
import type { Destination } from './destination.ts';
import { explain, explainPressure } from './explain.ts';
import { type Job, settingsOf } from './job.ts';
import type { JudgingArguments } from './policy.ts';
import type { ReportingArguments } from './present.ts';
import { progressOn } from './progress.ts';
import { addWaivers, sayWaivers } from './say-waivers.ts';
import type { Shell } from './shell.ts';
import { listenForStop } from './stop.ts';
import { complaint, openLine, writtenLine } from './ui.ts';

/** Where a machine has much memory, V8 cleans when there is four times of what was alive; this lets it grow by half. */
const LESS_GARBAGE = '--heap-growing-percent=50';

/**
 * Asks, judges and writes the lines of each target as soon as it is done, then forgets it: only totals are kept. A reader
 * that goes away ends the run.
 *
 * @throws ConfigError if the lines cannot be written.
 */
export async function stream(
  job: Job,
  args: ReportingArguments & Pick<JudgingArguments, 'fail-on'>,
  destination: Destination,
  shell: Shell,
): Promise<number> {
  const { targets, options, policy, world } = job;
  setFlagsFromString(LESS_GARBAGE);
  const now = world?.now ?? shell.now;
  const lines = await destination.begin();
  // Two texts that are drawn on one terminal would break each other.
  const quiet = args.quiet || (destination.path === null && shell.stdout.isTerminal);
  // Whoever reads the lines may write to the terminal as well.
  const brief = destination.path === null;
  const progress = progressOn(shell, { targets, options, quiet, ascii: args.ascii, brief });
  const stop = listenForStop(shell, progress.clear);
  const unread = new AbortController();
  const signal = AbortSignal.any([stop.signal, unread.signal]);
  let [parts, totals] = [NO_PARTS, NO_TOTALS];
  let fetches = 0;
  let waivers: readonly WaiverResult[] = [];
  let fault: { readonly error: unknown } | null = null;

  const write = async (text: string): Promise<void> => {
    if (!unread.signal.aborted && !(await lines.write(text))) unread.abort();
  };
  const loading = import('../pipeline.ts');

  const finish = async (gathered: Gathered): Promise<void> => {
    if (unread.signal.aborted || neverBegun(gathered)) return;
    const { judge } = await loading;
    // A check asks too little to say much of clients, and their table would be half of its cost.
    const clientMatrix =
      options.depth === 'scan' || options.simulate.length > 0 || policy.clients !== undefined;
    const report = judge(gathered, { ...policy, now: now(), clientMatrix });
    parts = combineExitParts(parts, exitParts(report, args['fail-on']));
    totals = addTotals(totals, report.summary);
    fetches += fetchesIn(report.observations);
    waivers = addWaivers(waivers, report.waivers ?? []);
    await write(reportLines(report));
    if (args.explain) await progress.say(explain(report, args.ascii));
  };
  const onTarget = (_target: Target, gathered: Gathered): Promise<void> =>
    finish(gathered).catch((error: unknown) => {
      fault ??= { error };
      unread.abort();
    });

  try {
    const run = await gatherEach(targets, settingsOf(job, { signal }, progress), onTarget);
    progress.clear();
    throwFault(fault);
    const { VERSION } = await import('../version.ts');
    await write(summaryLine({ name: 'exchange-tls', version: VERSION }, run, totals));
    await lines.end();
    const code = exitCodeOf(parts, run.complete);
    if (unread.signal.aborted) return stop.code() ?? code;
    if (args.explain) await shell.stderr.write(explainPressure(run, args.ascii));
    await sayWaivers({ waivers }, args, shell);
    await sayCost(run);
    if (stop.code() === null && code === 3) await shell.stderr.write(complaint(openLine(totals, run)));
    return stop.code() ?? code;
  } finally {
    progress.clear();
    stop.end();
    await lines.end();
  }

  async function sayCost(run: RunInfo): Promise<void> {
    if (!shell.stderr.isTerminal || args.quiet) return;
    if (destination.path !== null) await shell.stderr.write(writtenLine(destination.path));
    await shell.stderr.write(complaint(costText(run, targets, totals.connections, fetches)));
  }
}

/** After a stop nothing is asked any more, and lines about targets that were not begun would say nothing. */
function neverBegun({ run, observations }: Gathered): boolean {
  return !run.complete && observations.every(({ connections }) => connections === 0);
}

function throwFault(fault: { readonly error: unknown } | null): void {
  if (fault !== null) throw fault.error;
}
