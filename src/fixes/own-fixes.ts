import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { comment } from '../rules/powershell.ts';

/**
 * The findings of a saved report with the commands of this program: those in the file may be older, or not ours at all,
 * and stay in as comments only where these rules do not find the same.
 *
 * @param again the same observations, judged now
 */
export function withOwnFixes(saved: Report, again: Report): Report {
  const own = new Map(again.findings.map((finding) => [finding.id, finding]));
  return { ...saved, findings: saved.findings.map((finding) => withOwnFix(finding, own.get(finding.id))) };
}

function withOwnFix(finding: Finding, own: Finding | undefined): Finding {
  if (finding.outcome !== 'fail') return finding;
  if (own?.outcome === 'fail') return { ...finding, fix: own.fix };
  return {
    ...finding,
    fix: [
      '# As the report has it; this version, with what it was given to judge by, does not find it:',
      ...finding.fix.map((line) => comment(line.replace(/^# /, ''))),
    ],
  };
}
