import type { ExchangeProduct } from './builds.ts';

/** A stretch of time in which a product is looked after. */
export interface SupportPeriod {
  readonly product: ExchangeProduct;
  /** free: for everybody; paid: only for who has bought Extended Security Updates. */
  readonly kind: 'free' | 'paid';
  /** First and last day, ISO. */
  readonly from: string;
  readonly until: string;
  /** The last day in words, as exact as the source has it: `2025-10-14`, `October 2026`. */
  readonly untilText: string;
  /** The lines for which it holds; absent for all. */
  readonly lines?: readonly string[];
  readonly source: string;
  /** Date of the source, ISO. */
  readonly date: string;
}

const LIFECYCLE = 'Microsoft Lifecycle, "Exchange Server 2010" (MicrosoftDocs/lifecycle-data)';
const OCT25 = 'Exchange Team Blog, "Released: October 2025 Exchange Server Security Updates"';
const PERIOD_2 =
  'Petri, "Microsoft offers a final short-term security extension for legacy Exchange", on the Exchange Team Blog';
const ENOW = 'ENow, "Exchange Server SE 2026 updates: what to know"';
const END_OF_2019 = '2025-10-14';
const SECOND_PERIOD = { from: '2026-05-01', until: '2026-10-31', untilText: 'October 2026' } as const;
const FIRST_PERIOD = { from: '2025-10-15', until: '2026-04-30', untilText: 'April 2026' } as const;

/** By product, in order of time. A change by Microsoft is a change of a row. */
const SUPPORT: readonly SupportPeriod[] = [
  free('2010', '2020-10-13', LIFECYCLE, '2020-09-01'),
  free('2013', '2023-04-11', ENOW, '2026-06-01'),
  free('2016', END_OF_2019, OCT25, END_OF_2019),
  paid('2016', FIRST_PERIOD, ['CU23']),
  paid('2016', SECOND_PERIOD, ['CU23']),
  free('2019', END_OF_2019, OCT25, END_OF_2019),
  paid('2019', FIRST_PERIOD, ['CU14', 'CU15']),
  paid('2019', SECOND_PERIOD, ['CU14', 'CU15']),
  { ...free('SE', '2035-12-31', ENOW, '2026-06-01'), untilText: 'at least 2035-12-31' },
];

/** How a product stands on one day. */
export type SupportState =
  | { readonly state: 'supported'; readonly period: SupportPeriod }
  | {
      /** Out of support; fixes come only to who pays for them. */
      readonly state: 'paid';
      readonly since: string;
      readonly period: SupportPeriod;
    }
  | {
      readonly state: 'ended';
      /** Last day on which everybody had support. */
      readonly since: string;
      /** The period that ended last. */
      readonly period: SupportPeriod;
    };

/**
 * The support of a product on a day.
 *
 * @param line service pack or cumulative update; null if it is not known, which counts as one that is covered.
 * @param at ISO day
 */
export function supportAt(product: ExchangeProduct, line: string | null, at: string): SupportState | null {
  const periods = SUPPORT.filter(
    (one) =>
      one.product === product && (one.lines === undefined || line === null || one.lines.includes(line)),
  );
  const open = periods.find(({ kind }) => kind === 'free');
  const last = periods.findLast(({ from }) => from <= at) ?? open;
  if (open === undefined || last === undefined) return null;
  if (at <= open.until) return { state: 'supported', period: open };
  const covered = periods.find(({ kind, from, until }) => kind === 'paid' && from <= at && at <= until);
  return covered === undefined
    ? { state: 'ended', since: open.until, period: last }
    : { state: 'paid', since: open.until, period: covered };
}

function free(product: ExchangeProduct, until: string, source: string, date: string): SupportPeriod {
  return { product, kind: 'free', from: '0000-01-01', until, untilText: until, source, date };
}

function paid(
  product: ExchangeProduct,
  period: Pick<SupportPeriod, 'from' | 'until' | 'untilText'>,
  lines: readonly string[],
): SupportPeriod {
  return { product, kind: 'paid', ...period, lines, source: PERIOD_2, date: '2026-04-15' };
}
