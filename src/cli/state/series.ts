import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSavedReport } from '../../config/saved-report.ts';
import { journalSchema } from '../../config/standing-schema.ts';
import { forget, type Journal, record } from '../../history/journal.ts';
import type { Report } from '../../model/report.ts';
import { json } from '../../reporters/json.ts';

export interface Keeping {
  /** Reports. */
  readonly runs: number;
  readonly days: number;
}

/** What a folder of comparable runs holds. */
export interface Series {
  readonly journal: Journal;
  /** What could not be read, in words. */
  readonly faults: readonly string[];
}

/**
 * Reads what earlier runs left. A report that the journal does not know, because its run was killed before it was
 * written down, is added; without a journal that can be read it is made anew of the reports.
 *
 * @param empty what a folder without runs has
 */
export async function readSeries(folder: string, empty: Journal, settleAfter: number): Promise<Series> {
  const faults: string[] = [];
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    // Left by a process that was killed while it wrote; who holds the lock is alone here.
    if (/\.json\.\d+$/.test(name)) await rm(join(folder, name), { force: true });
  }
  let journal = await readJournal(folder, faults);
  const seen = journal?.standing?.run.startedAt ?? '';
  journal ??= empty;
  for (const name of (await reportNames(folder)).filter((one) => one > nameOf(seen))) {
    try {
      const report = parseSavedReport(await readFile(join(folder, name), 'utf8'), name);
      ({ journal } = record(journal, report, settleAfter));
    } catch {
      faults.push(`${join(folder, name)} cannot be read; it is left out`);
    }
  }
  return { journal, faults };
}

/** The journals of all series below a folder, without locks and without mending anything; for those who only look. */
export async function readJournals(folder: string): Promise<readonly Journal[]> {
  const names = await readdir(folder);
  const journals = await Promise.all(names.map((name) => readJournal(join(folder, name), [])));
  return journals.filter((journal) => journal !== null);
}

/** Writes a run down, each file whole or not at all, and removes those that are too old or too many. */
export async function writeSeries(
  folder: string,
  journal: Journal,
  report: Report,
  keeping: Keeping,
  now: number,
): Promise<void> {
  const since = now - keeping.days * DAY_MS;
  const { default: writeFileAtomic } = await import('write-file-atomic');
  const text = json.render(report, { width: 100, colour: false, verbose: 0, ascii: false, csvExcel: false });
  await writeFileAtomic(join(folder, nameOf(report.run.startedAt)), text, { mode: 0o600 });
  await writeFileAtomic(join(folder, JOURNAL), JSON.stringify(forget(journal, since)), { mode: 0o600 });
  const names = (await reportNames(folder)).toReversed();
  const oldest = nameOf(new Date(since).toISOString());
  for (const [at, name] of names.entries()) {
    if (at > 0 && (at >= keeping.runs || name < oldest)) await rm(join(folder, name), { force: true });
  }
}

const DAY_MS = 86_400_000;
const JOURNAL = 'journal.json';

/** `2026-11-22T060000.000Z.json`: Windows has no colons in names, and the order of names is that of time. */
function nameOf(startedAt: string): string {
  return `${startedAt.replaceAll(':', '')}.json`;
}

async function reportNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder))
    .filter((name) => /^\d{4}-\d\d-\d\dT\d{6}(?:\.\d+)?Z\.json$/.test(name))
    .toSorted();
}

async function readJournal(folder: string, faults: string[]): Promise<Journal | null> {
  const path = join(folder, JOURNAL);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== 'ENOENT' && code !== 'ENOTDIR') faults.push(`${path} cannot be read (${String(code)})`);
    return null;
  }
  try {
    return journalSchema.parse(JSON.parse(text));
  } catch {
    faults.push(`${path} is damaged; it is made anew of the reports beside it`);
    return null;
  }
}
