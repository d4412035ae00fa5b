import { SEVERITIES } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { concerned, fold, type Folded } from '../table/fold.ts';
import { places } from '../table/place.ts';
import { anchors, type Anchors } from './anchors.ts';
import { type Content, html, type Markup, table } from './markup.ts';

/** What fails and what could not be assessed, each with what mends it and what it rests on. */
export function findingsSection(report: Report): Markup {
  const links = anchors(report);
  const rows = [
    ...fold(report.findings, 'fail').map((one) => row('fail', one, report, links)),
    ...fold(report.findings, 'unknown').map((one) => row('unknown', one, report, links)),
    ...accepted(report).map((one) => row('waived', one, report, links)),
  ];
  const body =
    rows.length === 0
      ? nothing(report)
      : table('Findings, worst first', ['Severity', 'What', 'Where', 'Rule'], rows);
  return html`<section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    ${body}
  </section>`;
}

/** That nothing was found is good news only where everything was looked at. */
function nothing({ run, summary }: Report): Markup {
  return run.complete && summary.answered > 0 && summary.not_assessed.length === 0
    ? html`<p class="good">Nothing was found.</p>`
    : html`<p>Nothing was found in what could be assessed.</p>`;
}

const WORDS = { fail: '', unknown: 'not assessed', waived: 'accepted' } as const;

function row(outcome: keyof typeof WORDS, folded: Folded, report: Report, links: Anchors): Markup {
  const { severity, message, rules, findings } = folded;
  const hosts = new Set(
    findings.flatMap((one) => [
      ...(one.subject.host === undefined ? [] : [one.subject.host]),
      ...concerned(one).flatMap((id) => report.endpoints.find((other) => other.id === id)?.host ?? []),
    ]),
  );
  const waived = findings[0]?.waived;
  const word = WORDS[outcome];
  const style = outcome === 'fail' ? severity : 'faint';
  return html`<tr
    data-row
    data-severity="${severity}"
    data-outcome="${outcome}"
    data-hosts="${[...hosts].join(' ')}"
  >
    <td><span class="${style}">${severity}</span>${word === '' ? null : html`<br />${word}`}</td>
    <td>
      ${message}
      ${waived === undefined ? null : html`<p>${waived.reason} (${waived.who}, until ${waived.until})</p>`}
      ${fixes(folded)} ${evidence(folded, links)}
    </td>
    <td>${lines(places(findings, report))}</td>
    <td>${rulesOf(rules)}</td>
  </tr>`;
}

/** A server that is silent leaves nearly all rules open: their list would be longer than the rest of the table. */
function rulesOf(rules: readonly string[]): Content {
  if (rules.length <= MOST_RULES) return lines(rules);
  return html`<details>
    <summary>${rules.length} rules</summary>
    ${lines(rules)}
  </details>`;
}

const MOST_RULES = 5;

function fixes({ findings }: Folded): Markup | null {
  const commands = [...new Set(findings.flatMap(({ fix }) => fix))];
  if (commands.length === 0) return null;
  return html`<details class="mends">
    <summary>What mends it</summary>
    ${commands.map((command) => html`<div><code>${command}</code></div>`)}
  </details>`;
}

function evidence({ findings }: Folded, links: Anchors): Markup | null {
  const ids = [...new Set(findings.flatMap((one) => one.evidence))];
  if (ids.length === 0) return null;
  const items = ids.slice(0, MOST_EVIDENCE).map((id) => {
    const at = links.get(id);
    return at === undefined ? html`<li>${id}</li>` : html`<li><a href="#${at}">${id}</a></li>`;
  });
  const left = ids.length - items.length;
  return html`<details>
    <summary>Evidence (${ids.length})</summary>
    <ul>
      ${items} ${left > 0 ? html`<li>and ${left} more</li>` : null}
    </ul>
  </details>`;
}

const MOST_EVIDENCE = 50;

function accepted({ findings }: Report): readonly Folded[] {
  return findings
    .filter(({ waived }) => waived !== undefined)
    .map((one) => ({ rules: [one.rule], severity: one.severity, message: one.message, findings: [one] }))
    .toSorted((one, other) => SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity));
}

function lines(texts: readonly string[]): readonly Markup[] {
  return texts.map((text) => html`<div>${text}</div>`);
}
