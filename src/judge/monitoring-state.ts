import type { Severity } from '../model/finding.ts';
import type { MonitoringState } from '../model/monitoring.ts';
import type { Report } from '../model/report.ts';
import { atLeast } from '../rules/severest.ts';
import { exitCode, exitParts } from './exit-code.ts';

/**
 * What a monitoring system is told: CRITICAL for what fails with high or critical severity, WARNING for what else fails at
 * or above `failOn`, UNKNOWN where the exit code would be 3. What fails is certain, so it wins over UNKNOWN.
 */
export function monitoringState(report: Report, failOn: Severity): MonitoringState {
  const grave = atLeast(failOn, 'high') ? failOn : 'high';
  if (exitParts(report, grave).failed) return 'CRITICAL';
  const code = exitCode(report, failOn);
  return code === 0 ? 'OK' : code === 1 ? 'WARNING' : 'UNKNOWN';
}
