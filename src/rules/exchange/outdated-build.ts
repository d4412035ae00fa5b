import type { BuildReading } from '../../exchange/builds-identify.ts';
import { isoDay, laterInLine, monthsBetween, newestBuild } from '../../exchange/builds-age.ts';
import type { ExchangeBuild } from '../../exchange/builds.ts';
import { buildName, BUILDS_AS_OF } from '../../exchange/builds.ts';
import { missedHighlights } from '../../exchange/support-highlights.ts';
import type { Severity } from '../../model/finding.ts';
import { EXCHANGE_BUILDS, HEALTH_CHECKER } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import type { BuildSeen } from '../seen-build.ts';
import { buildSeen, buildText } from '../seen-build.ts';

/** Security updates of Exchange come every one or two months: a table older than this says nothing of the newest. */
const MONTHS_OF_TABLE = 6;

export const outdatedBuild = endpointRule({
  id: 'exchange/outdated-build',
  title: 'Updates for this Exchange are missing',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'Holes in Exchange are used within days after the update that closes them, and everybody can read the build of a ' +
    'server as this program has. Security updates of one cumulative update contain those before, so one is enough.',
  fix: [
    '# Install the newest security update for the cumulative update at hand, or the newest cumulative update, then check:',
    '.\\HealthChecker.ps1',
  ],
  references: [EXCHANGE_BUILDS, HEALTH_CHECKER],
  needs: ['product'],
  check({ product }, { now }) {
    const seen = buildSeen(product);
    if ('outcome' in seen) return seen;
    const { evidence } = seen.build;
    return { ...judge(seen, isoDay(now)), evidence };
  },
});

function judge(seen: BuildSeen, at: string): Verdict {
  const { reading } = seen;
  const text = buildText(seen);
  const best = bestCase(reading);
  if (best === null) {
    return reading.kind === 'older'
      ? { outcome: 'fail', message: `${text}: older than every build in the table of ${BUILDS_AS_OF}` }
      : { outcome: 'unknown', message: `${text}: what is the newest one is not known here` };
  }
  const later = laterInLine(best, at);
  const newest = newestBuild(best.product, at);
  const latest = later.at(-1) ?? best;
  const behind =
    newest !== undefined && newest.line !== best.line && newest.date > latest.date ? newest : null;
  const missing = [...later, ...(behind === null ? [] : [behind])];
  if (missing.length === 0) return upToDate(reading, text, at);
  const target = later.at(-1) ?? newest ?? best;
  const highlights = missedHighlights(reading, at);
  const sentences = [
    later.length > 0
      ? `${text} lacks ${counted(later.length)}: the newest for ${best.line} is ${named(target)}`
      : `${text} is the newest of ${best.line}`,
    ...(behind === null
      ? []
      : [`the newest of the product is ${buildName(behind)} (${behind.build}) of ${behind.date}`]),
    age(best, missing),
    ...highlights.map((one) => one.text),
  ];
  return {
    outcome: 'fail',
    severity: severityOf(
      later,
      behind !== null,
      highlights.some(({ exploited }) => exploited),
    ),
    message: sentences.join('; '),
    fix: [
      `# Install ${buildName(target)}${target.kb === null ? '' : ` (${target.kb}, https://support.microsoft.com/help/${target.kb.slice(2)})`} or what has replaced it, then check:`,
      '.\\HealthChecker.ps1',
    ],
  };
}

/** The newest build that it may be, so that nothing is missed that might be there; null where the table has none. */
function bestCase(reading: BuildReading): ExchangeBuild | null {
  switch (reading.kind) {
    case 'exact':
      return reading.row;
    case 'between':
      return reading.lower;
    case 'cu':
      return reading.rows.at(-1) ?? null;
    default:
      return null;
  }
}

function upToDate(reading: BuildReading, text: string, at: string): Verdict {
  if (reading.kind === 'cu' && reading.rows.length > 1) {
    const message = `${text}: which update is installed on it is not shown`;
    return { outcome: 'unknown', message };
  }
  if (monthsBetween(BUILDS_AS_OF, at) >= MONTHS_OF_TABLE) {
    const message = `${text} is the newest that is known, but the table ends with ${BUILDS_AS_OF}: update exchange-tls`;
    return { outcome: 'unknown', message };
  }
  return { outcome: 'pass', message: `${text} is the newest, by the table of ${BUILDS_AS_OF}` };
}

/** high: a hole that is used is open; low: only fixes that have nothing to do with security are missing. */
function severityOf(later: readonly ExchangeBuild[], behind: boolean, exploited: boolean): Severity {
  if (exploited) return 'high';
  return behind || later.some(({ kind }) => kind !== 'hotfix') ? 'medium' : 'low';
}

function age(best: ExchangeBuild, missing: readonly ExchangeBuild[]): string {
  const newest = missing.reduce((date, row) => (row.date > date ? row.date : date), best.date);
  const months = monthsBetween(best.date, newest);
  return `it is ${months} ${months === 1 ? 'month' : 'months'} behind`;
}

function named(row: ExchangeBuild): string {
  return `${row.patch ?? row.line} (${row.build}) of ${row.date}${row.kb === null ? '' : `, ${row.kb}`}`;
}

function counted(count: number): string {
  return count === 1 ? '1 update' : `${count} updates`;
}
