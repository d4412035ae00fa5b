import { BUILD_ROWS } from './builds-table.ts';

export const EXCHANGE_PRODUCTS = ['2010', '2013', '2016', '2019', 'SE'] as const;
export type ExchangeProduct = (typeof EXCHANGE_PRODUCTS)[number];

/** The four parts of a build, `15.2.1544.14`. */
export type BuildNumbers = readonly [number, number, number, number];

export interface ExchangeBuild {
  readonly product: ExchangeProduct;
  /** What gets updates of its own: a service pack of 2010, a cumulative update of the others: `SP3`, `CU14`, `RTM`. */
  readonly line: string;
  /** What was installed on top of it: `Nov24SUv2`, `Apr24HU`, `RU19`; null for the release itself. */
  readonly patch: string | null;
  readonly kind: 'preview' | 'release' | 'rollup' | 'security' | 'hotfix';
  /** As Microsoft writes it, `15.2.1544.14`. */
  readonly build: string;
  readonly numbers: BuildNumbers;
  /** ISO, day of the release. */
  readonly date: string;
  /** `KB5049233`, or null. */
  readonly kb: string | null;
}

/** Date of the newest row: what came later is not known here. */
export const BUILDS_AS_OF = '2026-10-02';

/** By product, oldest number first. */
export const BUILDS: readonly ExchangeBuild[] = BUILD_ROWS.map(([product, update, build, date, kb]) => {
  const known = EXCHANGE_PRODUCTS.find((one) => one === product);
  const numbers = build.split('.').map(Number);
  const [major = 0, minor = 0, third = 0, fourth = 0] = numbers;
  if (known === undefined || numbers.length !== 4) throw new RangeError(`not a row: ${product} ${build}`);
  return {
    product: known,
    ...updateOf(known, update),
    build,
    numbers: [major, minor, third, fourth],
    date,
    kb: kb === '' ? null : kb,
  };
});

/** The builds of a product, oldest number first. */
export function buildsOf(product: ExchangeProduct): readonly ExchangeBuild[] {
  return BY_PRODUCT[product];
}

/** The builds of one service pack or cumulative update, the release first. */
export function buildsOfLine(product: ExchangeProduct, line: string): readonly ExchangeBuild[] {
  return BY_PRODUCT[product].filter((one) => one.line === line);
}

/** Negative if the first is the older number. */
export function compareNumbers(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < one.length && at < other.length; at += 1) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `Exchange 2019`, `Exchange SE`. */
export function productName(product: ExchangeProduct): string {
  return `Exchange ${product}`;
}

/** `Exchange 2019 CU14 Nov24SUv2`. */
export function buildName({ product, line, patch }: ExchangeBuild): string {
  return [productName(product), line, ...(patch === null ? [] : [patch])].join(' ');
}

function updateOf(product: ExchangeProduct, update: string): Pick<ExchangeBuild, 'line' | 'patch' | 'kind'> {
  const [first = '', second] = update.split(' ');
  // Exchange 2010 without a service pack has rollups that name no line.
  if (product === '2010' && first.startsWith('RU')) return { line: 'RTM', patch: first, kind: 'rollup' };
  // `CU13 (2023H1)` is the release of CU13; `SP1 RTM` that of SP1.
  const patch = second === undefined || second.startsWith('(') || second === 'RTM' ? null : second;
  return { line: first, patch, kind: first === 'Preview' ? 'preview' : kindOf(patch) };
}

function kindOf(patch: string | null): ExchangeBuild['kind'] {
  if (patch === null) return 'release';
  if (patch.startsWith('RU')) return 'rollup';
  return /HU(?:v\d)?$/.test(patch) ? 'hotfix' : 'security';
}

const BY_PRODUCT = Object.fromEntries(
  EXCHANGE_PRODUCTS.map((product) => [product, BUILDS.filter((one) => one.product === product)]),
) as unknown as Readonly<Record<ExchangeProduct, readonly ExchangeBuild[]>>;
