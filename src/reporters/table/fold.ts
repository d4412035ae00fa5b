import { SEVERITIES } from '../../model/finding.ts';
import type { Finding, Outcome, Severity } from '../../model/finding.ts';
import { groupBy } from './group-by.ts';

/** Findings that say the same, shown as one row. */
export interface Folded {
  readonly rules: readonly string[];
  readonly severity: Severity;
  readonly message: string;
  readonly findings: readonly Finding[];
}

/**
 * The findings of one outcome that are not waived, worst first, those with the same rule and message as one. Where nothing could be
 * assessed, rules that say the same about the same endpoints are one row too: a silent endpoint leaves every
 * rule open for the same reason.
 */
export function fold(findings: readonly Finding[], outcome: Outcome): readonly Folded[] {
  const chosen = findings.filter((finding) => finding.outcome === outcome && finding.waived === undefined);
  const sameWords = [
    ...groupBy(chosen, ({ rule, severity, message }) => JSON.stringify([rule, severity, message])).values(),
  ];
  const folded = outcome === 'unknown' ? sameReason(sameWords) : sameWords;
  return folded.map(summed).toSorted((a, b) => rank(b.severity) - rank(a.severity));
}

/** `info` is inventory: worth knowing, and nothing to mend. */
export function isFault({ severity }: Finding): boolean {
  return severity !== 'info';
}

/** Endpoints that findings concern, in the order of first mention. */
export function endpointsOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap(concerned))];
}

export function concerned({ endpoints, subject }: Finding): readonly string[] {
  if (endpoints.length > 0) return endpoints;
  return subject.endpoint === undefined ? [] : [subject.endpoint];
}

function sameReason(folded: readonly (readonly Finding[])[]): readonly (readonly Finding[])[] {
  const key = (group: readonly Finding[]): string =>
    JSON.stringify([
      group[0]?.message,
      endpointsOf(group),
      group.map(({ subject }) => subject.host),
      group.map(({ subject }) => subject.certificate),
    ]);
  return [...groupBy(folded, key).values()].map((alike) => alike.flat());
}

function summed(group: readonly Finding[]): Folded {
  const severities = group.map(({ severity }) => severity).toSorted((a, b) => rank(b) - rank(a));
  return {
    rules: [...new Set(group.map(({ rule }) => rule))],
    severity: severities[0] ?? 'info',
    message: group[0]?.message ?? '',
    findings: group,
  };
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
