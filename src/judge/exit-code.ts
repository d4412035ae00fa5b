import type { Finding, Severity } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { atLeast } from '../rules/severest.ts';

/**
 * 1: something fails at or above `failOn`; 3: something could not be assessed; 0: neither. A failure is certain whatever
 * else was not seen, so 1 wins over 3. It is 3 as well if the run was cut short, if nothing answered at all, and if a rule
 * of that severity got no answer from a place that is alive or was named by the operator.
 */
export function exitCode(report: Report, failOn: Severity): 0 | 1 | 3 {
  const grave = report.findings.filter(({ severity }) => atLeast(severity, failOn));
  if (grave.some(({ outcome }) => outcome === 'fail')) return 1;
  const blind =
    !report.run.complete ||
    report.summary.answered === 0 ||
    report.summary.not_assessed.length > 0 ||
    grave.some((finding) => finding.outcome === 'unknown' && concernsUs(finding, report));
  return blind ? 3 : 0;
}

/** A port of the standard set that nobody named and that does not answer concerns nobody. */
function concernsUs({ endpoints }: Finding, report: Report): boolean {
  const places = report.endpoints.filter(({ id }) => endpoints.includes(id));
  return (
    places.length === 0 ||
    places.some(({ named, reach }) => named || reach === 'answered' || reach === 'unknown')
  );
}
