import type { Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';

/** The worst of several; info if there are none. */
export function severest(severities: readonly Severity[]): Severity {
  return severities.reduce((worst, one) => (atLeast(one, worst) ? one : worst), 'info');
}

export function atLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
}
