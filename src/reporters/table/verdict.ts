import { SEVERITIES } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { costText, fetchesIn } from '../cost.ts';
import type { Line, Page } from './page.ts';

/** Which run it was and what it cost, whether it was whole, and as the last line what came of it. */
export function closing(page: Page, report: Report): readonly string[] {
  const { run, summary, tool } = report;
  const { text, style } = verdict(report, ' with -v');
  const fetches = fetchesIn(report.observations);
  return [
    ...page.paragraph(`${tool.name} ${tool.version}, ${run.depth} of ${minuteOf(run.startedAt)}`, 'faint'),
    ...page.paragraph(`${costText(run, report.targets, summary.connections, fetches)}.`, 'faint'),
    ...(run.complete
      ? []
      : page.paragraph(
          `The run was stopped before every question had been asked: ${run.stopped ?? 'no reason recorded'}. What is missing above was not looked at.`,
          'warning',
        )),
    ...page.paragraph(text, style),
  ];
}

/**
 * What came of the run in one sentence.
 *
 * @param where how to see the remarks, in formats that do not show them
 */
export function verdict(report: Report, where = ''): Line {
  const { run, summary, judged, endpoints } = report;
  const begin = run.complete ? '' : 'Incomplete: ';
  if (summary.answered === 0) {
    const none = endpoints.length === 0 ? 'there was no endpoint' : 'no endpoint answered';
    return { text: `${begin}Nothing could be assessed: ${none}.`, style: 'bad' };
  }
  const failed = SEVERITIES.filter((one) => one !== 'info' && summary.fail[one] > 0).toReversed();
  const total = failed.reduce((sum, severity) => sum + summary.fail[severity], 0);
  const open = [
    ...(summary.unknown > 0 ? [counted(summary.unknown, 'check')] : []),
    ...(summary.not_assessed.length > 0 ? [counted(summary.not_assessed.length, 'endpoint')] : []),
  ].join(' and ');
  const remarks = summary.fail.info > 0 ? `; ${counted(summary.fail.info, 'remark')}${where}` : '';
  const { waived = 0 } = summary;
  const accepted = waived > 0 ? `; ${counted(waived, 'accepted risk')}` : '';
  const left = `${open === '' ? '' : `; ${open} could not be assessed`}${accepted}${remarks}`;
  if (total > 0) {
    const parts = failed.map((severity) => `${summary.fail[severity]} ${severity}`).join(', ');
    const bad = summary.fail.critical + summary.fail.high > 0;
    return { text: `${begin}${counted(total, 'finding')}: ${parts}${left}.`, style: bad ? 'bad' : 'warning' };
  }
  const answered = `${summary.answered} of ${counted(summary.endpoints, 'endpoint')} answered`;
  const against = `nothing found against ${baselinesText(endpoints, judged.baseline)}`;
  if (open !== '' || !run.complete)
    return { text: `${begin}${answered}, ${against}${left}.`, style: 'warning' };
  return { text: `All well: ${answered}, ${against}${left}.`, style: 'good' };
}

/** Those that the endpoints which answered were judged by; that of the run if they are none. */
function baselinesText(endpoints: Report['endpoints'], run: string): string {
  const answered = endpoints.filter(({ reach }) => reach === 'answered');
  const ids = [...new Set(answered.map(({ baseline }) => baseline))];
  return ids.length > 1 ? `the baselines ${ids.join(' and ')}` : `the baseline ${ids[0] ?? run}`;
}

/** `2026-11-22 12:36 UTC`; what a file has there that is no moment, as it is. */
function minuteOf(moment: string): string {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[\d:.]*Z$/.exec(moment) ?? [];
  return day === undefined ? moment : `${day} ${minute} UTC`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
