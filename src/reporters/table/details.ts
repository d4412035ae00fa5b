import type { CertificateResult, EndpointResult, Report } from '../../model/report.ts';
import { chainLines } from './chain-lines.ts';
import type { Page } from './page.ts';
import { endpointPlace } from './place.ts';
import { webLines } from './web-lines.ts';

const ORDER = {
  server: "in the server's order",
  client: 'the client decides the order',
  unknown: 'whose order is not known',
} as const;

/** The inventory of one endpoint: suites in order for each version, groups and chains. Empty without an answer. */
export function detailsOf(page: Page, report: Report, endpoint: EndpointResult): readonly string[] {
  if (endpoint.reach !== 'answered') return [];
  const address = endpoint.address === null ? '' : ` (${endpoint.address})`;
  return [
    ...page.paragraph(endpointPlace(endpoint) + address, 'heading'),
    ...(endpoint.banner === null ? [] : page.paragraph(`banner: ${endpoint.banner}`, undefined, 2)),
    ...versionLines(page, endpoint),
    ...(endpoint.groups.length === 0
      ? []
      : page.paragraph(`groups: ${endpoint.groups.map(({ name }) => name).join(', ')}`, undefined, 2)),
    ...endpoint.chains.flatMap((chain) => [
      ...page.paragraph(chain.sni ? 'chain:' : 'chain without a server name:', undefined, 2),
      ...chain.certificates.flatMap((sha256) =>
        page.paragraph(certificateText(sha256, report.certificates), undefined, 4),
      ),
      ...chainLines(chain, report.certificates).flatMap(({ text, style }) =>
        page.paragraph(text, style, 4, 6),
      ),
    ]),
    ...webLines(endpoint).flatMap(({ text, style }) => page.paragraph(text, style, 2, 4)),
    ...page.paragraph(`connections: ${endpoint.connections}`, undefined, 2),
  ];
}

function versionLines(page: Page, { versions, order }: EndpointResult): readonly string[] {
  return versions.flatMap((version) => {
    if (version.accepted === 'unknown') return page.paragraph(`${version.name}: not known`, 'faint', 2);
    if (version.accepted === 'no') return page.paragraph(`${version.name}: refused`, 'faint', 2);
    const count = version.suites.length;
    const whole = version.complete
      ? `${count} ${count === 1 ? 'suite' : 'suites'}`
      : 'accepted, among others';
    const how = version.complete && count > 1 ? `, ${ORDER[order]}` : '';
    return [
      ...page.paragraph(`${version.name}: ${whole}${how}`, undefined, 2),
      ...version.suites.flatMap(({ id, name }) => page.paragraph(`${id} ${name}`, undefined, 4)),
    ];
  });
}

function certificateText(sha256: string, certificates: readonly CertificateResult[]): string {
  const certificate = certificates.find((each) => each.sha256 === sha256);
  if (certificate === undefined) return sha256;
  const { subject, issuer, not_after, key, signature, thumbprint, self_signed, fault } = certificate;
  const by = self_signed ? 'self-signed' : `issued by ${issuer}`;
  const unread = fault === null ? '' : `; not fully read: ${fault}`;
  return `${subject}; ${by}; valid to ${not_after}; ${key}; ${signature}; thumbprint ${thumbprint}${unread}`;
}
