import type { InferredOptionTypes } from 'yargs';
import { monitoringState } from '../judge/monitoring-state.ts';
import type { Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { render } from '../reporters/index.ts';
import { costText, fetchesIn } from '../reporters/cost.ts';
import { delimiterOf } from './delimiter.ts';
import { explain, explainPressure } from './explain.ts';
import { lookOf } from './look.ts';
import type { REPORTING } from './options.ts';
import type { Output, Outputs } from './outputs.ts';
import type { Shell } from './shell.ts';
import { complaint, writtenLine } from './ui.ts';
import { canShow } from './view.ts';

export type ReportingArguments = InferredOptionTypes<typeof REPORTING>;

/** Besides how to report, what some formats say about the judgement and where it comes from. */
export type PresentArguments = ReportingArguments & {
  readonly 'fail-on'?: Severity | undefined;
  readonly targets?: string | undefined;
};

/** Writes the report in every format that was asked for, and on standard error what the format has no place for. */
export async function present(
  report: Report,
  args: PresentArguments,
  outputs: Outputs,
  shell: Shell,
): Promise<void> {
  const failOn = args['fail-on'] ?? DEFAULT_FAIL_ON;
  const textFor = ({ format, destination }: Output): string =>
    render(report, format, {
      ...lookOf(args, shell, destination.path !== null),
      by: canShow(args.by, format) ? args.by : 'host',
      verbose: args.verbose,
      csvExcel: args['csv-excel'],
      csvDelimiter: delimiterOf(args),
      failOn,
      state: monitoringState(report, failOn),
      ...(args['csv-table'] === undefined ? {} : { csvTable: args['csv-table'] }),
      ...(args.targets === undefined || args.targets === '-' ? {} : { targetsFile: args.targets }),
    });
  const behind = args.explain ? explained(report, args.ascii) : '';
  const forPeople = outputs.format === 'table';
  const main = textFor({ format: outputs.format, destination: outputs });
  const text = forPeople && behind !== '' ? `${main}\n${behind}` : main;
  const written = await Promise.allSettled([
    outputs.write(text),
    ...outputs.more.map(async (output) => output.destination.write(textFor(output))),
  ]);
  if (!forPeople && behind !== '') await shell.stderr.write(behind);
  // One that cannot be written takes nothing from the others.
  const failed = written.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  if (!shell.stderr.isTerminal || args.quiet) return;
  const paths = [outputs, ...outputs.more.map(({ destination }) => destination)].map(({ path }) => path);
  for (const path of paths) if (path !== null) await shell.stderr.write(writtenLine(path));
  if (!forPeople || outputs.path !== null) {
    const { run, targets, summary, observations } = report;
    const cost = costText(run, targets, summary.connections, fetchesIn(observations));
    await shell.stderr.write(complaint(cost));
  }
}

/** Of `--fail-on`, for commands that do not have it. */
const DEFAULT_FAIL_ON: Severity = 'medium';

function explained(report: Report, ascii: boolean): string {
  return [explain(report, ascii), explainPressure(report.run, ascii)]
    .filter((text) => text !== '')
    .join('\n');
}
