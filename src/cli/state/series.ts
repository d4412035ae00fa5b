import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSavedReport } from '../../config/saved-report.ts';
import { journalSchema } from '../../config/standing-schema.ts';
import { forget, type Journal, record } from '../../history/journal.ts';
import type { Report } from '../../model/report.ts';
import { json } from '../../reporters/json.ts';
import { writeWhole } from '../whole-file.ts';

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
 * written down, is added; without a journal that can be read it is made anew of the reports. What cannot be understood,
 * damaged or of a later version, is set aside under another name, so that it is said once and not written over.
 *
 * @param empty what a folder without runs has
 * @param mend set aside what cannot be understood; only who holds the lock may do so
 */
export async function readSeries(
  folder: string,
  empty: Journal,
  settleAfter: number,
  mend: boolean,
): Promise<Series> {
  const faults: string[] = [];
  let journal = await readJournal(folder, faults, mend);
  const isNew = unknownTo(journal);
  journal ??= empty;
  for (const name of (await reportNames(folder)).filter(isNew)) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => null);
    try {
      if (text === null) throw new Error('not readable');
      const report = parseSavedReport(text, name);
      ({ journal } = record(journal, report, settleAfter));
    } catch {
      const aside = text === null || !mend ? 'it is left out' : await setAside(folder, name);
      faults.push(`${join(folder, name)} cannot be read; ${aside}`);
    }
  }
  return { journal, faults };
}

/**
 * Removes what a process left that was killed while it wrote or took a lock over; only who holds the lock may do so.
 *
 * @param now milliseconds since 1970
 */
export async function sweep(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (/\.json\.\d+$/.test(name)) await rm(path, { force: true });
    if (!/^lock\.[0-9a-f]+$/.test(name)) continue;
    // A fresh one may be on its way back to its place.
    const found = await stat(path).catch(() => null);
    if (found !== null && now - found.mtimeMs > DAY_MS) await rm(path, { force: true });
  }
}

/** The journals of all series below a folder, without locks and without mending anything; for those who only look. */
export async function readJournals(folder: string): Promise<readonly Journal[]> {
  const names = await readdir(folder);
  const journals = await Promise.all(names.map((name) => readJournal(join(folder, name), [], false)));
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
  const text = json.render(report, { width: 100, colour: false, verbose: 0, ascii: false, csvExcel: false });
  const own = nameOf(report.run.startedAt);
  await writeWhole(join(folder, own), text, 0o600);
  await writeWhole(join(folder, JOURNAL), JSON.stringify(forget(journal, since)), 0o600);
  // Where the clock has been set back, the run of this moment is not the newest by its name.
  const others = (await reportNames(folder)).filter((name) => name !== own).toReversed();
  const oldest = nameOf(new Date(since).toISOString());
  const aside = (await readdir(folder)).filter((name) => ASIDE_REPORT.test(name)).toSorted();
  for (const [at, name] of [...others, ...aside.toReversed()].entries()) {
    if (at + 1 >= keeping.runs || name < oldest) await rm(join(folder, name), { force: true });
  }
}

const DAY_MS = 86_400_000;
const JOURNAL = 'journal.json';
const ASIDE = '.unread';
const ASIDE_REPORT = /^\d.*Z\.json\.unread$/;

/** `2026-11-22T060000.000Z.json`: Windows has no colons in names, and the order of names is that of time. */
function nameOf(startedAt: string): string {
  return `${startedAt.replaceAll(':', '')}.json`;
}

async function reportNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder))
    .filter((name) => /^\d{4}-\d\d-\d\dT\d{6}(?:\.\d+)?Z\.json$/.test(name))
    .toSorted();
}

/**
 * Which reports the journal has not recorded. Their names alone do not tell: after a clock was set back, older names are
 * of later runs. Those from before its first event are the ones that it has forgotten.
 */
function unknownTo(journal: Journal | null): (name: string) => boolean {
  const events = journal?.events ?? [];
  const known = new Set(events.map(({ startedAt }) => nameOf(startedAt)));
  const oldest = [...known].toSorted()[0] ?? '';
  return (name) => name > oldest && !known.has(name);
}

/** Moves a file out of the way, and says where in words. */
async function setAside(folder: string, name: string): Promise<string> {
  try {
    await rename(join(folder, name), join(folder, `${name}${ASIDE}`));
    return `it is kept as ${name}${ASIDE}`;
  } catch {
    return 'it is left out';
  }
}

async function readJournal(folder: string, faults: string[], mend: boolean): Promise<Journal | null> {
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
    const what = formatOf(text) > FORMAT ? 'was written by a newer version' : 'is damaged';
    const aside = mend ? await setAside(folder, JOURNAL) : 'it is left out';
    faults.push(`${path} ${what}; ${aside}${mend ? ', and another is made of the reports beside it' : ''}`);
    return null;
  }
}

/** Of the file that this version writes. */
const FORMAT = 1;

/** 0 for what is no journal at all. */
function formatOf(text: string): number {
  try {
    const { format } = JSON.parse(text) as { readonly format?: unknown };
    return typeof format === 'number' ? format : 0;
  } catch {
    return 0;
  }
}
