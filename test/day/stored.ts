import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSavedReport } from '../../src/config/saved-report.ts';
import { journalSchema } from '../../src/config/standing-schema.ts';

/** What a folder of runs holds, each file read to its end. */
export interface Stored {
  /** Name of the folder of the series. */
  readonly series: string;
  readonly reports: readonly string[];
  readonly incomplete: number;
  readonly events: number;
  readonly failing: readonly string[];
  readonly places: Readonly<Record<string, string>>;
  /** Whatever else lies there. */
  readonly others: readonly string[];
}

/** Reads the only series below a folder. Rejects if a report or the journal is not whole. */
export async function stored(state: string): Promise<Stored> {
  const [series = '', ...more] = await readdir(state);
  if (more.length > 0) throw new RangeError('more than one series');
  const folder = join(state, series);
  const names = (await readdir(folder)).toSorted();
  const isReport = (name: string): boolean => /^\d.*Z\.json$/.test(name);
  const reports = names.filter(isReport);
  const read = async (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const runs = await Promise.all(reports.map(async (name) => parseSavedReport(await read(name), name).run));
  const others = names.filter((name) => !isReport(name) && name !== 'journal.json');
  const empty = { failing: [], places: {}, events: 0 };
  const shown = names.includes('journal.json') ? shownOf(await read('journal.json')) : empty;
  return { series, reports, incomplete: runs.filter(({ complete }) => !complete).length, others, ...shown };
}

function shownOf(text: string): Pick<Stored, 'events' | 'failing' | 'places'> {
  const { standing, events } = journalSchema.parse(JSON.parse(text));
  const failing = Object.values(standing?.findings ?? {}).map(({ rule, waived }) =>
    waived ? `${rule} (waived)` : rule,
  );
  const places = Object.entries(standing?.endpoints ?? {}).map(([id, { state, failures }]) => [
    id,
    failures === 0 ? state : `${state}, ${failures} without an answer`,
  ]);
  return { events: events.length, failing: failing.toSorted(), places: Object.fromEntries(places) };
}

/** `12 reports, 11 events; failing: nothing; answering: 3 of 3`. */
export function storedText({ reports, incomplete, events, failing, places, others }: Stored): string {
  const cut = incomplete === 0 ? '' : ` (${incomplete} cut short)`;
  const silent = Object.entries(places).filter(([, state]) => state !== 'answers');
  return [
    `${counted(reports.length, 'report')}${cut}, ${counted(events, 'event')}`,
    `failing: ${failing.join(', ') || 'nothing'}`,
    ...silent.map(([id, state]) => `${id}: ${state}`),
    ...(others.length === 0 ? [] : [`besides: ${others.join(', ')}`]),
  ].join('; ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
