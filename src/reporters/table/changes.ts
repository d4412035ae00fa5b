import type { Change, ChangeKind, Comparison } from '../../model/comparison.ts';
import { SHOWN, severityStyle, some } from './findings.ts';
import { type Cell, grid } from './grid.ts';
import type { Page, Style } from './page.ts';

/** What is not as it was before. Without a change one line says so. */
export function changesSection(page: Page, comparison: Comparison | undefined): readonly string[] {
  if (comparison === undefined) return [];
  const { before, after, changes } = comparison;
  const since = `the run of ${moment(before.startedAt)}`;
  const other =
    before.version === after.version
      ? []
      : page.paragraph(
          `That one was judged by version ${before.version}, this one by ${after.version}: rules may differ.`,
          'faint',
        );
  if (changes.length === 0) return [...page.paragraph(`Nothing has changed since ${since}.`), ...other];
  return [
    ...page.paragraph(`What has changed since ${since}`, 'heading'),
    ...changesGrid(page, changes),
    ...other,
  ];
}

/** One change a row. */
export function changesGrid(page: Page, changes: readonly Change[]): readonly string[] {
  const rows = changes
    .slice(0, MOST)
    .map(({ kind, severity, endpoints, hosts, message, rule }) => [
      [
        { text: kind, style: STYLES[kind] },
        ...(severity === null ? [] : [{ text: severity, style: severityStyle(severity) }]),
      ],
      some(placesOf(endpoints, hosts), SHOWN, 'places').map((text) => ({ text })),
      [{ text: message }, ...(rule === null ? [] : [{ text: rule, style: 'faint' as const }])],
    ]) satisfies readonly (readonly Cell[])[];
  const left = changes.length - rows.length;
  return [
    ...grid(page, ['Change', 'Where', 'What'], rows, { ruled: true }),
    ...(left > 0 ? page.paragraph(`and ${left} more changes: see --format json.`) : []),
  ];
}

/** `2026-11-22 06:00 UTC`. */
export function moment(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

/** Rows, after which nobody reads on. */
const MOST = 500;

const STYLES: Readonly<Record<ChangeKind, Style>> = {
  appeared: 'bad',
  worsened: 'bad',
  unreachable: 'bad',
  changed: 'warning',
  returned: 'good',
  eased: 'good',
  waived: 'faint',
  resolved: 'good',
};

/** The addresses are left out: those of one service are one line. */
export function placesOf(endpoints: readonly string[], hosts: readonly string[]): readonly string[] {
  if (endpoints.length === 0) return hosts.length > 0 ? hosts : ['the organization'];
  return [...new Set(endpoints.map((id) => id.replace(/^([a-z0-9]+):\/\/([^/]+)(?:\/.*)?$/, '$2 $1')))];
}
