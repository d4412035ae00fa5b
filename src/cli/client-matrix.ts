import { clientsWith } from '../clients/known.ts';
import { ConfigError } from '../config/config-error.ts';
import { readInputFile } from '../config/input-file.ts';
import { parseSavedReport } from '../config/saved-report.ts';
import { CLIENT_SOURCES } from '../exchange/clients/sources.ts';
import { isConfirmed } from '../exchange/clients/client.ts';
import { gatheredOf } from '../judge/gathered-of.ts';
import type { Report } from '../model/report.ts';
import { judge } from '../pipeline.ts';
import { forTerminal } from '../reporters/escape.ts';
import { delimiterOf } from './delimiter.ts';
import { sayLostStores } from './lost-stores.ts';
import { openOutputs } from './outputs.ts';
import { type JudgingArguments, NO_SOURCE, type Policy, readPolicy } from './policy.ts';
import { present, type ReportingArguments } from './present.ts';
import type { Shell } from './shell.ts';

export type ClientsArguments = JudgingArguments &
  ReportingArguments & {
    readonly report?: string | undefined;
    readonly hosts?: readonly string[] | undefined;
  };

/**
 * Judges a saved report again and shows what it means for clients. Reports from before there was a table of clients
 * serve as well: all is worked out from their observations.
 *
 * @throws ConfigError for files with faults, and hosts that the report does not have.
 */
export async function showClients(args: ClientsArguments, shell: Shell): Promise<number> {
  if (args.report === undefined) {
    const { clients = [] } = await readPolicy(args, NO_SOURCE, shell);
    await shell.stdout.write(listText(clients, args.ascii));
    return 0;
  }
  if (!SHOWN_AS.has(args.format)) {
    const message = `expected one of ${[...SHOWN_AS].join(', ')}, got ${args.format}`;
    throw new ConfigError('--format', [{ path: '', message }]);
  }
  delimiterOf(args);
  const destination = await openOutputs(args, shell);
  const saved = parseSavedReport(await readInputFile(args.report, shell.readFile), args.report);
  const { baseline, baselineGiven, expiry } = saved.judged;
  const source = { ...NO_SOURCE, baseline: baselineGiven ? baseline : null, expiry };
  const policy = await readPolicy(args, source, shell);
  const report = judge(gatheredOf(saved), { ...policy, now: Date.parse(saved.judged.at) });
  await sayLostStores(saved, report, shell);
  await present(onlyOf(report, args.hosts ?? []), { ...args, by: 'client' }, destination, shell);
  return 0;
}

/** Formats that have a view by client. */
const SHOWN_AS: ReadonlySet<string> = new Set(['table', 'json', 'csv']);

function onlyOf(report: Report, hosts: readonly string[]): Report {
  const { clients } = report;
  if (hosts.length === 0 || clients === undefined) return report;
  const wanted = new Set(hosts.map((host) => host.toLowerCase()));
  const own = report.endpoints.filter(({ host }) => wanted.has(host.toLowerCase()));
  const lost = hosts.find((name) => !own.some(({ host }) => host.toLowerCase() === name.toLowerCase()));
  if (lost !== undefined) {
    throw new ConfigError('clients', [
      { path: '', message: `the report has no host ${JSON.stringify(lost)}` },
    ]);
  }
  const ids = new Set(own.map(({ id }) => id));
  const results = clients.results.filter(({ endpoint }) => ids.has(endpoint));
  const simulations = clients.simulations.filter(({ endpoint }) => ids.has(endpoint));
  return { ...report, clients: { ...clients, results, simulations } };
}

/** Every client with what it uses and where its hello comes from. */
function listText(own: NonNullable<Policy['clients']>, ascii: boolean): string {
  const rows = clientsWith(own).map(({ id, title, uses }) => {
    const services = [...new Set(uses.flatMap((use) => use.services))].join(', ');
    const sources = new Set(
      uses.flatMap(({ offers }) => (isConfirmed(offers) ? [CLIENT_SOURCES[offers.source].title] : [])),
    );
    const from = sources.size === 0 ? 'what it offers is not known' : [...sources].join('; ');
    return [id, `  ${title}`, `  ${services}`, `  ${from}`]
      .map((line) => forTerminal(line, ascii))
      .join('\n');
  });
  return `${rows.join('\n')}\n`;
}
