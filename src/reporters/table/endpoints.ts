import type { EndpointResult, Report } from '../../model/report.ts';
import { SEVERITIES } from '../../model/finding.ts';
import { concerned, isFault } from './fold.ts';
import { severityStyle } from './findings.ts';
import { grid } from './grid.ts';
import type { Cell } from './grid.ts';
import { groupBy } from './group-by.ts';
import { lifetimeLine } from './lifetime.ts';
import type { Line, Page } from './page.ts';
import { servicesOf } from './place.ts';
import { productLines } from './product-lines.ts';

/** One table a host, one row an endpoint; standard ports that are closed are only named. */
export function endpointTables(
  page: Page,
  report: Report,
  endpoints: readonly EndpointResult[],
): readonly (readonly string[])[] {
  return [...groupBy(endpoints, ({ host }) => host)].map(([host, rows]) => {
    const addressed = new Set(rows.map(({ address }) => address)).size > 1;
    const heads = ['Service', ...(addressed ? ['Address'] : []), 'TLS', 'Suites', 'Certificate', 'Result'];
    const closed = rows.filter(({ reach }) => reach === 'not-enabled');
    const open = rows.filter(({ reach }) => reach !== 'not-enabled');
    const cells = open.map((endpoint): readonly Cell[] => [
      [{ text: `${endpoint.port} ${endpoint.protocol}` }],
      ...(addressed ? [[{ text: endpoint.address ?? '' }]] : []),
      versionsCell(endpoint),
      [{ text: suitesText(endpoint) }],
      certificatesCell(endpoint, report),
      [resultLine(endpoint, report)],
    ]);
    const other = rows.find(({ baseline }) => baseline !== report.judged.baseline);
    const title = other === undefined ? host : `${host} (${baselineText(other)})`;
    return [
      ...page.paragraph(title, 'heading'),
      ...productLines(rows).flatMap((text) => page.paragraph(text, 'faint')),
      ...grid(page, heads, cells, { ruled: false }),
      ...(closed.length === 0
        ? []
        : page.paragraph(`Not enabled: ${servicesOf(closed, rows).join(', ')}`, 'faint', 0, 2)),
    ];
  });
}

function baselineText({ baseline, baseline_reason: reason }: EndpointResult): string {
  return reason?.startsWith('by fingerprint') === true
    ? `baseline ${baseline}, by its build`
    : `baseline ${baseline}`;
}

/** `mail.contoso.com` from `CN=mail.contoso.com, O=Contoso`; the whole subject if it has no common name. */
export function commonName(subject: string): string {
  return /(?:^|[,+]\s*)CN=([^,+]+)/u.exec(subject)?.[1] ?? subject;
}

function versionsCell({ reach, starttls, versions }: EndpointResult): Cell {
  if (reach !== 'answered') return [];
  if (starttls === 'not-offered' || starttls === 'refused' || starttls === 'masked') {
    return [{ text: `STARTTLS ${starttls.replace('-', ' ')}`, style: 'bad' }];
  }
  const names = (accepted: string): string =>
    versionsText(versions.filter((version) => version.accepted === accepted).map(({ name }) => name));
  const open = names('unknown');
  return [
    { text: names('yes') },
    ...(open === '' ? [] : [{ text: `not known: ${open}`, style: 'faint' as const }]),
  ].filter(({ text }) => text !== '');
}

/** `SSL 2.0, 3.0, TLS 1.0`: the word is not repeated. */
function versionsText(names: readonly string[]): string {
  const word = (name: string | undefined): string => name?.split(' ', 1)[0] ?? '';
  return names
    .map((name, at) =>
      at > 0 && word(name) === word(names[at - 1]) ? name.slice(word(name).length + 1) : name,
    )
    .join(', ');
}

/** A count only where the list is whole; otherwise the suite that the server chose first. */
function suitesText({ versions }: EndpointResult): string {
  const accepted = versions.filter((version) => version.accepted === 'yes');
  const suites = new Set(accepted.flatMap((version) => version.suites.map(({ name }) => name)));
  const whole = accepted.every(({ complete }) => complete);
  return suites.size > 1 && whole ? `${suites.size} suites` : ([...suites][0] ?? '');
}

function certificatesCell({ chains }: EndpointResult, report: Report): Cell {
  const named = chains.filter(({ sni }) => sni);
  const leaves = new Set((named.length > 0 ? named : chains).map(({ certificates }) => certificates[0]));
  return report.certificates
    .filter(({ sha256 }) => leaves.has(sha256))
    .flatMap((certificate) => [{ text: commonName(certificate.subject) }, lifetimeLine(certificate, report)]);
}

function resultLine(endpoint: EndpointResult, report: Report): Line {
  const { failure } = endpoint;
  if (endpoint.reach === 'unreachable') {
    const said = failure?.startsWith('no answer') === true;
    return { text: said ? failure : phrase('no answer', failure), style: 'warning' };
  }
  const findings = report.findings.filter((finding) => concerned(finding).includes(endpoint.id));
  const failed = findings.filter((one) => one.outcome === 'fail' && one.waived === undefined && isFault(one));
  const open = findings.filter(({ outcome }) => outcome === 'unknown').length;
  const parts = [
    ...(failed.length > 0 ? [failed.length === 1 ? '1 finding' : `${failed.length} findings`] : []),
    ...(endpoint.reach === 'unknown' ? [phrase('not understood', failure)] : []),
    ...(open > 0 && endpoint.reach === 'answered' ? [`${open} not assessed`] : []),
  ];
  if (parts.length === 0) return { text: 'ok', style: 'good' };
  const worst = SEVERITIES.findLast((severity) => failed.some((finding) => finding.severity === severity));
  return { text: parts.join(', '), style: worst === undefined ? 'warning' : severityStyle(worst) };
}

function phrase(text: string, because: string | null): string {
  return because === null ? text : `${text}: ${because}`;
}
