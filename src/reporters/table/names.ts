import type { Finding } from '../../model/finding.ts';
import type { HostNames, NamesCell } from '../../model/names-matrix.ts';
import type { Report } from '../../model/report.ts';
import { commonName } from './endpoints.ts';
import { grid } from './grid.ts';
import type { Cell } from './grid.ts';
import { groupBy } from './group-by.ts';
import type { Line, Page } from './page.ts';

/** Rows of the names of all hosts, and which host each is of. */
export interface NamesRowOf {
  readonly host: string;
  readonly cells: readonly Cell[];
}

/** Each name that a certificate lacks, once, with all places where clients of it look for it. */
export function missingNames(page: Page, report: Report): readonly string[] {
  const missing = report.names_matrix?.missing ?? [];
  if (missing.length === 0) return [];
  const subjects = new Map(report.certificates.map(({ sha256, subject }) => [sha256, commonName(subject)]));
  const rows = missing.slice(0, MOST_NAMES).map(({ name, places, certificates }): readonly Cell[] => [
    [{ text: name, style: 'bad' }],
    [...groupBy(places, ({ host }) => host)].map(([host, own]) => ({
      text: `${host}:${own.length > 1 ? ' ' : ''}${own.map(service).join(', ')}`,
    })),
    [...new Set(certificates.map((sha256) => subjects.get(sha256) ?? sha256))].map((text) => ({ text })),
  ]);
  return [
    ...page.paragraph('Names that certificates lack', 'heading'),
    ...grid(page, ['Name', 'Used at', 'Certificate'], rows, { ruled: false }),
    ...(missing.length > MOST_NAMES
      ? page.paragraph(`${missing.length - MOST_NAMES} more names: see names_matrix in --format json.`)
      : []),
  ];
}

/** Names x services x certificates of each host: every name with the services that clients use it for. */
export function namesRows(report: Report): readonly NamesRowOf[] {
  const subjects = new Map(report.certificates.map(({ sha256, subject }) => [sha256, commonName(subject)]));
  return (report.names_matrix?.hosts ?? []).flatMap((host) => rowsOf(host, subjects));
}

export function namesTables(page: Page, rows: readonly NamesRowOf[]): readonly (readonly string[])[] {
  return [...groupBy(rows, ({ host }) => host)].map(([host, own]) => [
    ...page.paragraph(`Names of ${host}`, 'heading'),
    ...grid(
      page,
      ['Name', 'Services', 'Certificate', 'Covered'],
      own.map(({ cells }) => cells),
      { ruled: false },
    ),
  ]);
}

/** What the articles of Microsoft ask for and no scanner can see, with what shows it on a server. */
export function unseenList(page: Page, findings: readonly Finding[]): readonly string[] {
  const unseen = findings.filter(isUnseen);
  if (unseen.length === 0) return [];
  return [
    ...page.paragraph('Cannot be seen from outside', 'heading'),
    ...unseen.flatMap(({ message }) => page.paragraph(`- ${message}`, 'faint', 0, 2)),
  ];
}

export function isUnseen({ rule, outcome }: Finding): boolean {
  return rule === 'exchange/unseen-setting' && outcome === 'not-applicable';
}

const MOST_NAMES = 50;

/** A name once, with a line for each column in which it is used. */
function rowsOf(host: HostNames, subjects: ReadonlyMap<string, string>): readonly NamesRowOf[] {
  return host.rows.flatMap(({ name, cells }) => {
    const used = cells.flatMap((cell, at) => (cell.needed_by.length > 0 ? [at] : []));
    return used.map((at, line): NamesRowOf => {
      const cell = cells[at];
      const column = host.columns[at];
      const services = (column?.services ?? []).filter((one) =>
        cell?.needed_by.includes(`${one.protocol}:${one.port}`),
      );
      return {
        host: host.host,
        cells: [
          line === 0 ? [{ text: name }] : [],
          [{ text: services.map(service).join(', ') }],
          (column?.certificates ?? []).map((sha256) => ({ text: subjects.get(sha256) ?? sha256 })),
          cell === undefined ? [] : [coverage(cell)],
        ],
      };
    });
  });
}

function coverage({ covered, entry }: NamesCell): Line {
  switch (covered) {
    case 'yes':
      return { text: entry?.startsWith('*') === true ? `by ${entry}` : 'yes', style: 'good' };
    case 'no':
      return { text: 'missing', style: 'bad' };
    case 'common-name':
      return { text: 'common name only', style: 'bad' };
    case 'unknown':
      return { text: 'not known', style: 'warning' };
  }
}

function service({ protocol, port }: { readonly protocol: string; readonly port: number }): string {
  return `${port} ${protocol}`;
}
