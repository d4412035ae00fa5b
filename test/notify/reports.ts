import type { Change } from '../../src/model/comparison.ts';
import type { NoticeItem } from '../../src/model/notification.ts';
import type { Report } from '../../src/model/report.ts';
import { contosoReport } from '../fixtures/report.ts';

export const EARLIER = '2026-11-21T06:00:00.000Z';

export function changeOf(parts: Partial<Change> = {}): Change {
  return {
    kind: 'appeared',
    about: 'finding',
    id: 'tls/weak-cipher|https://mail.contoso.com:443/203.0.113.7',
    rule: 'tls/weak-cipher',
    severity: 'high',
    hosts: ['mail.contoso.com'],
    endpoints: ['https://mail.contoso.com:443/203.0.113.7'],
    message: 'RC4 is accepted.',
    before: null,
    after: 'high',
    ...parts,
  };
}

export function itemOf(parts: Partial<NoticeItem> = {}): NoticeItem {
  return { ...changeOf(), seenAt: EARLIER, ...parts };
}

/** The report of the fixtures, compared with an earlier run. */
export function reportWith(changes: readonly Change[], parts: Partial<Report> = {}): Report {
  const report = contosoReport(parts);
  const run = { startedAt: report.run.startedAt, version: report.tool.version };
  return { ...report, changes: { before: { ...run, startedAt: EARLIER }, after: run, changes } };
}
