import { isWorse } from '../history/compare.ts';
import { exitCode } from '../judge/exit-code.ts';
import type { Change } from '../model/comparison.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { Notice, NoticeItem, NoticeReason, Wish } from '../model/notification.ts';
import type { Report } from '../model/report.ts';
import { noticeOf } from './notice.ts';

export interface Standing {
  /** Least severity that makes the run fail. */
  readonly failOn: Severity;
  /** What earlier runs could not tell the receiver. */
  readonly waiting: readonly NoticeItem[];
}

/**
 * What a receiver is to be told after a run; null if it is nothing. Who wants changes is told in the first run, which has
 * none, how things are if something is wrong or nobody answers: what was bad from the beginning would never be news. Least
 * severities are for findings: that a service is unreachable or presents another certificate has no severity and is always
 * told.
 */
export function noticeDue(
  report: Report,
  { on, severity }: Wish,
  { failOn, waiting }: Standing,
): Notice | null {
  const least = severity ?? 'info';
  if (on === 'failure' && exitCode(report, severity ?? failOn) === 0) return null;
  if (on === 'failure' || on === 'always') {
    return noticeOf(report, on, failing(report, severity ?? (on === 'failure' ? failOn : 'low'), 'fails'));
  }
  const { changes } = report;
  const reason: NoticeReason = changes === undefined ? 'first' : 'change';
  const blind = changes === undefined && report.summary.answered === 0;
  const fresh =
    changes === undefined
      ? [...(blind ? silent(report) : []), ...failing(report, severity ?? 'low', 'appeared')]
      : changes.changes
          .filter((change) => reaches(change, least) && (on === 'change' || isWorse(change)))
          .map((change) => ({ ...change, seenAt: report.run.startedAt }));
  return fresh.length + waiting.length > 0 || blind ? noticeOf(report, reason, [...fresh, ...waiting]) : null;
}

function reaches({ severity }: Change, least: Severity): boolean {
  return severity === null || SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

/** A place a line, and not the run as a whole: only lines can wait for the next run. */
function silent({ endpoints, summary, run }: Report): readonly NoticeItem[] {
  return endpoints
    .filter(({ id }) => summary.not_assessed.includes(id))
    .map(({ id, host, reach, failure }) => ({
      kind: 'unreachable',
      about: 'reach',
      id,
      rule: null,
      severity: null,
      hosts: [host],
      endpoints: [id],
      message: `It did not answer: ${failure ?? 'no answer'}.`,
      before: null,
      after: reach,
      seenAt: run.startedAt,
    }));
}

/** Worst first. Remarks are inventory: nobody is told of them unasked. */
function failing(report: Report, least: Severity, kind: 'appeared' | 'fails'): readonly NoticeItem[] {
  const hosts = new Map(report.endpoints.map(({ id, host }) => [id, host]));
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
  return report.findings
    .filter(
      (one) => one.outcome === 'fail' && one.waived === undefined && rank(one) >= SEVERITIES.indexOf(least),
    )
    .toSorted((one, other) => rank(other) - rank(one))
    .map(({ id, rule, severity, subject, endpoints, message }) => {
      const places = endpoints.length > 0 ? endpoints : listOf(subject.endpoint);
      return {
        kind,
        about: 'finding',
        id,
        rule,
        severity,
        hosts: [...new Set([...listOf(subject.host), ...places.flatMap((one) => hosts.get(one) ?? [])])],
        endpoints: places,
        message,
        before: null,
        after: severity,
        seenAt: report.run.startedAt,
      };
    });
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}
