import type { Endpoint } from '../../model/endpoint.ts';
import type { Finding } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { endpointsOf } from './fold.ts';
import { groupBy } from './group-by.ts';

/** `mail.contoso.com:443 https`. */
export function endpointPlace(endpoint: Endpoint): string {
  return `${hostPart(endpoint.host)}:${endpoint.port} ${endpoint.protocol}`;
}

/**
 * Where findings apply, one line a host: `mail.contoso.com:443 https`, or `mail.contoso.com: 443 https, 25 smtp`.
 * Addresses are named only if some addresses of the service are concerned and others are not.
 */
export function places(findings: readonly Finding[], report: Report): readonly string[] {
  const found = endpointPlaces(endpointsOf(findings), report);
  return found.length > 0 ? found : [...new Set(findings.map((finding) => subjectPlace(finding, report)))];
}

/** The same of endpoints by their ids; ids that the report does not have come last, as they are. */
export function endpointPlaces(concerned: readonly string[], report: Report): readonly string[] {
  const ids = new Set(concerned);
  const known = report.endpoints.filter(({ id }) => ids.has(id));
  const found = new Set(known.map(({ id }) => id));
  const lost = [...ids].filter((id) => !found.has(id));
  const byHost = groupBy(known, ({ host }) => host);
  const ofHost = groupBy(
    report.endpoints.filter(({ host }) => byHost.has(host)),
    ({ host }) => host,
  );
  const lines = [...byHost].map(([host, endpoints]) => {
    const services = servicesOf(endpoints, ofHost.get(host) ?? []);
    return `${hostPart(host)}:${services.length > 1 ? ' ' : ''}${services.join(', ')}`;
  });
  return [...lines, ...lost];
}

/** `25 smtp` for each service of a host; with addresses only if other endpoints of the service are not meant. */
export function servicesOf(own: readonly Endpoint[], ofHost: readonly Endpoint[]): readonly string[] {
  return [...groupBy(own, servicePart)].map(([service, endpoints]) => {
    const all = ofHost.filter((other) => servicePart(other) === service);
    const addresses = endpoints.flatMap(({ address }) => (address === null ? [] : [address]));
    return endpoints.length === all.length ? service : `${service} (${addresses.join(', ')})`;
  });
}

function subjectPlace({ subject }: Finding, report: Report): string {
  if (subject.host !== undefined) return subject.host;
  const certificate = report.certificates.find(({ sha256 }) => sha256 === subject.certificate);
  return certificate?.subject ?? subject.certificate ?? subject.name ?? 'the organization';
}

function servicePart({ port, protocol }: Endpoint): string {
  return `${port} ${protocol}`;
}

function hostPart(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
