import { SEVERITIES } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { costText } from '../cost.ts';
import type { Line, Page } from './page.ts';

/** What it cost, whether the run was whole, and as the last line what came of it. */
export function closing(page: Page, report: Report): readonly string[] {
  const { run, summary } = report;
  const { text, style } = verdict(report);
  return [
    ...page.paragraph(`${costText(run, report.targets, summary.connections)}.`, 'faint'),
    ...(run.complete
      ? []
      : page.paragraph(
          `The run was stopped before every question had been asked: ${run.stopped ?? 'no reason recorded'}. What is missing above was not looked at.`,
          'warning',
        )),
    ...page.paragraph(text, style),
  ];
}

function verdict(report: Report): Line {
  const { run, summary, judged, endpoints } = report;
  const begin = run.complete ? '' : 'Incomplete: ';
  if (summary.answered === 0) {
    const none = endpoints.length === 0 ? 'there was no endpoint' : 'no endpoint answered';
    return { text: `${begin}Nothing could be assessed: ${none}.`, style: 'bad' };
  }
  const failed = SEVERITIES.filter((severity) => summary.fail[severity] > 0).toReversed();
  const total = failed.reduce((sum, severity) => sum + summary.fail[severity], 0);
  const open = [
    ...(summary.unknown > 0 ? [counted(summary.unknown, 'check')] : []),
    ...(summary.not_assessed.length > 0 ? [counted(summary.not_assessed.length, 'endpoint')] : []),
  ].join(' and ');
  const left = open === '' ? '' : `; ${open} could not be assessed`;
  if (total > 0) {
    const parts = failed.map((severity) => `${summary.fail[severity]} ${severity}`).join(', ');
    const bad = summary.fail.critical + summary.fail.high > 0;
    return { text: `${begin}${counted(total, 'finding')}: ${parts}${left}.`, style: bad ? 'bad' : 'warning' };
  }
  const answered = `${summary.answered} of ${counted(summary.endpoints, 'endpoint')} answered`;
  const against = `nothing found against the baseline ${judged.baseline}`;
  if (left !== '' || !run.complete)
    return { text: `${begin}${answered}, ${against}${left}.`, style: 'warning' };
  return { text: `All well: ${answered}, ${against}.`, style: 'good' };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
