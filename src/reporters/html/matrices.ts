import type { NamesCell } from '../../model/names-matrix.ts';
import type { Report } from '../../model/report.ts';
import { hostMatrices, SERVICE_HEADS } from '../client-words.ts';
import { html, type Markup, table } from './markup.ts';

/** Names that clients use by what the services present; nothing in reports without it. */
export function namesSection({ names_matrix: matrix }: Report): Markup | null {
  if (matrix === null || matrix.hosts.length === 0) return null;
  const tables = matrix.hosts.map(({ host, columns, rows }) =>
    table(
      `Names of ${host} by service`,
      [
        'Name',
        ...columns.map(({ services }) => services.map((one) => `${one.port} ${one.protocol}`).join(', ')),
      ],
      rows.map(
        ({ name, cells }) =>
          html`<tr data-row data-hosts="${host}">
            <th scope="row">${name}</th>
            ${cells.map((cell) => html`<td>${coverage(cell)}</td>`)}
          </tr>`,
      ),
    ),
  );
  return html`<section aria-labelledby="names">
    <h2 id="names">Names</h2>
    ${tables}
  </section>`;
}

const COVERED = {
  yes: ['good', 'covered'],
  no: ['high', 'missing'],
  'common-name': ['medium', 'in the common name alone'],
  unknown: ['faint', 'not known'],
} as const;

function coverage({ covered, entry, needed_by }: NamesCell): Markup {
  const [style, word] = COVERED[covered];
  if (needed_by.length === 0) return html`<span class="faint">${word}, not needed</span>`;
  return html`<span class="${style}">${word}</span>${entry === null ? null : html` by ${entry}`}`;
}

const VERDICTS = {
  works: ['good', 'works'],
  'works-after-prompt': ['medium', 'works after a prompt'],
  fails: ['high', 'fails'],
  'clear-text': ['high', 'goes on without TLS'],
  unauthenticated: ['medium', 'encrypted, server not checked'],
  'not-known': ['faint', 'not known'],
} as const;

/** Clients by service for each host, and why those that have trouble have it. */
export function clientsSection(report: Report): Markup | null {
  const matrices = hostMatrices(report);
  if (matrices.length === 0) return null;
  const titles = new Map(report.clients?.clients.map(({ id, title }) => [id, title]));
  const tables = matrices.map(({ host, services, rows, results }) => {
    const reasons = results.filter(({ verdict }) => verdict !== 'works');
    return html`${table(
        `Clients of ${host}`,
        ['Client', ...services.map((service) => SERVICE_HEADS[service])],
        rows.map(
          ({ client, cells }) =>
            html`<tr data-row data-hosts="${host}">
              <th scope="row">${client.title}</th>
              ${services.map((service) => {
                const cell = cells.get(service);
                if (cell === undefined) return html`<td></td>`;
                const [style, word] = VERDICTS[cell.verdict];
                return html`<td><span class="${style}">${word}</span>${cell.conditional ? ' *' : null}</td>`;
              })}
            </tr>`,
        ),
      )}
      <details>
        <summary>Why not, of ${host} (${reasons.length})</summary>
        <ul>
          ${reasons.map(
            (one) =>
              html`<li>
                ${one.clients.map((id) => titles.get(id) ?? id).join(', ')} with ${one.service}
                (${one.endpoint}): ${one.reason}
              </li>`,
          )}
        </ul>
      </details>`;
  });
  return html`<section aria-labelledby="clients">
    <h2 id="clients">Clients</h2>
    ${tables}
    <p class="faint">* under a condition on the client's side</p>
  </section>`;
}
