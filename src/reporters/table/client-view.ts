import type { ClientResult, ClientVerdict } from '../../model/clients.ts';
import type { Report } from '../../model/report.ts';
import {
  type ClientCell,
  type HostMatrix,
  hostMatrices,
  rank,
  SERVICE_HEADS,
  VERDICT_WORDS,
} from '../client-words.ts';
import type { Page, Style } from './page.ts';
import type { View } from './view.ts';

/** How clients fare: a matrix for each host, and below it why. */
export function clientView(page: Page, report: Report, verbose: number): View {
  const matrices = hostMatrices(report);
  const nothing =
    report.clients === undefined
      ? 'The report does not say how clients fare.'
      : 'No endpoint answered that clients use.';
  return {
    sections:
      matrices.length === 0
        ? [page.paragraph(nothing)]
        : [
            ...matrices.flatMap((matrix) => clientSections(page, report, matrix, verbose)),
            legend(page, report),
            simulationLines(page, report, verbose),
          ],
    omitted: [],
  };
}

/** The matrices as a part of the report on hosts. */
export function clientTables(page: Page, report: Report): readonly (readonly string[])[] {
  const matrices = hostMatrices(report);
  return matrices.length === 0
    ? []
    : [...matrices.flatMap((matrix) => clientSections(page, report, matrix, 0)), legend(page, report)];
}

function clientSections(
  page: Page,
  report: Report,
  matrix: HostMatrix,
  verbose: number,
): readonly (readonly string[])[] {
  return [
    [...page.paragraph(`Clients of ${matrix.host}`, 'heading'), ...matrixLines(page, matrix)],
    reasonLines(page, report, matrix, verbose),
  ];
}

const COLUMN = 5;
const LEAST_NAME = 20;

/** The title in the first column, and a narrow one for each service; a list where the page has no room for that. */
function matrixLines(page: Page, { services, rows }: HostMatrix): readonly string[] {
  const room = page.width - services.length * COLUMN;
  if (room < LEAST_NAME) {
    return rows.flatMap(({ client, cells }) => {
      const said = services.flatMap((service) => {
        const cell = cells.get(service);
        return cell === undefined ? [] : [`${SERVICE_HEADS[service]} ${cellText(cell)}`];
      });
      return page.paragraph(`${client.title}: ${said.join(', ')}`, undefined, 0, 4);
    });
  }
  const longest = Math.max(...rows.map(({ client }) => client.title.length));
  const name = Math.min(room, longest + 2);
  const head = services.map((service) => SERVICE_HEADS[service].padEnd(COLUMN)).join('');
  return [
    ' '.repeat(name) + head.trimEnd(),
    ...rows.flatMap(({ client, cells }) => {
      const [first = '', ...more] = page.wrapped({ text: client.title }, name - 1);
      const line = services.map((service) => drawn(page, cells.get(service))).join('');
      return [`${first.padEnd(name)}${line}`.trimEnd(), ...more.map((piece) => `  ${piece}`)];
    }),
  ];
}

function drawn(page: Page, cell: ClientCell | undefined): string {
  if (cell === undefined) return ' '.repeat(COLUMN);
  const text = cellText(cell);
  const [painted = text] = page.wrapped({ text, style: STYLES[cell.verdict] }, COLUMN);
  return painted + ' '.repeat(Math.max(0, COLUMN - text.length));
}

function cellText({ verdict, conditional }: ClientCell): string {
  return `${VERDICT_WORDS[verdict]}${conditional ? '*' : ''}`;
}

const STYLES: Readonly<Record<ClientVerdict, Style>> = {
  fails: 'bad',
  'not-known': 'faint',
  'works-after-prompt': 'warning',
  'clear-text': 'warning',
  unauthenticated: 'warning',
  works: 'good',
};

const TITLES: Readonly<Record<ClientVerdict, string>> = {
  fails: 'Fails',
  'not-known': 'Not known',
  'works-after-prompt': 'Works after a warning',
  'clear-text': 'Mail goes on in clear text',
  unauthenticated: 'Encrypted, and nobody looks who answers',
  works: 'Works',
};

/** Each reason once, with those that it concerns; what works only under a condition, or if asked for. */
function reasonLines(page: Page, report: Report, matrix: HostMatrix, verbose: number): readonly string[] {
  const titles = new Map(report.clients?.clients.map(({ id, title }) => [id, title]));
  const reasons = new Map<
    string,
    { readonly result: ClientResult; readonly who: Map<string, Set<string>> }
  >();
  for (const result of matrix.results) {
    const plain =
      result.condition === null && (result.verdict === 'works' || result.verdict === 'unauthenticated');
    if (plain && verbose === 0) continue;
    const text = reasonText(result, verbose);
    const known = reasons.get(text) ?? { result, who: new Map<string, Set<string>>() };
    reasons.set(text, known);
    for (const id of result.clients) {
      const services = known.who.get(id) ?? new Set();
      known.who.set(id, services.add(SERVICE_HEADS[result.service]));
    }
  }
  const sorted = [...reasons].toSorted(
    ([, one], [, other]) => rank(one.result.verdict) - rank(other.result.verdict),
  );
  return sorted.flatMap(([text, { result, who }]) => {
    const names = [...who].map(([id, services]) => `${titles.get(id) ?? id} (${[...services].join(', ')})`);
    return [
      ...page.paragraph(text, STYLES[result.verdict], 0, 2),
      ...page.paragraph(names.join('; '), undefined, 2),
    ];
  });
}

function reasonText({ verdict, reason, condition, group, basis }: ClientResult, verbose: number): string {
  // A condition alone is what there is to say of what works: what is agreed on differs from client to client.
  const why = verdict === 'works' && verbose === 0 ? '' : reason;
  const parts = [why, verbose >= 1 ? (group?.name ?? '') : '', condition ?? ''].filter((part) => part !== '');
  const rests = verbose >= 2 && basis !== null ? ` [${basis}]` : '';
  return `${TITLES[verdict]}: ${parts.join(', ')}${rests}`;
}

function legend(page: Page, report: Report): readonly string[] {
  const words =
    'ok works, ask after a warning, no fails, enc encrypted but nobody looks who answers, text clear text, ';
  const note = '? not known, * under a condition. What is known of clients is of ';
  return page.paragraph(`${words}${note}${report.clients?.table ?? ''}.`, 'faint');
}

function simulationLines(page: Page, report: Report, verbose: number): readonly string[] {
  const simulations = report.clients?.simulations ?? [];
  if (simulations.length === 0) return [];
  const count = (held: boolean | null): number => simulations.filter((one) => one.held === held).length;
  const said = `Hellos of clients sent for real: ${simulations.length}; the prediction held for ${count(true)}, not for ${count(false)}, and there was none or no answer for ${count(null)}.`;
  const shown = simulations.filter(({ held }) => held === false || verbose >= 1);
  return [
    ...page.paragraph(said, count(false) > 0 ? 'bad' : undefined),
    ...shown.flatMap(({ endpoint, offer, predicted, seen, held }) => {
      const outcome = held === null ? 'not compared' : held ? 'held' : 'did not hold';
      const text = `${offer} at ${endpoint}: ${outcome}; predicted ${predicted}; met ${seen}`;
      return page.paragraph(text, held === false ? 'bad' : undefined, 2, 4);
    }),
  ];
}
