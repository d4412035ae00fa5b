import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/report.ts';
import type { RenderOptions } from './reporter.ts';
import { changesSection } from './table/changes.ts';
import { pageFor } from './table/page.ts';
import { verdict } from './table/verdict.ts';

/** What a run found changed, and its verdict: all that somebody needs who knows the rest. */
export function changesText(report: Report, options: RenderOptions): string {
  const page = pageFor(options);
  const { text, style } = verdict(report);
  return textOf([...changesSection(page, report.changes), '', ...page.paragraph(text, style)]);
}

/** The differences between two runs. */
export function comparisonText(comparison: Comparison, options: RenderOptions): string {
  return textOf(changesSection(pageFor(options), comparison));
}

export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
