import type { Report } from '../../model/report.ts';
import { forJson } from '../escape.ts';
import { groupBy } from '../table/group-by.ts';
import { anchors } from './anchors.ts';
import { html, type Markup } from './markup.ts';

/** Every question and its answer, folded by endpoint: what the findings point at. */
export function evidenceSection(report: Report): Markup {
  const links = anchors(report);
  const groups = [...groupBy(report.observations, ({ endpoint }) => endpoint)].map(
    ([endpoint, observations]) =>
      html`<details>
        <summary>${endpoint} (${observations.length})</summary>
        <ul>
          ${observations.map(
            (one) =>
              html`<li id="${links.get(one.id) ?? ''}">
                ${one.id}, ${one.at}: ${one.kind} ${one.question}
                <div><code>${cut(forJson(one.outcome))}</code></div>
              </li>`,
          )}
        </ul>
      </details>`,
  );
  return html`<section aria-labelledby="evidence">
    <h2 id="evidence">Questions and answers</h2>
    ${groups}
  </section>`;
}

/** The whole of an answer is in the report in JSON. */
const MOST = 600;

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}
