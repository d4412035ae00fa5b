import type { Outcome } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { clientTables } from './client-view.ts';
import { detailsOf } from './details.ts';
import { endpointTables } from './endpoints.ts';
import { findingsTable, fixes } from './findings.ts';
import type { Folded } from './fold.ts';
import { fold, isFault } from './fold.ts';
import { isUnseen, missingNames, namesRows, namesTables, unseenList } from './names.ts';
import type { Page } from './page.ts';
import { NOTHING, rationed, type Taken } from './ration.ts';
import type { View } from './view.ts';

/** What is wrong, what could not be assessed, and what was seen at each endpoint. */
export function hostView(page: Page, report: Report, verbose: number): View {
  const take = rationed();
  const findings = report.findings.filter((finding) => !isUnseen(finding));
  const rows = (outcome: Outcome): Taken<Folded> => take(fold(findings, outcome));
  const failed = take(fold(findings.filter(isFault), 'fail'));
  const remarks =
    verbose >= 1
      ? take(
          fold(
            findings.filter((one) => !isFault(one)),
            'fail',
          ),
        )
      : NOTHING;
  const open = rows('unknown');
  const endpoints = take(report.endpoints);
  const names = verbose >= 1 ? take(namesRows(report)) : NOTHING;
  const passed = verbose >= 2 ? rows('pass') : NOTHING;
  const idle = verbose >= 2 ? rows('not-applicable') : NOTHING;
  const left = failed.left + remarks.left + open.left + passed.left + idle.left;
  const section = (title: string, { shown }: Taken<Folded>, graded: boolean): readonly string[] =>
    findingsTable(page, report, title, shown, { graded, verbose });
  return {
    sections: [
      section('What is wrong', failed, true),
      section('Worth knowing', remarks, false),
      verbose >= 1 ? fixes(page, report, [...failed.shown, ...remarks.shown]) : [],
      section('Could not be assessed', open, true),
      missingNames(page, report),
      ...endpointTables(page, report, endpoints.shown),
      ...(verbose >= 1 ? endpoints.shown.map((endpoint) => detailsOf(page, report, endpoint)) : []),
      ...namesTables(page, names.shown),
      ...(verbose >= 1 ? clientTables(page, report) : []),
      section('Passed', passed, false),
      section('Not applicable', idle, false),
      verbose >= 1 ? unseenList(page, report.findings) : [],
    ],
    omitted: [
      ...(left > 0 ? page.paragraph(`${left} more rows about findings: see --format csv.`) : []),
      ...(names.left > 0 ? page.paragraph(`${names.left} more rows about names: see --format json.`) : []),
      ...(endpoints.left > 0 ? page.paragraph(`${endpoints.left} more endpoints: see --format json.`) : []),
    ],
  };
}
