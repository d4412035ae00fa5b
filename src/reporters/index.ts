import { csv } from './csv.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import type { RenderOptions, Reporter } from './reporter.ts';
import type { Report } from '../model/report.ts';
import { table } from './table.ts';

export type { RenderOptions, Reporter } from './reporter.ts';

/** Every format of `--format`, in the order in which help lists them. */
export const REPORTERS: readonly Reporter[] = [table, json, csv, jsonl];

/** @throws RangeError for a format that is not in the list. */
export function render(report: Report, format: string, options: RenderOptions): string {
  const reporter = REPORTERS.find(({ id }) => id === format);
  if (reporter === undefined) {
    throw new RangeError(`no format ${format}; there are ${REPORTERS.map(({ id }) => id).join(', ')}`);
  }
  return reporter.render(report, options);
}
