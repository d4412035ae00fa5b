import type { Finding, Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { atLeast } from '../rules/severest.ts';

/**
 * 1: something fails at or above `failOn`; 3: something could not be assessed; 0: neither. A failure is certain whatever
 * else was not seen, so 1 wins over 3. It is 3 as well if the run was cut short, if nothing answered at all, and if a rule
 * of that severity got no answer from a place that is alive or was named by the operator.
 */
export function exitCode(report: Report, failOn: Severity): 0 | 1 | 3 {
  return exitCodeOf(exitParts(report, failOn), report.run.complete);
}

/** What the exit code of a report rests on; those of many reports can be combined without keeping the reports. */
export interface ExitParts {
  /** Something fails at or above the threshold. */
  readonly failed: boolean;
  /** Something could not be assessed. */
  readonly blind: boolean;
  /** Some endpoint answered. */
  readonly answered: boolean;
}

/** The parts of no report at all. */
export const NO_PARTS: ExitParts = { failed: false, blind: false, answered: false };

/** What the exit code of one report rests on. @param failOn least severity that counts as a failure */
export function exitParts(report: Report, failOn: Severity): ExitParts {
  const grave = report.findings.filter(({ severity }) => atLeast(severity, failOn));
  return {
    failed: grave.some(({ outcome, waived }) => outcome === 'fail' && waived === undefined),
    blind:
      report.summary.not_assessed.length > 0 ||
      grave.some((finding) => finding.outcome === 'unknown' && concernsUs(finding, report)),
    answered: report.summary.answered > 0,
  };
}

/** As if both had been one report. */
export function combineExitParts(one: ExitParts, other: ExitParts): ExitParts {
  return {
    failed: one.failed || other.failed,
    blind: one.blind || other.blind,
    answered: one.answered || other.answered,
  };
}

/** @param complete the run was not stopped before every question had been asked */
export function exitCodeOf({ failed, blind, answered }: ExitParts, complete: boolean): 0 | 1 | 3 {
  if (failed) return 1;
  return blind || !answered || !complete ? 3 : 0;
}

/** A port of the standard set that nobody named and that does not answer concerns nobody. */
function concernsUs({ endpoints }: Finding, report: Report): boolean {
  const places = report.endpoints.filter(({ id }) => endpoints.includes(id));
  return (
    places.length === 0 ||
    places.some(({ named, reach }) => named || reach === 'answered' || reach === 'unknown')
  );
}
