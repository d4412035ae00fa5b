import type { EndpointResult, Report } from '../model/report.ts';
import { byExpiry, daysLeft } from './certificate-view.ts';
import { costText, fetchesIn } from './cost.ts';
import { forMarkdown, forMarkdownCode } from './escape.ts';
import { refuseOtherViews, type Reporter } from './reporter.ts';
import { concerned, fold, type Folded, isFault } from './table/fold.ts';
import { places } from './table/place.ts';
import { verdict } from './table/verdict.ts';

/** For tickets, wikis and pull requests: CommonMark with the tables of GitHub. */
export const markdown: Reporter = {
  id: 'markdown',
  title: 'Markdown for tickets and wikis',
  render(report, options) {
    refuseOtherViews('markdown', options);
    const failed = fold(report.findings.filter(isFault), 'fail');
    const sections = [
      heading(report),
      findingTable('What is wrong', failed, report),
      findingTable('What could not be assessed', fold(report.findings, 'unknown'), report),
      fixes(failed),
      acceptedTable(report),
      endpointTable(report),
      certificateTable(report),
    ];
    return sections.filter((part) => part !== '').join('\n');
  },
};

function heading(report: Report): string {
  const { run, targets, summary, observations, tool } = report;
  const cost = costText(run, targets, summary.connections, fetchesIn(observations));
  const began = `${run.depth} of ${run.startedAt} by ${tool.name} ${tool.version}`;
  const cut = run.complete
    ? ''
    : `\nThe run was stopped: ${forMarkdown(run.stopped ?? 'no reason recorded')}\n`;
  return `# TLS report\n\n**${forMarkdown(verdict(report).text)}**\n${cut}\n${forMarkdown(`${began}; ${cost}`)}\n`;
}

function findingTable(title: string, folded: readonly Folded[], report: Report): string {
  const rows = folded.map(({ severity, rules, message, findings }) => [
    severity,
    places(findings, report).map(forMarkdown).join('<br>'),
    forMarkdown(message),
    rules.map(forMarkdown).join('<br>'),
  ]);
  return section(title, ['Severity', 'Where', 'What', 'Rule'], rows);
}

function acceptedTable(report: Report): string {
  const rows = report.findings.flatMap((finding) =>
    finding.waived === undefined
      ? []
      : [
          [
            places([finding], report).map(forMarkdown).join('<br>'),
            forMarkdown(`${finding.rule}: ${finding.message}`),
            forMarkdown(`${finding.waived.reason} (${finding.waived.who})`),
            forMarkdown(finding.waived.until),
          ],
        ],
  );
  return section('Accepted risks', ['Where', 'What', 'Why', 'Until'], rows);
}

function fixes(failed: readonly Folded[]): string {
  const parts = failed.flatMap(({ rules, findings }) => {
    const commands = [...new Set(findings.flatMap(({ fix }) => fix))];
    return commands.length === 0
      ? []
      : [
          `For ${rules.map(forMarkdown).join(', ')}:\n\n${commands.map((line) => `- ${forMarkdownCode(line)}\n`).join('')}`,
        ];
  });
  return parts.length === 0 ? '' : `## What mends it\n\n${parts.join('\n')}`;
}

function endpointTable(report: Report): string {
  const failures = countByEndpoint(report.findings.filter(isCounted));
  const open = countByEndpoint(report.findings.filter(({ outcome }) => outcome === 'unknown'));
  const rows = report.endpoints
    .filter(({ reach }) => reach !== 'not-enabled')
    .map((endpoint) => [
      forMarkdown(endpoint.id),
      forMarkdown(versionsText(endpoint)),
      forMarkdown(endpoint.reach === 'answered' ? endpoint.starttls : (endpoint.failure ?? endpoint.reach)),
      String(failures.get(endpoint.id) ?? 0),
      String(open.get(endpoint.id) ?? 0),
    ]);
  return section('Endpoints', ['Endpoint', 'TLS', 'Start or failure', 'Findings', 'Not assessed'], rows);
}

function countByEndpoint(findings: Report['findings']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of findings.flatMap((finding) => [...new Set(concerned(finding))])) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function isCounted(finding: Report['findings'][number]): boolean {
  return finding.outcome === 'fail' && finding.waived === undefined && isFault(finding);
}

function versionsText({ versions }: EndpointResult): string {
  return versions
    .filter(({ accepted }) => accepted === 'yes')
    .map(({ name }) => name)
    .join(', ');
}

function certificateTable(report: Report): string {
  const rows = byExpiry(report.certificates).map((certificate) => [
    forMarkdown(certificate.subject),
    forMarkdown(certificate.not_after),
    String(daysLeft(certificate, report) ?? 'not known'),
    forMarkdown(certificate.thumbprint),
  ]);
  return section('Certificates, next expiry first', ['Subject', 'Ends', 'Days left', 'Thumbprint'], rows);
}

function section(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return `## ${title}\n\n${line(heads)}${line(heads.map(() => '---'))}${rows.map(line).join('')}`;
}
