import type { Tri } from '../model/finding.ts';
import { TLS_1_0, TLS_1_1, TLS_1_2, versionName } from '../wire/iana/versions.ts';
import type { Baseline, VersionPolicy } from './baseline.ts';
import { baseline } from './baselines.ts';
import type { BuildReading } from './builds-identify.ts';
import { readingText } from './builds-identify.ts';
import { isAtLeast } from './builds-age.ts';
import { buildName, buildsOfLine, productName } from './builds.ts';
import type { Tls12Readiness } from './support-tls12.ts';
import { tls12Readiness } from './support-tls12.ts';
import type { WindowsId } from './windows.ts';
import { hasTls13 } from './windows.ts';
import { windowsNames } from './windows-seen.ts';

/** What a server is judged by because of what it shows itself to be. */
export interface BaselineChoice {
  readonly baseline: Baseline;
  /** `Exchange 2019 CU15 Sep26SUv2 on Windows Server 2022`: a noun phrase for the report. */
  readonly reason: string;
}

/**
 * The baseline that fits a build of Exchange, changed where the build is too old for it (Microsoft Learn "Exchange Server
 * TLS configuration best practices" and the guidance before it). Null where the product is not known.
 *
 * @param windows what Windows may be; empty if nothing is known of it
 */
export function baselineFor(reading: BuildReading, windows: readonly WindowsId[]): BaselineChoice | null {
  if (reading.product === null) return null;
  const { id, because } = fitting(reading, windows);
  const found = baseline(id);
  if (found === undefined) return null;
  const on = windows.length === 0 ? '' : ` on ${windowsNames(windows)}`;
  const product =
    reading.kind === 'between' || reading.kind === 'newer' || reading.kind === 'older'
      ? `${productName(reading.product)} (${readingText(reading)})`
      : readingText(reading);
  return {
    baseline: atBuild(found, tls12Readiness(reading)),
    reason: `${product}${on}${because}`,
  };
}

/**
 * Whether TLS 1.3 belongs to the defaults of a server: on by default with Exchange 2019 CU15 or SE on Windows Server 2022
 * or later, for every protocol except SMTP (the article above, 2025-04-25). `either` where that is not known, or where
 * another rule reports it.
 */
export function expectsTls13(
  reading: BuildReading,
  windows: readonly WindowsId[],
  smtp: boolean,
): 'on' | 'either' {
  const hosted = windows.length > 0 && windows.every(hasTls13);
  return !smtp && hosted && knowsTls13(reading) === 'yes' ? 'on' : 'either';
}

/** Exchange 2019 CU15 and later, and SE. */
function knowsTls13(reading: BuildReading): Tri {
  if (reading.product === 'SE') return 'yes';
  const [cu15] = buildsOfLine('2019', 'CU15');
  return reading.product !== '2019' || cu15 === undefined ? 'no' : isAtLeast(reading, cu15);
}

function fitting(
  reading: BuildReading,
  windows: readonly WindowsId[],
): { readonly id: string; readonly because: string } {
  const { product } = reading;
  if (product === 'SE' || product === '2019') {
    const windowsLacks = windows.length > 0 && !windows.some(hasTls13);
    if (knowsTls13(reading) !== 'yes') return { id: 'exchange-2019', because: '' };
    if (windowsLacks) return { id: 'exchange-2019', because: ', which has no TLS 1.3' };
    return {
      id: 'exchange-se',
      because: windows.length > 0 && windows.every(hasTls13) ? '' : '; Windows is not known for certain',
    };
  }
  if (product === '2016') {
    const old = windows.length > 0 && windows.every((id) => id === '2012' || id === '2012r2');
    return { id: old ? 'exchange-2013' : 'exchange-2016', because: '' };
  }
  return product === '2010'
    ? { id: 'exchange-2013', because: '; there is no baseline of its own for it' }
    : { id: 'exchange-2013', because: '' };
}

/** What the build cannot do is asked of it no less, but the report says which update comes first. */
function atBuild(of: Baseline, ready: Tls12Readiness): Baseline {
  if (ready.alone !== 'no' && ready.usable !== 'no' && ready.smtpFollows !== 'no') return of;
  return { ...of, versions: of.versions.map((row) => ({ ...row, reason: reasonAt(row, ready) })) };
}

function reasonAt(
  { version, reason }: VersionPolicy,
  { alone, usable, needs, needsToUse }: Tls12Readiness,
): string {
  if ((version === TLS_1_0 || version === TLS_1_1) && alone === 'no' && needs !== null) {
    return `${reason} Only from ${buildName(needs)} (${needs.build}) on may ${versionName(version)} be turned off: install that first.`;
  }
  if (version === TLS_1_2 && usable === 'no' && needsToUse !== null) {
    return `${reason} Exchange uses it only from ${buildName(needsToUse)} (${needsToUse.build}) on: install that first.`;
  }
  return reason;
}
