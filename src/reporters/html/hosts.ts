import type { EndpointResult, Report } from '../../model/report.ts';
import { commonName } from '../table/endpoints.ts';
import { concerned } from '../table/fold.ts';
import { groupBy } from '../table/group-by.ts';
import { html, type Markup, table } from './markup.ts';

/** A table for each host with a row for each of its services, in which the suites and the rest unfold. */
export function hostsSection(report: Report): Markup {
  const tables = [...groupBy(report.endpoints, ({ host }) => host)].map(
    ([host, endpoints]) =>
      html`<h3>${host}</h3>
        ${table(
          `Services of ${host}`,
          ['Service', 'Address', 'Answer', 'TLS', 'Certificate', 'Findings'],
          endpoints.map((endpoint) => row(endpoint, report)),
        )}`,
  );
  return html`<section aria-labelledby="hosts">
    <h2 id="hosts">Hosts and services</h2>
    ${tables}
  </section>`;
}

function row(endpoint: EndpointResult, report: Report): Markup {
  const { host, port, protocol, address, reach, failure, starttls, versions, chains } = endpoint;
  const accepted = versions.filter((version) => version.accepted === 'yes').map(({ name }) => name);
  const leaves = new Set(chains.map(({ certificates }) => certificates[0]));
  const names = report.certificates
    .filter(({ sha256 }) => leaves.has(sha256))
    .map(({ subject }) => commonName(subject));
  const about = report.findings.filter((one) => concerned(one).includes(endpoint.id));
  const failed = about.filter((one) => one.outcome === 'fail' && one.waived === undefined).length;
  const open = about.filter((one) => one.outcome === 'unknown').length;
  const answer =
    reach === 'answered'
      ? starttls
      : reach === 'not-enabled'
        ? html`<span class="faint">not enabled</span>`
        : `${reach}${failure === null ? '' : `: ${failure}`}`;
  return html`<tr data-row data-hosts="${host}">
    <th scope="row">${port} ${protocol}</th>
    <td>${address}</td>
    <td>${answer}</td>
    <td>${accepted.join(', ')}${reach === 'answered' ? more(endpoint) : null}</td>
    <td>${names.map((name) => html`<div>${name}</div>`)}</td>
    <td>${countText(failed, open)}</td>
  </tr>`;
}

/** No findings where nothing was seen are no zero. */
function countText(failed: number, open: number): string {
  if (open === 0) return String(failed);
  return failed === 0 ? `${open} not assessed` : `${failed}, ${open} not assessed`;
}

function more({ id, versions, groups, order, product, banner, baseline }: EndpointResult): Markup {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Product', product?.name ?? null],
    ['Build', product?.build ?? null],
    ['Windows', product?.windows ?? null],
    ['Baseline', baseline],
    ['Order', order],
    ['Groups', groups.map(({ name }) => name).join(', ')],
    ['Banner', banner],
  ];
  const shown = facts.filter(([, value]) => value !== null && value !== '');
  return html`<details>
    <summary>Suites and more<span class="unseen"> of ${id}</span></summary>
    ${versions.map((version) => {
      const state = { yes: 'accepted', no: 'refused', unknown: 'not known' }[version.accepted];
      const whole = version.accepted === 'yes' && !version.complete ? ', list not complete' : '';
      return html`<div><b>${version.name}</b>: ${state}${whole}</div>
        <ol>
          ${version.suites.map(({ name }) => html`<li><code>${name}</code></li>`)}
        </ol>`;
    })}
    <dl>
      ${shown.map(
        ([name, value]) =>
          html`<dt class="faint">${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </details>`;
}
