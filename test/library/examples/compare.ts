import { compareReports, isWorse, parseSavedReport } from '../../../src/index.ts';

/** What has got worse between two saved reports. */
export function whatGotWorse(before: string, after: string): readonly string[] {
  const { changes } = compareReports(
    parseSavedReport(before, 'monday.json'),
    parseSavedReport(after, 'friday.json'),
  );
  return changes.filter(isWorse).map(({ kind, hosts, message }) => `${hosts.join(', ')} ${kind}: ${message}`);
}
