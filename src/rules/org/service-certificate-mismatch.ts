import type { Certificate } from '../../certs/certificate.ts';
import { recognizeDefaultCertificate } from '../../exchange/default-certificates.ts';
import { audience } from '../../exchange/audience.ts';
import type { EndpointView } from '../../facts/types.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { serviceFamily } from '../../model/protocol.ts';
import { byHost, byService } from '../by-host.ts';
import { enableCertificate, enableWildcard } from '../certificate-commands.ts';
import { places } from '../places.ts';
import { quote } from '../powershell.ts';
import { presence } from '../presence.ts';
import { leaves } from '../presented.ts';
import { CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { replaces } from '../renewal.ts';
import { organizationRule } from '../rule.ts';
import { wildcards } from '../wildcards.ts';

type View = EndpointView<'reach' | 'starttls' | 'chains'>;

interface Service {
  readonly endpoints: readonly Endpoint[];
  readonly certificates: readonly Certificate[];
}

export const serviceCertificateMismatch = organizationRule({
  id: 'org/service-certificate-mismatch',
  title: 'Services of one host present different certificates',
  scope: 'organization',
  severity: 'low',
  why:
    'Exchange allows it, and Microsoft recommends one certificate for web, POP, IMAP and SMTP all the same: each ' +
    'further one is renewed, installed and forgotten on its own. Often it means that a renewal reached only some ' +
    'of the services.',
  fix: enableCertificate("'<thumbprint>'", []),
  references: [CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE],
  needs: ['reach', 'starttls', 'chains'],
  check(endpoints): readonly Verdict[] {
    return byHost(endpoints).map(([host, views]) => judge(host, views.filter(isForOthers)));
  },
});

function judge(host: string, views: readonly View[]): Verdict {
  const services = byService(views)
    .map(([, of]) => serviceOf(of))
    .filter((service) => service.certificates.length > 0 && !isInternal(service));
  const silent = views.filter((view) => presence(view) === 'silent').map(({ endpoint }) => endpoint);
  const about = {
    subject: { host },
    endpoints: services.flatMap((service) => service.endpoints.map(({ id }) => id)),
    evidence: [...new Set(views.flatMap(({ facts }) => facts.chains.evidence))],
  };
  if (services.length > 1 && !haveOneInCommon(services) && areRenewals(services)) {
    const message = `services of ${host} present older and newer forms of one certificate: see exchange/replaced-certificate`;
    return { ...about, outcome: 'not-applicable', message };
  }
  if (services.length > 1 && !haveOneInCommon(services)) {
    return {
      ...about,
      outcome: 'fail',
      message: `services of ${host} present different certificates: ${listing(services)}`,
      fix: fix(services),
    };
  }
  if (silent.length > 0) {
    return { ...about, outcome: 'unknown', message: `the certificate of ${places(silent)} is not known` };
  }
  if (services.length < 2) {
    return { ...about, outcome: 'not-applicable', message: `${host} has no two services to compare` };
  }
  const all = places(services.flatMap((service) => service.endpoints));
  return { ...about, outcome: 'pass', message: `${all} present the same certificate` };
}

/** What Exchange servers and other programs use among themselves has its own certificate for good reason. */
function isForOthers({ endpoint: { protocol } }: View): boolean {
  return protocol !== 'smtp-anonymous' && serviceFamily(protocol) !== 'other';
}

/** Any two of them are one certificate before and after its renewal. */
function areRenewals(services: readonly Service[]): boolean {
  const all = services.flatMap(({ certificates }) => certificates);
  return all.every((one) =>
    all.every((other) => one.sha256 === other.sha256 || replaces(one, other) || replaces(other, one)),
  );
}

/** One name, protocol and port; what its addresses present, taken together. */
function serviceOf(views: readonly View[]): Service {
  return {
    endpoints: views.filter((view) => presence(view) === 'present').map(({ endpoint }) => endpoint),
    certificates: views.flatMap(({ facts }) => (facts.chains.known ? leaves(facts.chains.value) : [])),
  };
}

/** Towards other servers the self-signed certificate of Setup is what Exchange means to present. */
function isInternal({ endpoints, certificates }: Service): boolean {
  return (
    endpoints.every(({ protocol, port }) => audience(protocol, port) !== 'clients') &&
    certificates.every((certificate) => recognizeDefaultCertificate(certificate) !== null)
  );
}

/** A service with an RSA and an ECDSA certificate agrees with one that has either. */
function haveOneInCommon(services: readonly Service[]): boolean {
  const [first, ...others] = services.map(
    ({ certificates }) => new Set(certificates.map(({ sha256 }) => sha256)),
  );
  return [...(first ?? [])].some((sha256) => others.every((other) => other.has(sha256)));
}

function listing(services: readonly Service[]): string {
  const where = new Map<string, { readonly certificate: Certificate; readonly endpoints: Endpoint[] }>();
  for (const { certificates, endpoints } of services) {
    for (const certificate of certificates) {
      const entry = where.get(certificate.sha256) ?? { certificate, endpoints: [] };
      entry.endpoints.push(...endpoints);
      where.set(certificate.sha256, entry);
    }
  }
  return [...where.values()]
    .map(
      ({ certificate, endpoints }) =>
        `${certificate.subject} (${certificate.thumbprint}) on ${places(endpoints)}`,
    )
    .join('; ');
}

/** Takes the certificate of the website, which has the most names to cover, for all. */
function fix(services: readonly Service[]): readonly string[] {
  const web = services.find(({ endpoints }) => endpoints.some(({ protocol }) => protocol === 'https'));
  const [certificate] = (web ?? services[0])?.certificates ?? [];
  if (certificate === undefined) return [];
  const others = services.filter(
    ({ certificates }) => !certificates.some(({ sha256 }) => sha256 === certificate.sha256),
  );
  const endpoints = others.flatMap((one) => one.endpoints);
  const thumbprint = quote(certificate.thumbprint);
  return [
    '# If the certificate of the website covers the names of the other services too:',
    ...(wildcards(certificate).length > 0
      ? enableWildcard(thumbprint, endpoints, [], endpoints[0]?.host ?? '')
      : enableCertificate(thumbprint, endpoints)),
  ];
}
