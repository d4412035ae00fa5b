import { csv } from './csv.ts';
import { ecs } from './ecs.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { nagios } from './nagios.ts';
import { plain } from './plain.ts';
import { prometheus } from './prometheus.ts';
import type { RenderOptions, Reporter } from './reporter.ts';
import type { Report } from '../model/report.ts';
import { sarif } from './sarif.ts';
import { table } from './table.ts';

export { CSV_TABLES, type CsvTable, type RenderOptions, type Reporter } from './reporter.ts';

/** Every format of `--format`, in the order in which help lists them. */
export const REPORTERS: readonly Reporter[] = [
  table,
  json,
  csv,
  jsonl,
  plain,
  markdown,
  nagios,
  prometheus,
  junit,
  sarif,
  html,
  ecs,
];

/**
 * The report as text, with whatever end its format has.
 *
 * @param format `table`, `json` or another id of the list
 * @param options what is not given is 100 columns wide, without colour and in no more words than needed
 * @throws RangeError for a format that is not in the list, and for one that has no such view.
 */
export function render(report: Report, format: string, options: Partial<RenderOptions> = {}): string {
  const reporter = REPORTERS.find(({ id }) => id === format);
  if (reporter === undefined) {
    throw new RangeError(`no format ${format}; there are ${REPORTERS.map(({ id }) => id).join(', ')}`);
  }
  return reporter.render(report, { ...PLAIN_LOOK, ...options });
}

const PLAIN_LOOK: RenderOptions = { width: 100, colour: false, verbose: 0, ascii: false, csvExcel: false };
