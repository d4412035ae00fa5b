import { gather } from '../gather.ts';
import type { Report } from '../model/report.ts';
import type { Outputs } from './outputs.ts';
import { type Job, settingsOf } from './job.ts';
import type { PresentArguments } from './present.ts';
import { progressOn } from './progress.ts';
import type { Shell } from './shell.ts';
import { listenForStop } from './stop.ts';

/** Gathers, judges and writes the report; after Ctrl-C what there is until then. */
export async function conduct(
  job: Job,
  args: PresentArguments,
  destination: Outputs,
  shell: Shell,
  /** What is done with the report before it is written, and added to it; the signal is that of Ctrl-C. */
  complete: (report: Report, signal: AbortSignal) => Report | Promise<Report> = (report) => report,
): Promise<{ readonly report: Report; readonly stopped: number | null }> {
  const { targets, options, policy, world } = job;
  const progress = progressOn(shell, { targets, options, quiet: args.quiet, ascii: args.ascii });
  const stop = listenForStop(shell, progress.clear);
  try {
    const asking = gather(targets, settingsOf(job, stop, progress));
    // What judges and prints is loaded while the first answers are on their way.
    const loading = Promise.all([import('../pipeline.ts'), import('./present.ts')]);
    const gathered = await asking;
    const [{ judge }, { present }] = await loading;
    progress.clear();
    const now = world === undefined ? shell.now() : world.now();
    const report = await complete(judge(gathered, { ...policy, now }), stop.signal);
    await present(report, args, destination, shell);
    return { report, stopped: stop.code() };
  } finally {
    progress.clear();
    stop.end();
  }
}
