import type { Tri } from '../model/finding.ts';
import type { BuildReading } from './builds-identify.ts';
import { isAtLeast } from './builds-age.ts';
import type { ExchangeBuild, ExchangeProduct } from './builds.ts';
import { buildsOfLine } from './builds.ts';
import type { WindowsId } from './windows.ts';

/** Which Windows Server some builds of Exchange are supported on. */
export interface HostRow {
  readonly product: ExchangeProduct;
  /** The first line for which it holds; that of the next row of the product ends it. */
  readonly from: string;
  readonly windows: readonly WindowsId[];
  /** Releases about which the source says nothing certain: neither supported nor not. */
  readonly unconfirmed: readonly WindowsId[];
  readonly source: string;
  readonly date: string;
}

const MATRIX = 'Microsoft Learn "Exchange Server supportability matrix"';
const TLS_ARTICLE = 'Microsoft Learn "Exchange Server TLS configuration best practices"';

/** By product, in order of its lines. Builds before the first row of a product are not judged. */
export const HOSTS: readonly HostRow[] = [
  row('2010', 'SP3', ['2008r2', '2012', '2012r2'], MATRIX, '2021-01-01'),
  row('2013', 'SP1', ['2008r2', '2012', '2012r2'], MATRIX, '2022-08-01'),
  row('2016', 'RTM', ['2012', '2012r2'], MATRIX, '2022-08-01'),
  row('2016', 'CU3', ['2012', '2012r2', '2016'], MATRIX, '2022-08-01'),
  row('2019', 'RTM', ['2019'], MATRIX, '2022-08-01'),
  row('2019', 'CU12', ['2019', '2022'], MATRIX, '2022-08-01'),
  row('2019', 'CU15', ['2019', '2022', '2025'], TLS_ARTICLE, '2025-04-25'),
  { ...row('SE', 'RTM', ['2022', '2025'], TLS_ARTICLE, '2025-04-25'), unconfirmed: ['2019'] },
];

/**
 * The row that a build falls under; undefined if none does, or if the build leaves open which one. Three parts of a build
 * name the line, so they suffice.
 */
export function hostRow(reading: BuildReading): HostRow | undefined {
  const rows = HOSTS.filter(({ product }) => product === reading.product);
  const reached = rows.map((one): Tri => {
    const first = firstOf(one);
    return first === undefined ? 'unknown' : isAtLeast(reading, first);
  });
  return reached.includes('unknown') ? undefined : rows[reached.lastIndexOf('yes')];
}

/** Whether the build can run on that Windows: `unknown` where no source says so. */
export function runsOn(reading: BuildReading, windows: WindowsId): Tri {
  const found = hostRow(reading);
  if (found === undefined || found.unconfirmed.includes(windows)) return 'unknown';
  return found.windows.includes(windows) ? 'yes' : 'no';
}

function firstOf({ product, from }: HostRow): ExchangeBuild | undefined {
  return buildsOfLine(product, from)[0];
}

function row(
  product: ExchangeProduct,
  from: string,
  windows: readonly WindowsId[],
  source: string,
  date: string,
): HostRow {
  return { product, from, windows, unconfirmed: [], source, date };
}
