import { render, type Report, REPORTERS } from '../../../src/index.ts';

/** The report in every format, and its certificates as rows for Excel. */
export function everyFormat(report: Report): ReadonlyMap<string, string> {
  const texts = REPORTERS.map(({ id }) => [id, render(report, id)] as const);
  const excel = render(report, 'csv', { csvTable: 'certificates', csvExcel: true });
  return new Map([...texts, ['certificates.csv', excel]]);
}
