import type { CertificateResult, Report } from '../../model/report.ts';
import { byExpiry, daysLeft } from '../certificate-view.ts';
import { commonName } from '../table/endpoints.ts';
import { endpointPlaces } from '../table/place.ts';
import { html, type Markup, table } from './markup.ts';

/** The certificates on a line of time, and as a table with the same and more. */
export function certificatesSection(report: Report): Markup {
  const sorted = byExpiry(report.certificates);
  const hosts = new Map(report.endpoints.map(({ id, host }) => [id, host]));
  const rows = sorted.map((certificate) => {
    const left = daysLeft(certificate, report);
    const own = new Set(certificate.endpoints.flatMap((id) => hosts.get(id) ?? []));
    return html`<tr data-row data-hosts="${[...own].join(' ')}">
      <th scope="row">${certificate.subject}</th>
      <td class="day">${dayOf(certificate.not_after)}</td>
      <td><span class="${classOf(certificate, report)}">${left ?? 'not known'}</span></td>
      <td>${certificate.key}, ${certificate.signature}</td>
      <td>
        <details>
          <summary>Details</summary>
          ${detail('Issuer', certificate.issuer)} ${detail('Begins', certificate.not_before)}
          ${detail('Ends', certificate.not_after)} ${detail('Names', certificate.names.join(', '))}
          ${detail('Thumbprint', certificate.thumbprint)} ${detail('SHA-256', certificate.sha256)}
          ${detail('Serial number', certificate.serial_number)}
          ${detail('Revocation', certificate.revocation?.state ?? 'not known')}
          ${detail('Presented at', endpointPlaces(certificate.endpoints, report).join('; '))}
        </details>
      </td>
    </tr>`;
  });
  return html`<section aria-labelledby="certificates">
    <h2 id="certificates">Certificates</h2>
    ${timeline(sorted, report)}
    ${table('Certificates, next expiry first', ['Subject', 'Ends', 'Days left', 'Key', 'More'], rows)}
  </section>`;
}

function detail(name: string, value: string): Markup {
  return html`<div><span class="faint">${name}:</span> ${value}</div>`;
}

/** `2026-09-01`; what is no time stays as it is. */
function dayOf(time: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(time) ? time.slice(0, 10) : time;
}

function classOf(certificate: CertificateResult, report: Report): string {
  const left = daysLeft(certificate, report);
  if (left === null || left < report.judged.expiry.criticalDays) return 'high';
  return left < report.judged.expiry.warningDays ? 'medium' : 'good';
}

const YEAR = 365.25 * 86_400_000;
const WIDTH = 900;
const LABELS = 260;
const ROW = 24;
const TOP = 24;
/** Bars beyond these would be thinner than their names. */
const MOST_BARS = 60;

/** A year back and three ahead: what lies beyond is cut. */
function timeline(certificates: readonly CertificateResult[], report: Report): Markup | null {
  const now = Date.parse(report.judged.at);
  const shown = certificates.filter((one) => !Number.isNaN(spanOf(one).end)).slice(0, MOST_BARS);
  if (shown.length === 0 || Number.isNaN(now)) return null;
  const [from, to] = [now - YEAR, now + 3 * YEAR];
  const place = (time: number): number => {
    const inside = Math.min(Math.max(time, from), to);
    return Math.round(LABELS + ((inside - from) / (to - from)) * (WIDTH - LABELS));
  };
  const height = TOP + shown.length * ROW + 4;
  const first = new Date(from).getUTCFullYear() + 1;
  const years = [first, first + 1, first + 2, first + 3].map((year) => {
    const x = place(Date.UTC(year, 0, 1));
    return html`<line class="year" x1="${x}" x2="${x}" y1="${TOP - 4}" y2="${height}" /><text
        x="${x + 3}"
        y="14"
        >${year}</text
      >`;
  });
  const bars = shown.map((certificate, at) => {
    const { begin, end } = spanOf(certificate);
    const [left, right] = [place(Number.isNaN(begin) ? from : begin), place(end)];
    const y = TOP + at * ROW;
    const state =
      { high: end < now ? 'ended' : 'soon', medium: 'soon', good: '' }[classOf(certificate, report)] ?? '';
    const name = commonName(certificate.subject);
    return html`<g>
      <title>${name}: ${certificate.not_before} to ${certificate.not_after}</title>
      <text x="0" y="${y + 14}">${name.length > NAME ? `${name.slice(0, NAME)}…` : name}</text>
      <rect
        class="bar ${state}"
        x="${left}"
        y="${y + 3}"
        width="${Math.max(2, right - left)}"
        height="${ROW - 10}"
        rx="3"
      />
    </g>`;
  });
  const left = certificates.length - shown.length;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Certificates on a line of time">
      <svg
        viewBox="0 0 ${WIDTH} ${height}"
        role="img"
        aria-label="When each certificate begins and ends; the table below says the same"
      >
        ${years} ${bars}
        <line class="now" x1="${place(now)}" x2="${place(now)}" y1="${TOP - 8}" y2="${height}" />
      </svg>
    </div>
    ${left === 0 ? null : html`<p class="faint">${shown.length} are drawn; the table has ${left} more.</p>`}`;
}

const NAME = 34;

function spanOf({ not_before, not_after }: CertificateResult): {
  readonly begin: number;
  readonly end: number;
} {
  return { begin: Date.parse(not_before), end: Date.parse(not_after) };
}
