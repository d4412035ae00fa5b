import type { ExchangeBuild, ExchangeProduct } from './builds.ts';
import { buildName, buildsOf, compareNumbers, productName } from './builds.ts';

/**
 * What a version that a server shows tells. `line` is null where it is not known which service pack or cumulative update
 * it belongs to.
 *
 * exact: a row of the table. cu: three parts, which leave open what was installed on top. between: no row, but two that
 * it lies between: an interim build. newer, older: than every row of its line or product; `product` null where even that
 * is beyond the table. online: Exchange Online. not-a-build: nothing of the kind.
 */
export type BuildReading =
  | {
      readonly kind: 'exact';
      readonly product: ExchangeProduct;
      readonly line: string;
      readonly row: ExchangeBuild;
    }
  | {
      readonly kind: 'cu';
      readonly product: ExchangeProduct;
      readonly line: string;
      /** What it may be, the oldest first; at least one. */
      readonly rows: readonly ExchangeBuild[];
    }
  | {
      readonly kind: 'between';
      readonly product: ExchangeProduct;
      readonly line: string | null;
      readonly lower: ExchangeBuild;
      readonly upper: ExchangeBuild;
    }
  | {
      readonly kind: 'newer';
      readonly product: ExchangeProduct;
      readonly line: string | null;
      /** The newest row below it. */
      readonly newest: ExchangeBuild;
    }
  | {
      readonly kind: 'older';
      readonly product: ExchangeProduct;
      readonly line: null;
      readonly oldest: ExchangeBuild;
    }
  | { readonly kind: 'newer' | 'older'; readonly product: null; readonly line: null }
  | { readonly kind: 'online' | 'not-a-build'; readonly product: null; readonly line: null };

/**
 * Reads `15.2.1544.14` or `15.2.1544`, with or without leading zeros (`15.02.1544.014`, as Exchange cmdlets write it).
 * Never throws; the text comes from a server.
 *
 * The first two parts name the product (14.0 to 14.3: 2010 and its service packs, 15.0: 2013, 15.1: 2016, 15.2: 2019,
 * and SE from 15.2.2562 on), the third the cumulative update, the fourth what is installed on top of it
 * (github.com/righel/ms-exchange-version-nse, 2026-08). 15.20 is Exchange Online.
 */
export function identifyBuild(text: string): BuildReading {
  const numbers = numbersOf(text);
  if (numbers === null) return NOT_A_BUILD;
  const product = productOf(numbers);
  if (typeof product !== 'string') return product;
  const rows = buildsOf(product);
  const exact = rows.filter((row) => compareNumbers(row.numbers, numbers) === 0);
  // A preview and the release that it led to share three parts.
  const row = exact.at(-1);
  if (row !== undefined) {
    const { line } = row;
    return numbers.length === 4
      ? { kind: 'exact', product, line, row }
      : { kind: 'cu', product, line, rows: exact };
  }
  return placeAmong(rows, numbers, product);
}

/** `Exchange 2019 CU14 Nov24SU`, `Exchange 2019 CU14 with unknown updates`, `between ... and ...`: for people. */
export function readingText(reading: BuildReading): string {
  switch (reading.kind) {
    case 'exact':
      return buildName(reading.row);
    case 'cu': {
      const [only, ...more] = reading.rows;
      return only !== undefined && more.length === 0
        ? buildName(only)
        : `${productName(reading.product)} ${reading.line} with unknown updates`;
    }
    case 'between':
      return `between ${buildName(reading.lower)} and ${buildName(reading.upper)}`;
    case 'newer':
      return reading.product === null
        ? 'newer than every Exchange known'
        : `newer than ${buildName(reading.newest)}`;
    case 'older':
      return reading.product === null
        ? 'older than Exchange 2010'
        : `older than ${buildName(reading.oldest)}`;
    case 'online':
      return 'Exchange Online';
    case 'not-a-build':
      return 'not a build of Exchange';
  }
}

const NOT_A_BUILD: BuildReading = { kind: 'not-a-build', product: null, line: null };

/** Third part of the first build of Subscription Edition, which continues the numbers of 2019. */
const FIRST_OF_SE = 2562;
const ONLINE_MINOR = 20;
const NEWEST_MINOR = 2;

/** Three or four parts of at most 65535, the limit of a version resource of Windows. */
function numbersOf(text: string): readonly number[] | null {
  if (!/^\d{1,5}(?:\.\d{1,5}){2,3}$/.test(text.trim())) return null;
  const numbers = text.trim().split('.').map(Number);
  return numbers.some((number) => number > 0xffff) ? null : numbers;
}

function productOf([major = 0, minor = 0, third = 0]: readonly number[]): ExchangeProduct | BuildReading {
  if (major === 14 && minor <= 3) return '2010';
  if (major === 15 && minor === 0) return '2013';
  if (major === 15 && minor === 1) return '2016';
  if (major === 15 && minor === 2) return third < FIRST_OF_SE ? '2019' : 'SE';
  if (major === 15 && minor === ONLINE_MINOR) return { kind: 'online', product: null, line: null };
  // Exchange 4.0 to 2007 had 4 to 8 as the first part.
  if (major >= 4 && major <= 8) return { kind: 'older', product: null, line: null };
  if (major === 16 || (major === 15 && minor > NEWEST_MINOR && minor < ONLINE_MINOR)) {
    return { kind: 'newer', product: null, line: null };
  }
  return NOT_A_BUILD;
}

function placeAmong(
  rows: readonly ExchangeBuild[],
  numbers: readonly number[],
  product: ExchangeProduct,
): BuildReading {
  const lower = rows.findLast((row) => compareNumbers(row.numbers, numbers) < 0);
  const upper = rows.find((row) => compareNumbers(row.numbers, numbers) > 0);
  if (lower === undefined) {
    return upper === undefined ? NOT_A_BUILD : { kind: 'older', product, line: null, oldest: upper };
  }
  // In 2010 the second number is that of the service pack; later the third is that of the cumulative update.
  const parts = product === '2010' ? 2 : 3;
  const inLine = (row: ExchangeBuild): boolean =>
    compareNumbers(row.numbers.slice(0, parts), numbers.slice(0, parts)) === 0;
  const line = inLine(lower) ? lower.line : null;
  return upper === undefined || (line !== null && !inLine(upper))
    ? { kind: 'newer', product, line, newest: lower }
    : { kind: 'between', product, line: lower.line === upper.line ? line : null, lower, upper };
}
