import { nameCertificate } from '../connector-commands.ts';
import { audience } from '../../exchange/audience.ts';
import type { EndpointView } from '../../facts/types.ts';
import { byHost } from '../by-host.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { places } from '../places.ts';
import { presence } from '../presence.ts';
import { presentedLeaves } from '../presented-leaves.ts';
import { publiclyTrusted } from '../public-trust.ts';
import { CERTIFICATE_ARTICLE, HYBRID_CERTIFICATES } from '../references.ts';
import type { RuleContext, SeenCertificate, Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';

type View = EndpointView<'reach' | 'starttls' | 'chains' | 'product'>;

export const hybridCertificate = organizationRule({
  id: 'exchange/hybrid-certificate',
  title: 'The certificate on port 25 does not serve for hybrid mail flow',
  scope: 'organization',
  severity: 'low',
  why:
    'Between Exchange and Exchange Online mail goes by TLS that both sides verify. It takes a certificate of a public CA, ' +
    'with one issuer and one subject on all Mailbox and Edge Transport servers that take part; a self-signed one, or one of ' +
    'an own CA, is refused. Whether mail flow is hybrid cannot be seen from outside. The sign taken for it is that the ' +
    'server asks for tokens of Microsoft 365 (hybrid modern authentication), which a server without hybrid mail flow may do as well.',
  fix: [
    ...requestCertificate([], []),
    '# Then run the Hybrid Configuration Wizard again, so that the connectors of both sides name the new certificate.',
  ],
  references: [HYBRID_CERTIFICATES, CERTIFICATE_ARTICLE],
  needs: ['reach', 'starttls', 'chains', 'product'],
  check(views, context): readonly Verdict[] {
    const hosts = byHost(views).filter(([, of]) => of.some(isMail));
    return hosts.length === 0
      ? [{ outcome: 'not-applicable', message: 'port 25 was not asked for' }]
      : hosts.map(([host, of]) => judge(host, of, context));
  },
});

function isMail({ endpoint: { protocol, port } }: View): boolean {
  return protocol === 'smtp' && audience(protocol, port) === 'internet-mail';
}

function judge(host: string, views: readonly View[], context: RuleContext): Verdict {
  const mail = views.filter(isMail);
  const signs = views.filter(({ facts: { product } }) => product.known && product.value.modernAuth !== null);
  const seen = presentedLeaves(mail);
  const about = {
    subject: { host },
    endpoints: mail.map(({ endpoint }) => endpoint.id),
    evidence: [
      ...new Set([
        ...seen.flatMap((one) => one.evidence),
        ...signs.flatMap(({ facts: { product } }) =>
          product.known ? (product.value.modernAuth?.evidence ?? []) : [],
        ),
      ]),
    ],
  };
  const obstacles = obstaclesOf(seen, context);
  if (signs.length === 0)
    return { ...about, outcome: 'not-applicable', message: withoutSign(host, seen, obstacles) };
  if (obstacles.length > 0) {
    const where = places(signs.map(({ endpoint }) => endpoint));
    return {
      ...about,
      outcome: 'fail',
      message: `${where} asks for tokens of Microsoft 365, as servers of hybrid organizations do, and ${obstacles.join('; ')}: hybrid mail flow refuses it`,
      fix: fixOf(mail, seen),
    };
  }
  const open = undecided(mail, seen, context);
  return open === null
    ? { ...about, outcome: 'pass', message: `port 25 of ${host} presents a certificate of a public CA` }
    : { ...about, outcome: 'unknown', message: open };
}

/** One certificate for all that takes part, and then the connectors of both sides (HYBRID_CERTIFICATES). */
function fixOf(mail: readonly View[], seen: readonly SeenCertificate[]): readonly string[] {
  const endpoints = mail.map(({ endpoint }) => endpoint);
  const ports = [...new Set(endpoints.map(({ port }) => port))];
  return [
    ...requestCertificate(
      seen.flatMap(({ certificate }) => certificate.dnsNames.slice(0, MOST_NAMES)),
      endpoints,
    ),
    '# Install the same one on every Mailbox and Edge Transport server that takes part; on each of them:',
    ...nameCertificate('$new.Thumbprint', ports),
    '# Then run the Hybrid Configuration Wizard again, or once in the organization:',
    "Get-SendConnector | Where-Object { $_.AddressSpaces -like '*mail.onmicrosoft.com*' } | Set-SendConnector -TlsCertificateName $null",
    'Get-SendConnector | Where-Object { $_.AddressSpaces -like \'*mail.onmicrosoft.com*\' } | Set-SendConnector -TlsCertificateName "<I>$($certificate.Issuer)<S>$($certificate.Subject)"',
    'Set-HybridConfiguration -TlsCertificateName "<I>$($certificate.Issuer)<S>$($certificate.Subject)"',
  ];
}

/** Of each certificate that is taken over. */
const MOST_NAMES = 50;

function obstaclesOf(seen: readonly SeenCertificate[], context: RuleContext): readonly string[] {
  const own = seen.filter(
    (one) => publiclyTrusted(one, context) === 'no' && one.certificate.faults.length === 0,
  );
  const kinds = new Set(seen.map(({ certificate }) => `${certificate.issuer} ${certificate.subject}`));
  return [
    ...own.map(
      ({ certificate, endpoints }) =>
        `${certificate.subject} on ${places(endpoints)} comes from no public CA`,
    ),
    ...(kinds.size > 1 && own.length === 0
      ? [`port 25 presents certificates with different issuers or subjects: ${seen.map(words).join('; ')}`]
      : []),
  ];
}

function words({ certificate, endpoints }: SeenCertificate): string {
  return `${certificate.subject} by ${certificate.issuer} on ${places(endpoints)}`;
}

function withoutSign(host: string, seen: readonly SeenCertificate[], obstacles: readonly string[]): string {
  const begin = `nothing was seen that shows whether mail flow of ${host} is hybrid`;
  if (seen.length === 0) return begin;
  return obstacles.length > 0
    ? `${begin}; for it another certificate would be needed: ${obstacles.join('; ')}`
    : begin;
}

function undecided(
  mail: readonly View[],
  seen: readonly SeenCertificate[],
  context: RuleContext,
): string | null {
  const silent = mail.filter((view) => presence(view) === 'silent').map(({ endpoint }) => endpoint);
  if (silent.length > 0) return `the certificate of ${places(silent)} is not known`;
  if (seen.length === 0) return 'no certificate was seen on port 25';
  return seen.some((one) => publiclyTrusted(one, context) !== 'yes' || one.certificate.faults.length > 0)
    ? 'it is not known whether the certificates on port 25 come from a public CA'
    : null;
}
