import type { Finding } from '../../model/finding.ts';
import type { EndpointResult, Report } from '../../model/report.ts';
import { byExpiry, findingsByCertificate } from '../certificate-view.ts';
import { aboutCertificate } from './about-certificate.ts';
import { commonName } from './endpoints.ts';
import { fixes, some, SHOWN } from './findings.ts';
import { fold } from './fold.ts';
import { grid } from './grid.ts';
import type { Cell } from './grid.ts';
import { groupBy } from './group-by.ts';
import { lifetimeLine } from './lifetime.ts';
import type { Page } from './page.ts';
import { endpointPlaces } from './place.ts';
import { rationed } from './ration.ts';
import { trustTexts } from './trust-text.ts';
import type { View } from './view.ts';

/** One row a certificate, next expiry first, with its findings under it; and the endpoints of which none is known. */
export function certificateView(page: Page, report: Report, verbose: number): View {
  const { shown, left } = rationed()(byExpiry(report.certificates));
  const findings = findingsByCertificate(report);
  const trust = trustTexts(report.endpoints);
  const own = shown.map(({ sha256 }) => findings.get(sha256) ?? []);
  const most = verbose > 0 ? Number.POSITIVE_INFINITY : SHOWN;
  const rows = shown.map((certificate): readonly Cell[] => [
    [{ text: commonName(certificate.subject), style: 'heading' }],
    [{ text: certificate.self_signed ? 'self-signed' : commonName(certificate.issuer) }],
    [{ text: dayOf(certificate.not_after) }, lifetimeLine(certificate, report)],
    some(endpointPlaces(certificate.endpoints, report), most, 'places').map((text) => ({ text })),
  ]);
  const below = shown.map((certificate, at) =>
    aboutCertificate(certificate, {
      trust: [...(trust.get(certificate.sha256) ?? [])],
      findings: own[at] ?? [],
      verbose,
    }),
  );
  return {
    sections: [
      rows.length === 0
        ? page.paragraph('No certificate was seen.', 'warning')
        : [
            ...page.paragraph('Certificates, next expiry first', 'heading'),
            ...grid(page, HEADS, rows, { ruled: true, below }),
          ],
      verbose >= 1 ? fixes(page, report, fold(own.flat(), 'fail')) : [],
      unseen(page, report, most),
    ],
    omitted: [
      ...(left > 0 ? page.paragraph(`${left} more certificates: see --format csv --by certificate.`) : []),
      ...elsewhere(page, report, [...findings.values()].flat()),
    ],
  };
}

const HEADS = ['Certificate', 'Issued by', 'Ends', 'Presented by'];

function dayOf(time: string): string {
  return Number.isNaN(Date.parse(time)) ? time : time.slice(0, 10);
}

/** Where something may be presented that is not in this view: by why it is not known, but for ports that are closed. */
function unseen(page: Page, report: Report, most: number): readonly string[] {
  const silent = report.endpoints.filter(
    ({ chains, reach }) => chains.length === 0 && reach !== 'not-enabled',
  );
  const rows = [...groupBy(silent, whyUnseen)].map(([why, endpoints]): readonly Cell[] => {
    const ids = endpoints.map(({ id }) => id);
    return [
      some(endpointPlaces(ids, report), most, 'places').map((text) => ({ text })),
      [{ text: why, style: 'warning' }],
    ];
  });
  if (rows.length === 0) return [];
  return [
    ...page.paragraph('No certificate is known of', 'heading'),
    ...grid(page, ['Where', 'Why'], rows, { ruled: true }),
  ];
}

function whyUnseen({ failure, reach, starttls }: EndpointResult): string {
  if (failure !== null) return failure;
  if (starttls === 'not-offered' || starttls === 'refused' || starttls === 'masked') {
    return `STARTTLS ${starttls.replace('-', ' ')}`;
  }
  return reach === 'unreachable' ? 'no answer' : 'it sent none that could be read';
}

function elsewhere(page: Page, report: Report, here: readonly Finding[]): readonly string[] {
  const shown = new Set(here);
  const count = (outcome: Finding['outcome']): number =>
    report.findings.filter((one) => one.outcome === outcome && one.waived === undefined && !shown.has(one))
      .length;
  const [failed, open] = [count('fail'), count('unknown')];
  if (failed + open === 0) return [];
  const parts = [
    ...(failed > 0 ? [`${failed} finding${failed === 1 ? '' : 's'}`] : []),
    ...(open > 0 ? [`${open} check${open === 1 ? '' : 's'} that could not be assessed`] : []),
  ];
  return page.paragraph(`Not shown here: ${parts.join(' and ')}; see --by host.`);
}
