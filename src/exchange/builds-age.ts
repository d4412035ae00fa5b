import type { Tri } from '../model/finding.ts';
import type { ExchangeBuild, ExchangeProduct } from './builds.ts';
import { BUILDS, buildsOf, buildsOfLine, compareNumbers } from './builds.ts';
import type { BuildReading } from './builds-identify.ts';

/** `2026-11-22` of milliseconds since 1970, UTC. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The newest build of a product that was out on that day; of one line if that is given. Undefined before the first. */
export function newestBuild(product: ExchangeProduct, at: string, line?: string): ExchangeBuild | undefined {
  const rows = line === undefined ? buildsOf(product) : buildsOfLine(product, line);
  return rows.findLast(({ date, kind }) => date <= at && kind !== 'preview');
}

/** What came for the line of a build after it, up to that day, oldest first. */
export function laterInLine(row: ExchangeBuild, at: string): readonly ExchangeBuild[] {
  return buildsOfLine(row.product, row.line).filter(
    ({ numbers, date }) => date <= at && compareNumbers(numbers, row.numbers) > 0,
  );
}

/** Whole months from one day to a later one, both ISO; 0 if it is not later. */
export function monthsBetween(from: string, to: string): number {
  const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0, toDay = 0] = to.split('-').map(Number);
  const months = (toYear - fromYear) * 12 + (toMonth - fromMonth) - (toDay < fromDay ? 1 : 0);
  return Math.max(0, months);
}

/**
 * The update after which a line got none while others of its product did, or null while it still gets them. Derived from
 * the table: Microsoft ends a cumulative update by publishing no more for it (CSS-Exchange pull request 1432 took 2016
 * CU22 out of support on the day after Jan23SU, the first that came without it).
 */
export function lastOfLine(
  product: ExchangeProduct,
  line: string,
  at: string,
): { readonly last: ExchangeBuild; readonly passedBy: ExchangeBuild } | null {
  const last = newestBuild(product, at, line);
  if (last === undefined) return null;
  const passedBy = buildsOf(product).find(
    (row) =>
      row.line !== line &&
      isUpdate(row) &&
      row.date > last.date &&
      row.date <= at &&
      compareNumbers(row.numbers, last.numbers) > 0,
  );
  return passedBy === undefined ? null : { last, passedBy };
}

/**
 * Whether an update, `Nov24SU`, or a later one is installed. A line without that update has it if it was released
 * afterwards. Interim builds count as the row below them.
 */
export function hasUpdate(reading: BuildReading, update: string): Tri {
  switch (reading.kind) {
    case 'exact':
      return rowHas(reading.row, update);
    case 'between':
      return rowHas(reading.lower, update);
    case 'newer':
      return reading.product === null
        ? 'unknown'
        : rowHas(reading.newest, update) === 'yes'
          ? 'yes'
          : 'unknown';
    case 'older':
      return UPDATES.has(update) ? 'no' : 'unknown';
    case 'cu': {
      const answers = new Set(reading.rows.map((row) => rowHas(row, update)));
      return answers.size === 1 ? ([...answers][0] ?? 'unknown') : 'unknown';
    }
    case 'online':
    case 'not-a-build':
      return 'unknown';
  }
}

/** Whether a build is at least that one of its product; `unknown` for three parts that leave it open. */
export function isAtLeast(reading: BuildReading, build: ExchangeBuild): Tri {
  if (reading.product !== build.product) return 'unknown';
  const reaches = (row: ExchangeBuild): boolean => compareNumbers(row.numbers, build.numbers) >= 0;
  switch (reading.kind) {
    case 'exact':
      return reaches(reading.row) ? 'yes' : 'no';
    case 'between':
      return reaches(reading.lower) ? 'yes' : 'no';
    case 'newer':
      if (reaches(reading.newest)) return 'yes';
      return reading.line !== null && reading.line !== build.line ? 'no' : 'unknown';
    case 'older':
      return 'no';
    case 'cu':
      if (reading.rows.every(reaches)) return 'yes';
      return reading.rows.some(reaches) ? 'unknown' : 'no';
  }
}

function rowHas(row: ExchangeBuild, update: string): Tri {
  const out = UPDATES.get(update);
  if (out === undefined) return 'unknown';
  const own = buildsOfLine(row.product, row.line);
  const it = own.find(({ patch }) => patch === update);
  if (it !== undefined) return compareNumbers(row.numbers, it.numbers) >= 0 ? 'yes' : 'no';
  // What is on top of a release that came afterwards came afterwards too.
  return (own[0]?.date ?? '') > out ? 'yes' : 'no';
}

function isUpdate({ kind }: ExchangeBuild): boolean {
  return kind === 'security' || kind === 'hotfix' || kind === 'rollup';
}

/** The first day of each update, by its name. */
const UPDATES: ReadonlyMap<string, string> = new Map(
  BUILDS.filter(({ patch }) => patch !== null)
    .toSorted((one, other) => other.date.localeCompare(one.date))
    .map(({ patch, date }) => [patch ?? '', date]),
);
