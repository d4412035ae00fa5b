import type { InferredOptionTypes } from 'yargs';
import { ConfigError } from '../config/config-error.ts';
import type { Report } from '../model/report.ts';
import { render } from '../reporters/index.ts';
import type { Destination } from './destination.ts';
import { explain } from './explain.ts';
import { lookOf } from './look.ts';
import type { REPORTING } from './options.ts';
import type { Shell } from './shell.ts';
import { costLine, writtenLine } from './ui.ts';

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
  const explained = args.explain ? explain(report, look.ascii) : '';
  const forPeople = args.format === 'table';
  await destination.write(forPeople && explained !== '' ? `${text}\n${explained}` : text);
  if (!forPeople && explained !== '') await shell.stderr.write(explained);
  if (!shell.stderr.isTerminal || args.quiet) return;
  if (destination.path !== null) await shell.stderr.write(writtenLine(destination.path));
  if (!forPeople || destination.path !== null) {
    const seconds = (Date.parse(report.run.finishedAt) - Date.parse(report.run.startedAt)) / 1000;
    await shell.stderr.write(costLine(report.summary.connections, seconds));
  }
}

/**
 * The delimiter of CSV.
 *
 * @throws ConfigError if it is not one character that can stand between cells.
 */
export function delimiterOf(args: { readonly 'csv-delimiter'?: string | undefined }): string {
  const written = args['csv-delimiter'] ?? ',';
  const delimiter = written === 'tab' || written === '\\t' ? '\t' : written;
  if (/^[^"'\r\n\p{L}\p{N}]$/u.test(delimiter) && delimiter.length === 1) return delimiter;
  const message = 'expected one character, not a letter, digit or quote, or the word tab';
  throw new ConfigError('--csv-delimiter', [{ path: '', message }]);
}
