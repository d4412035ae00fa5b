import type { InferredOptionTypes } from 'yargs';
import type { Report } from '../model/report.ts';
import { render } from '../reporters/index.ts';
import { costText } from '../reporters/cost.ts';
import { delimiterOf } from './delimiter.ts';
import type { Destination } from './destination.ts';
import { explain, explainPressure } from './explain.ts';
import { lookOf } from './look.ts';
import type { REPORTING } from './options.ts';
import type { Shell } from './shell.ts';
import { complaint, writtenLine } from './ui.ts';

export type ReportingArguments = InferredOptionTypes<typeof REPORTING>;

/** Writes the report, and on standard error what the format has no place for. */
export async function present(
  report: Report,
  args: ReportingArguments,
  destination: Destination,
  shell: Shell,
): Promise<void> {
  const look = lookOf(args, shell, destination.path !== null);
  const text = render(report, args.format, {
    ...look,
    verbose: args.verbose,
    csvExcel: args['csv-excel'],
    csvDelimiter: delimiterOf(args),
  });
  const behind = args.explain ? explained(report, look.ascii) : '';
  const forPeople = args.format === 'table';
  await destination.write(forPeople && behind !== '' ? `${text}\n${behind}` : text);
  if (!forPeople && behind !== '') await shell.stderr.write(behind);
  if (!shell.stderr.isTerminal || args.quiet) return;
  if (destination.path !== null) await shell.stderr.write(writtenLine(destination.path));
  if (!forPeople || destination.path !== null) {
    const { run, targets, summary } = report;
    await shell.stderr.write(complaint(costText(run, targets, summary.connections)));
  }
}

function explained(report: Report, ascii: boolean): string {
  return [explain(report, ascii), explainPressure(report.run, ascii)]
    .filter((text) => text !== '')
    .join('\n');
}
