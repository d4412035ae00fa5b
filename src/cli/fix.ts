import { ConfigError } from '../config/config-error.ts';
import { didYouMean } from '../config/nearest.ts';
import { quoted } from '../config/shown.ts';
import { withOwnFixes } from '../fixes/own-fixes.ts';
import { fixScript, serversToMend } from '../fixes/script.ts';
import type { Report } from '../model/report.ts';
import { openDestination } from './destination.ts';
import type { JudgingArguments } from './policy.ts';
import { notAssessed } from './not-assessed.ts';
import { readReport } from './read-report.ts';
import type { Shell } from './shell.ts';
import { complaint, NOTHING_TO_MEND, writtenLine } from './ui.ts';

export interface FixArguments extends Partial<JudgingArguments> {
  readonly report: string;
  readonly server?: readonly string[] | undefined;
  readonly output?: string | undefined;
  readonly quiet: boolean;
}

/**
 * Writes the script; runs nothing of it.
 *
 * @throws ConfigError for files with faults, and servers that the report does not have.
 */
export async function writeFixes(args: FixArguments, shell: Shell): Promise<number> {
  const destination = await openDestination(args.output, shell);
  const { saved, again } = await readReport(args.report, args, shell);
  const report = withOwnFixes(saved, again);
  const servers = chosen(args.server ?? null, report);
  const { not_assessed: silent, unknown } = report.summary;
  if (silent.length > 0 || (servers.length === 0 && unknown > 0))
    await shell.stderr.write(complaint(notAssessed(report, true)));
  if (servers.length === 0) {
    await shell.stderr.write(complaint(NOTHING_TO_MEND));
    return 0;
  }
  await destination.write(fixScript(report, servers));
  if (destination.path !== null && shell.stderr.isTerminal && !args.quiet)
    await shell.stderr.write(writtenLine(destination.path));
  return 0;
}

function chosen(wanted: readonly string[] | null, report: Report): readonly (string | null)[] {
  const all = serversToMend(report);
  if (wanted === null) return all;
  const hosts = [...new Set(report.endpoints.map(({ host }) => host))];
  for (const name of wanted) {
    if (hosts.some((host) => host.toLowerCase() === name.toLowerCase())) continue;
    const message = `the report has no server ${quoted(name)}${didYouMean(name, hosts) || `; it has ${hosts.join(', ')}`}`;
    throw new ConfigError('--server', [{ path: '', message }]);
  }
  const names = new Set(wanted.map((name) => name.toLowerCase()));
  return all.filter((server) => server !== null && names.has(server.toLowerCase()));
}
