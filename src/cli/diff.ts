import { readInputFile } from '../config/input-file.ts';
import { parseSavedReport } from '../config/saved-report.ts';
import { compareReports, isWorse } from '../history/compare.ts';
import { diffDocument } from '../history/documents.ts';
import { uncompared } from '../history/uncompared.ts';
import type { Report } from '../model/report.ts';
import { comparisonText } from '../reporters/changes-text.ts';
import { forTerminal } from '../reporters/escape.ts';
import { prettyJson } from '../reporters/pretty-json.ts';
import { endpointPlaces } from '../reporters/table/place.ts';
import { VERSION } from '../version.ts';
import { lookOf } from './look.ts';
import type { Shell } from './shell.ts';
import { complaint } from './ui.ts';

export interface DiffArguments {
  readonly old: string;
  readonly new: string;
  readonly format: string;
  readonly color?: boolean | undefined;
  readonly ascii: boolean;
}

/** Exit code if something has appeared, worsened or become unreachable. */
const WORSE = 1;

/**
 * Compares two saved reports.
 *
 * @throws ConfigError for files that are no reports.
 */
export async function diff(args: DiffArguments, shell: Shell): Promise<number> {
  const read = async (path: string): Promise<Report> =>
    parseSavedReport(await readInputFile(path, shell.readFile), path);
  const before = await read(args.old);
  const after = await read(args.new);
  for (const caution of cautions(before, after)) await shell.stderr.write(complaint(caution));
  const comparison = compareReports(before, after);
  const text =
    args.format === 'json'
      ? `${prettyJson(diffDocument(comparison, VERSION))}\n`
      : comparisonText(comparison, { ...lookOf(args, shell), verbose: 0, csvExcel: false });
  await shell.stdout.write(text);
  return comparison.changes.some(isWorse) ? WORSE : 0;
}

/** Why differences may come from something else than the servers. */
function cautions(before: Report, after: Report): readonly string[] {
  const [from, to] = [before.judged.baseline, after.judged.baseline];
  return [
    ...(before.run.depth === after.run.depth
      ? []
      : [`the first is a ${before.run.depth}, the second a ${after.run.depth}: what only one asks differs`]),
    ...(from === to ? [] : [`the first was judged by ${from}, the second by ${to}: demands differ`]),
    ...leftOut(before, after),
    ...silent(before, after),
    ...(before.run.startedAt > after.run.startedAt ? ['the first is the later one of the two'] : []),
  ];
}

/** Nobody looked there, so that what failed is gone from the list and perhaps not from the server. */
function leftOut(before: Report, after: Report): readonly string[] {
  const now = new Set([...after.endpoints, ...after.targets].map(({ host }) => host));
  const hosts = [...new Set(before.endpoints.map(({ host }) => host))].filter((host) => !now.has(host));
  if (hosts.length === 0 || !after.run.complete) return [];
  const more = hosts.length > SHOWN ? ` and ${hosts.length - SHOWN} more` : '';
  const list = forTerminal(hosts.slice(0, SHOWN).join(', '), true);
  return [`the second does not look at ${list}${more}: what failed there counts as resolved`];
}

/** No change is no news from where nothing answered. */
function silent(before: Report, after: Report): readonly string[] {
  const ids = uncompared(before, after);
  if (ids.length === 0) return [];
  const left = ids.length - SHOWN;
  const more = left > 0 ? ` and ${left} more ${left === 1 ? 'endpoint' : 'endpoints'}` : '';
  const list = forTerminal(endpointPlaces(ids.slice(0, SHOWN), after).join('; '), true);
  return [`nothing could be compared at ${list}${more}: no answer in either report`];
}

const SHOWN = 5;
