import { exitCode, parseTargets, scan, type ScanSettings } from '../../../src/index.ts';

/** Scans the hosts of a targets file, and says what is wrong. */
export async function scanAndPrint(file: string, settings: ScanSettings = {}): Promise<readonly string[]> {
  const { targets } = parseTargets(file, 'targets.yaml');
  const report = await scan(targets, { options: { depth: 'check', timeouts: { tlsMs: 5000 } }, ...settings });
  const failed = report.findings.filter(({ outcome, waived }) => outcome === 'fail' && waived === undefined);
  return [
    ...failed.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
    `exit code ${exitCode(report, 'medium')}, not assessed: ${report.summary.not_assessed.join(', ') || 'nothing'}`,
  ];
}
