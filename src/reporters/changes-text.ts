import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/report.ts';
import type { RenderOptions } from './reporter.ts';
import { changesSection } from './table/changes.ts';
import { pageFor } from './table/page.ts';
import { verdict } from './table/verdict.ts';
import { waiverText } from './table/waivers.ts';

/** What a run found changed, and its verdict: all that somebody needs who knows the rest. */
export function changesText(report: Report, options: RenderOptions): string {
  const page = pageFor(options);
  const { text, style } = verdict(report);
  const ended = endedWaivers(report).flatMap((words) => page.paragraph(`- ${words}`, 'warning', 0, 2));
  return textOf([...changesSection(page, report.changes), ...ended, '', ...page.paragraph(text, style)]);
}

/** The differences between two runs. */
export function comparisonText(comparison: Comparison, options: RenderOptions): string {
  return textOf(changesSection(pageFor(options), comparison));
}

export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** Waivers because of whose end something counts again since the last run. */
function endedWaivers({ waivers = [], changes }: Report): readonly string[] {
  const again = new Set(
    changes?.changes
      .filter(({ kind, before }) => kind === 'appeared' && before === 'waived')
      .map(({ id }) => id),
  );
  return waivers
    .filter(({ state, findings }) => state === 'expired' && findings.some((id) => again.has(id)))
    .map(waiverText);
}
