import type { BuildReading } from './builds-identify.ts';
import { hasUpdate } from './builds-age.ts';
import type { ExchangeProduct } from './builds.ts';

/** Something that everybody should know of a server without a certain update. */
export interface Highlight {
  readonly id: string;
  /** The first update that has it: `Jun26SU`. */
  readonly update: string;
  /** ISO; before that day it says nothing. */
  readonly from: string;
  /** Products that the source names. */
  readonly products: readonly ExchangeProduct[];
  /** Known to be used by attackers. */
  readonly exploited: boolean;
  /** What a server without it misses, as the end of "it lacks ..., so ...". */
  readonly text: string;
  readonly source: string;
  readonly date: string;
}

const CURRENT: readonly ExchangeProduct[] = ['2016', '2019', 'SE'];
const EIGHTWONE = 'eightwone.com, "Security Updates Exchange SE, 2019 and 2016 (Jun2026)"';
const PFISTER = 'rafaelpfister.ch, "Exchange security updates September 2026"';

/** Dated rows; the newest last. */
const HIGHLIGHTS: readonly Highlight[] = [
  {
    id: 'CVE-2026-42897',
    update: 'Jun26SU',
    from: '2026-06-09',
    products: CURRENT,
    exploited: true,
    text: 'CVE-2026-42897 in Outlook on the web, which attackers use, is open (fixed by Jun26SU)',
    source: EIGHTWONE,
    date: '2026-06-09',
  },
  {
    id: 'emergency-mitigation',
    update: 'Jun26SU',
    from: '2026-06-09',
    products: CURRENT,
    exploited: false,
    text: 'without Jun26SU a server gets no new emergency mitigations',
    source: EIGHTWONE,
    date: '2026-06-09',
  },
  {
    id: 'hybrid-throttling',
    update: 'Oct25SU',
    from: '2026-09-01',
    products: CURRENT,
    exploited: false,
    text:
      'Exchange Online slows down and then blocks hybrid mail from servers below about the level of October 2025 ' +
      '(450 4.7.230, later 550 5.7.230)',
    source: PFISTER,
    date: '2026-09-08',
  },
  {
    id: 'CVE-2026-96940',
    update: 'Sep26SUv2',
    from: '2026-10-02',
    products: CURRENT,
    exploited: false,
    text: 'CVE-2026-96940 is open (fixed by Sep26SUv2)',
    source: 'Exchange Team Blog, post 4561718',
    date: '2026-10-02',
  },
];

/**
 * What a build is known to miss on a day: only what it misses for certain.
 *
 * @param at ISO day
 */
export function missedHighlights(reading: BuildReading, at: string): readonly Highlight[] {
  const { product } = reading;
  if (product === null) return [];
  return HIGHLIGHTS.filter(
    ({ products, from, update }) =>
      products.includes(product) && from <= at && hasUpdate(reading, update) === 'no',
  );
}
