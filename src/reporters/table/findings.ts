import type { Severity } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import type { Folded } from './fold.ts';
import { grid } from './grid.ts';
import type { Cell } from './grid.ts';
import { groupBy } from './group-by.ts';
import type { Page, Style } from './page.ts';
import { places } from './place.ts';

/** Lines of places and rules that are shown in a row unless more detail is asked for. */
export const SHOWN = 4;

/** Where, and one sentence with the rule it comes from; with the severity where it matters. */
export function findingsTable(
  page: Page,
  report: Report,
  title: string,
  rows: readonly Folded[],
  options: { readonly graded: boolean; readonly verbose: number },
): readonly string[] {
  if (rows.length === 0) return [];
  const most = options.verbose > 0 ? Number.POSITIVE_INFINITY : SHOWN;
  const cells = rows.map((row): readonly Cell[] => [
    ...(options.graded ? [[{ text: row.severity, style: severityStyle(row.severity) }]] : []),
    some(places(row.findings, report), most, 'places').map((text) => ({ text })),
    [{ text: row.message }, { text: some(row.rules, most, 'rules').join(', '), style: 'faint' as const }],
  ]);
  const heads = [...(options.graded ? ['Severity'] : []), 'Where', 'What'];
  return [...page.paragraph(title, 'heading'), ...grid(page, heads, cells, { ruled: true })];
}

/** The commands that mend what failed, each list once. */
export function fixes(page: Page, report: Report, rows: readonly Folded[]): readonly string[] {
  const blocks = groupBy(
    rows
      .flatMap(({ findings }) => findings)
      .filter(({ fix }) => fix.length > 0)
      .map((finding) => ({ finding, key: JSON.stringify([finding.rule, finding.fix]) })),
    ({ key }) => key,
  );
  const lines = [...blocks.values()].flatMap((block) => {
    const findings = block.map(({ finding }) => finding);
    return [
      ...page.paragraph(findings[0]?.rule ?? ''),
      ...places(findings, report).flatMap((place) => page.paragraph(`at ${place}`, 'faint', 2)),
      ...(findings[0]?.fix ?? []).map((line) => page.command(line, 4)),
    ];
  });
  return lines.length === 0 ? [] : [...page.paragraph('How to mend it', 'heading'), ...lines];
}

export function severityStyle(severity: Severity): Style {
  return SEVERITY_STYLES[severity];
}

const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  critical: 'critical',
  high: 'bad',
  medium: 'warning',
  low: 'faint',
  info: 'faint',
};

/** The first lines, and as the last one how many more there are. */
export function some(lines: readonly string[], most: number, what: string): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more ${what}`];
}
