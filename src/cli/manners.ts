import { ConfigError } from '../config/config-error.ts';
import type { Report } from '../model/report.ts';
import { lookOf } from './look.ts';
import type { Shell } from './shell.ts';

/** How a run behaves that nobody watches. */
export interface MannersArguments {
  readonly format: string;
  readonly quiet: boolean;
  readonly state?: string | undefined;
  readonly 'only-changes': boolean;
  readonly color?: boolean | undefined;
  readonly ascii: boolean;
  readonly verbose: number;
}

/**
 * Checks that what is asked for can be had.
 *
 * @throws ConfigError if it cannot.
 */
export function checkManners(args: MannersArguments): void {
  const refuse = (option: string, message: string): never => {
    throw new ConfigError(option, [{ path: '', message }]);
  };
  if (args.state === undefined && args['only-changes']) {
    refuse('--only-changes', 'needs --state, a folder with the runs to compare with');
  }
  if (args['only-changes'] && args.format === 'nagios') {
    refuse(
      '--only-changes',
      'a monitoring system wants its line from each run; take it without --format nagios',
    );
  }
  if (args.state !== undefined && args.format === 'jsonl') {
    const message =
      'keeps whole reports, and jsonl forgets each endpoint once it is written; take json, or --output jsonl=FILE';
    refuse('--state', message);
  }
}

/** Whether standard output has to wait until it is known what came of the run. */
export function mayBeSilent(args: MannersArguments): boolean {
  return args['only-changes'] || (args.quiet && args.format === 'table');
}

/**
 * What goes to standard output in the end. A run that was cut short or got no answer at all always speaks.
 *
 * @param written the whole of what the formats wrote there
 */
export async function toBeSaid(
  report: Report,
  code: number,
  written: string,
  args: MannersArguments,
  shell: Shell,
): Promise<string> {
  if (isBlind(report)) return written;
  if (args.quiet && args.format === 'table' && code === 0) return '';
  if (!args['only-changes'] || report.changes === undefined) return written;
  if (report.changes.changes.length === 0) return '';
  if (args.format !== 'table' && written !== '') return written;
  const { changesText } = await import('../reporters/changes-text.ts');
  return changesText(report, { ...lookOf(args, shell), verbose: args.verbose, csvExcel: false });
}

/** Whether what the run could not assess need not be said: it was said when it was new. */
export function isOldNews(report: Report, args: MannersArguments): boolean {
  return args['only-changes'] && !isBlind(report) && report.changes?.changes.length === 0;
}

function isBlind({ run, summary }: Report): boolean {
  return !run.complete || summary.answered === 0;
}
