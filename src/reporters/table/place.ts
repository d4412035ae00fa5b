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
  const ids = new Set(endpointsOf(findings));
  const known = report.endpoints.filter(({ id }) => ids.has(id));
  const lost = [...ids].filter((id) => !known.some((endpoint) => endpoint.id === id));
  const byHost = groupBy(known, ({ host }) => host);
  const lines = [...byHost].map(([host, endpoints]) => {
    const services = [...groupBy(endpoints, servicePart)].map(([service, concerned]) => {
      const all = report.endpoints.filter((other) => other.host === host && servicePart(other) === service);
      const addresses = concerned.flatMap(({ address }) => (address === null ? [] : [address]));
      return concerned.length === all.length ? service : `${service} (${addresses.join(', ')})`;
    });
    return `${hostPart(host)}:${services.length > 1 ? ' ' : ''}${services.join(', ')}`;
  });
  const found = [...lines, ...lost];
  return found.length > 0 ? found : [...new Set(findings.map((finding) => subjectPlace(finding, report)))];
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
