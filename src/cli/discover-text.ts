import type { Discovery, FoundHost } from '../discover/found.ts';
import type { TargetsDocument } from '../discover/targets.ts';
import { grid } from '../reporters/table/grid.ts';
import { type Page, pageFor } from '../reporters/table/page.ts';
import type { Look } from './look.ts';

/** What was found by each domain and why, and what becomes of it in the targets file. */
export function discoveryText(
  discoveries: readonly Discovery[],
  { targets }: TargetsDocument,
  look: Look,
): string {
  const page = pageFor({ ...look, verbose: 0, csvExcel: false });
  const taken = new Set(targets.map(({ host }) => host));
  const names = new Set(targets.flatMap((target) => [...(target.names ?? []), ...namesOf(target)]));
  const lines = discoveries.flatMap((discovery, at) => [
    ...(at === 0 ? [] : ['']),
    ...page.paragraph(discovery.domain, 'heading'),
    ...grid(
      page,
      ['Host', 'Addresses', 'Found by', 'In the file'],
      discovery.hosts.map((host) => row(host, taken, names)),
      { ruled: false },
    ),
    ...remarks(discovery, page),
  ]);
  return `${lines.join('\n')}\n`;
}

/** The targets file, as people edit it. */
export function targetsText(document: TargetsDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function namesOf({ services = [] }: TargetsDocument['targets'][number]): readonly string[] {
  return services.flatMap((service) => (typeof service === 'string' ? [] : service.names));
}

function row(found: FoundHost, taken: ReadonlySet<string>, names: ReadonlySet<string>) {
  const { host, addresses, aliases, reasons } = found;
  const shown = addresses.slice(0, MOST_SHOWN);
  const more = addresses.length - shown.length;
  return [
    [{ text: host }, ...aliases.map((alias) => ({ text: `= ${alias}` }))],
    shown.length === 0
      ? [{ text: 'none' }]
      : [...shown.map((text) => ({ text })), ...(more > 0 ? [{ text: `and ${more} more` }] : [])],
    reasons.map((text) => ({ text })),
    [{ text: place(found, taken, names) }],
  ];
}

const MOST_SHOWN = 4;

function place(
  { host, addresses, whose }: FoundHost,
  taken: ReadonlySet<string>,
  names: ReadonlySet<string>,
): string {
  if (taken.has(host)) return names.has(host) ? 'target and name' : 'target';
  if (names.has(host)) return 'name';
  if (whose === 'exchange-online') return 'no: Exchange Online';
  if (addresses.length === 0) return 'no: no address';
  return whose === 'other' ? 'no: of others (--others)' : 'no: same addresses as another host';
}

function remarks({ hosts, notes, unanswered }: Discovery, page: Page): readonly string[] {
  return [
    ...(hosts.length === 0 && unanswered.length === 0 ? page.paragraph('nothing was found') : []),
    ...notes.flatMap((note) => page.paragraph(`- ${note}`, undefined, 0, 2)),
    ...unanswered
      .slice(0, MOST_UNANSWERED)
      .flatMap((one) => page.paragraph(`- no answer: ${one}`, undefined, 0, 2)),
    ...(unanswered.length > MOST_UNANSWERED
      ? page.paragraph(`- and ${unanswered.length - MOST_UNANSWERED} more without an answer`, undefined, 0, 2)
      : []),
  ];
}

const MOST_UNANSWERED = 3;
