import { SEVERITIES } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { byExpiry, daysLeft } from './certificate-view.ts';
import { forPlugin } from './escape.ts';
import { refuseOtherViews, type Reporter } from './reporter.ts';
import { isFault } from './table/fold.ts';
import { places } from './table/place.ts';
import { verdict } from './table/verdict.ts';

/**
 * One line and performance data for Nagios, Icinga, Naemon and Checkmk (Monitoring Plugins guidelines, "Plugin Output").
 * More lines, one a finding, only if asked for.
 */
export const nagios: Reporter = {
  id: 'nagios',
  title: 'one line and performance data for a monitoring system, with its exit codes',
  render(report, options) {
    refuseOtherViews('nagios', options);
    const state = options.state ?? 'UNKNOWN';
    const first = `EXCHANGE-TLS ${state} - ${forPlugin(sentence(report), FIRST_LINE)} | ${figures(report)}`;
    const more = options.verbose > 0 ? findingLines(report) : [];
    return [first, ...more].map((line) => `${line}\n`).join('');
  },
};

/** Old systems keep little more of the first line. */
const FIRST_LINE = 160;
/** Systems keep some kilobytes of what follows. */
const MOST_LINES = 40;
const LINE = 200;

function sentence(report: Report): string {
  const { text } = verdict(report);
  const worst = worstFirst(report)[0];
  return worst === undefined ? text : `${text} ${worst.rule}: ${places([worst], report).join('; ')}`;
}

function findingLines(report: Report): readonly string[] {
  const all = worstFirst(report).map((finding) =>
    forPlugin(
      `${finding.severity} ${finding.rule} ${places([finding], report).join('; ')}: ${finding.message}`,
      LINE,
    ),
  );
  const left = all.length - MOST_LINES;
  return left > 0 ? [...all.slice(0, MOST_LINES), `and ${left} more`] : all;
}

function worstFirst(report: Report): Report['findings'] {
  const rank = ({ severity }: Report['findings'][number]): number => SEVERITIES.indexOf(severity);
  return report.findings
    .filter((finding) => finding.outcome === 'fail' && finding.waived === undefined && isFault(finding))
    .toSorted((one, other) => rank(other) - rank(one));
}

/** `cert_days` is of the certificate that ends first among those that clients get; it has no unit of the guidelines. */
function figures(report: Report): string {
  const { summary, run, judged } = report;
  const { warningDays, criticalDays } = judged.expiry;
  const leaves = new Set(report.endpoints.flatMap(({ chains }) => chains.map((one) => one.certificates[0])));
  const days = byExpiry(report.certificates)
    .filter(({ sha256 }) => leaves.has(sha256))
    .map((certificate) => daysLeft(certificate, report))
    .find((left) => left !== null);
  const seconds = (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000;
  return [
    ...(days === undefined ? [] : [`cert_days=${days};${warningDays}:;${criticalDays}:`]),
    ...SEVERITIES.toReversed().map((severity) => `${severity}=${summary.fail[severity]};;;0`),
    `unknown=${summary.unknown};;;0`,
    `answered=${summary.answered};;;0;${summary.endpoints}`,
    `connections=${summary.connections};;;0`,
    ...(Number.isNaN(seconds) ? [] : [`time=${seconds.toFixed(3)}s;;;0`]),
  ].join(' ');
}
