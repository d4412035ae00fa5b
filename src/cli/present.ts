import type { InferredOptionTypes } from 'yargs';
import { ConfigError } from '../config/config-error.ts';
import { monitoringState } from '../judge/monitoring-state.ts';
import type { Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { thrown } from '../model/thrown.ts';
import { render } from '../reporters/index.ts';
import { costText, fetchesIn } from '../reporters/cost.ts';
import { forPlugin } from '../reporters/escape.ts';
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
  const state = monitoringState(report, failOn);
  const textFor = ({ format, destination }: Output): string =>
    render(report, format, {
      ...lookOf(args, shell, destination.path !== null),
      by: canShow(args.by, format) ? args.by : 'host',
      verbose: args.verbose,
      csvExcel: args['csv-excel'],
      csvDelimiter: delimiterOf(args),
      failOn,
      state,
      ...(args['csv-table'] === undefined ? {} : { csvTable: args['csv-table'] }),
      ...(args.targets === undefined || args.targets === '-' ? {} : { targetsFile: args.targets }),
    });
  const behind = args.explain ? explained(report, args.ascii) : '';
  const forPeople = outputs.format === 'table';
  const main = textFor({ format: outputs.format, destination: outputs });
  const text = forPeople && behind !== '' ? `${main}\n${behind}` : main;
  // One that cannot be written takes nothing from the others.
  const beside = await Promise.allSettled(
    outputs.more.map(async (output) => output.destination.write(textFor(output))),
  );
  const missing = beside.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  if (outputs.format === 'nagios' && missing.length > 0) {
    // A monitoring system believes the first line that it reads: without a file that it asked for, all is not well.
    if (state === 'OK' || state === 'UNKNOWN') throw oneFault(missing);
    await outputs.write(
      text + missing.map((error) => `${forPlugin(thrown(error).message, FAULT_LINE)}\n`).join(''),
    );
    return;
  }
  await outputs.write(text).catch((error: unknown) => missing.unshift(error));
  if (!forPeople && behind !== '') await shell.stderr.write(behind);
  if (missing.length > 0) throw oneFault(missing);
  if (!shell.stderr.isTerminal || args.quiet) return;
  const paths = [outputs, ...outputs.more.map(({ destination }) => destination)].map(({ path }) => path);
  for (const path of paths) if (path !== null) await shell.stderr.write(writtenLine(path));
  if (!forPeople || outputs.path !== null) {
    const { run, targets, summary, observations } = report;
    const cost = costText(run, targets, summary.connections, fetchesIn(observations));
    await shell.stderr.write(complaint(cost));
  }
}

/** What a line of a monitoring plugin has room for. */
const FAULT_LINE = 500;

/** All that cannot be written in one fault; anything else than that is a fault of our own, and comes first. */
function oneFault(errors: readonly unknown[]): unknown {
  const refused = errors.filter((error) => error instanceof ConfigError);
  const [first] = errors;
  if (errors.length === 1 || refused.length < errors.length) {
    return errors.find((error) => !(error instanceof ConfigError)) ?? first;
  }
  const faults = refused.flatMap((error) =>
    error.faults.map(({ message }) => ({ path: error.source, message })),
  );
  return new ConfigError('--output', faults);
}

/** Of `--fail-on`, for commands that do not have it. */
const DEFAULT_FAIL_ON: Severity = 'medium';

function explained(report: Report, ascii: boolean): string {
  return [explain(report, ascii), explainPressure(report.run, ascii)]
    .filter((text) => text !== '')
    .join('\n');
}
