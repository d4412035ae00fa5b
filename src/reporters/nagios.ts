import { SEVERITIES } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { byExpiry, daysLeft } from './certificate-view.ts';
import { forPlugin } from './escape.ts';
import { refuseOtherViews, type RenderOptions, type Reporter } from './reporter.ts';
import { fold, isFault } from './table/fold.ts';
import { groupBy } from './table/group-by.ts';
import { endpointPlaces, places } from './table/place.ts';
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
    const first = `EXCHANGE-TLS ${state} - ${forPlugin(sentence(report, options), FIRST_LINE)} | ${figures(report)}`;
    const more = options.verbose > 0 ? moreLines(report, options) : [];
    return [first, ...more].map((line) => `${line}\n`).join('');
  },
};

/** Old systems keep little more of the first line. */
const FIRST_LINE = 200;
/** Systems keep some kilobytes of what follows. */
const MOST_LINES = 40;
const LINE = 200;

/** Names what the state rests on: the worst finding, or where and at which stage there was no answer. */
function sentence(report: Report, options: RenderOptions): string {
  const { text } = verdict(report);
  const [worst] = worstFirst(report);
  const [gap] = gaps(report, options);
  const unknown = (options.state ?? 'UNKNOWN') === 'UNKNOWN';
  const about =
    worst === undefined || (unknown && gap !== undefined)
      ? gap
      : `${worst.rule}: ${places([worst], report).join('; ')}`;
  return about === undefined ? text : `${text} ${about}`;
}

function moreLines(report: Report, options: RenderOptions): readonly string[] {
  const failed = worstFirst(report).map(
    (finding) =>
      `${finding.severity} ${finding.rule} ${places([finding], report).join('; ')}: ${finding.message}`,
  );
  const open = gaps(report, options).map((gap) => `not assessed: ${gap}`);
  const all = [...failed, ...open].map((line) => forPlugin(line, LINE));
  const left = all.length - MOST_LINES;
  return left > 0 ? [...all.slice(0, MOST_LINES), `and ${left} more`] : all;
}

/** What was not seen: places with the reason that the last answer ends with, then checks without an answer, worst first. */
function gaps(report: Report, { failOn = 'info' }: RenderOptions): readonly string[] {
  const { endpoints, findings, run, summary } = report;
  const reasons = new Map(
    endpoints.map(({ id, failure }) => [id, failure ?? 'no answer that can be understood']),
  );
  const silent = [...groupBy(summary.not_assessed, (id) => reasons.get(id) ?? 'not looked at')].flatMap(
    ([reason, ids]) => endpointPlaces(ids, report).map((place) => `${place}: ${reason}`),
  );
  const missed = new Set(summary.not_assessed);
  const counts = ({ severity, endpoints: at }: Finding): boolean =>
    SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(failOn) && !at.every((id) => missed.has(id));
  const unanswered = fold(findings.filter(counts), 'unknown').map(
    (one) => `${places(one.findings, report).join('; ')}: ${one.message}`,
  );
  const stopped = run.complete ? [] : [`stopped by ${run.stopped ?? 'no reason recorded'}`];
  return [...silent, ...unanswered, ...stopped];
}

function worstFirst(report: Report): readonly Finding[] {
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
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
