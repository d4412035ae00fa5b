import type { Outcome } from '../model/finding.ts';
import type { Reporter } from './reporter.ts';
import { detailsOf } from './table/details.ts';
import { endpointTables } from './table/endpoints.ts';
import { findingsTable, fixes } from './table/findings.ts';
import { fold } from './table/fold.ts';
import type { Folded } from './table/fold.ts';
import { pageFor } from './table/page.ts';
import { pressureParagraph } from './table/pressure.ts';
import { closing } from './table/verdict.ts';

/** Beyond this a person no longer reads, and drawing takes seconds. */
const MOST_ROWS = 200;

/**
 * For an administrator at a terminal: what is wrong, what could not be assessed, what was seen at each
 * endpoint, which servers felt crowded, and the verdict as the last line.
 */
export const table: Reporter = {
  id: 'table',
  title: 'tables for a person at a terminal',
  render(report, options) {
    const page = pageFor(options);
    const { verbose } = options;
    const take = rationed(MOST_ROWS);
    const rows = (outcome: Outcome): Taken<Folded> => take(fold(report.findings, outcome));
    const failed = rows('fail');
    const open = rows('unknown');
    const endpoints = take(report.endpoints);
    const passed = verbose >= 2 ? rows('pass') : NOTHING;
    const idle = verbose >= 2 ? rows('not-applicable') : NOTHING;
    const left = failed.left + open.left + passed.left + idle.left;
    const section = (title: string, { shown }: Taken<Folded>, graded: boolean): readonly string[] =>
      findingsTable(page, report, title, shown, { graded, verbose });
    const sections = [
      section('What is wrong', failed, true),
      verbose >= 1 ? fixes(page, report, failed.shown) : [],
      section('Could not be assessed', open, true),
      ...endpointTables(page, report, endpoints.shown),
      ...(verbose >= 1 ? endpoints.shown.map((endpoint) => detailsOf(page, report, endpoint)) : []),
      section('Passed', passed, false),
      section('Not applicable', idle, false),
      pressureParagraph(page, report.run),
      [
        ...(left > 0 ? page.paragraph(`${left} more rows about findings: see --format csv.`) : []),
        ...(endpoints.left > 0 ? page.paragraph(`${endpoints.left} more endpoints: see --format json.`) : []),
        ...closing(page, report),
      ],
    ];
    return sections
      .filter((lines) => lines.length > 0)
      .map((lines) => `${lines.join('\n')}\n`)
      .join('\n');
  },
};

interface Taken<T> {
  readonly shown: readonly T[];
  /** How many more there were. */
  readonly left: number;
}

const NOTHING: Taken<never> = { shown: [], left: 0 };

/** Hands out rows until the ration is used up. */
function rationed(rows: number): <T>(wanted: readonly T[]) => Taken<T> {
  let room = rows;
  return (wanted) => {
    const shown = wanted.slice(0, room);
    room -= shown.length;
    return { shown, left: wanted.length - shown.length };
  };
}
