import type { Certificate } from '../../certs/certificate.ts';
import { receiveConnector } from '../../exchange/connectors.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { serviceFamily } from '../../model/protocol.ts';
import { byHost } from '../by-host.ts';
import { tellMailbox } from '../certificate-commands.ts';
import { day } from '../day.ts';
import { places } from '../places.ts';
import { quote } from '../powershell.ts';
import { presence } from '../presence.ts';
import { presentedLeaves } from '../presented-leaves.ts';
import type { EndpointView } from '../../facts/types.ts';
import { CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE, STARTTLS_ARTICLE } from '../references.ts';
import { replaces } from '../renewal.ts';
import type { SeenCertificate, Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { wildcards } from '../wildcards.ts';

export const replacedCertificate = organizationRule({
  id: 'exchange/replaced-certificate',
  title: 'A service still presents the certificate that another one has replaced',
  scope: 'organization',
  severity: 'medium',
  why:
    'A certificate was renewed, and the renewal did not reach all services. Each takes its own way to it: the website by ' +
    'its binding, POP and IMAP by a name in their settings when they start, a Receive connector by TlsCertificateName or by ' +
    'its Fqdn, where the newest one wins. What stays behind ends on its old date, or loses its certificate when ' +
    'somebody tidies up: then STARTTLS is gone and mail stops with 451 5.7.3.',
  fix: [
    "Enable-ExchangeCertificate -Thumbprint '<thumbprint of the new one>' -Services '<IIS,SMTP,POP,IMAP>'",
    'Get-ReceiveConnector -Server $env:COMPUTERNAME | Format-List Identity, Bindings, Fqdn, TlsCertificateName',
  ],
  references: [STARTTLS_ARTICLE, CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE],
  needs: ['reach', 'starttls', 'chains'],
  check(views): readonly Verdict[] {
    return byHost(views).flatMap(([host, of]) => judge(host, of));
  },
});

type View = EndpointView<'reach' | 'starttls' | 'chains'>;

function judge(host: string, views: readonly View[]): readonly Verdict[] {
  const seen = presentedLeaves(views);
  const pairs = seen.flatMap((older) => {
    const newer = seen
      .filter((other) => replaces(other.certificate, older.certificate))
      .toSorted((one, other) => other.certificate.notBefore - one.certificate.notBefore)[0];
    // One service with both is a server that is just being renewed, or two behind one address.
    const left = older.endpoints.filter((one) => newer?.endpoints.every(({ id }) => id !== one.id));
    return newer === undefined || left.length === 0 ? [] : [{ older, newer, left }];
  });
  const about = { host };
  if (pairs.length > 0) return pairs.map(({ older, newer, left }) => behind(host, older, newer, left));
  const silent = views.filter((view) => presence(view) === 'silent').map(({ endpoint }) => endpoint);
  if (silent.length > 0) {
    return [
      { subject: about, outcome: 'unknown', message: `the certificate of ${places(silent)} is not known` },
    ];
  }
  const endpoints = seen.flatMap((one) => one.endpoints.map(({ id }) => id));
  return new Set(endpoints).size < 2
    ? [{ subject: about, outcome: 'not-applicable', message: `${host} has no two services to compare` }]
    : [
        {
          subject: about,
          endpoints: [...new Set(endpoints)],
          evidence: [...new Set(seen.flatMap(({ evidence }) => evidence))],
          outcome: 'pass',
          message: `no service of ${host} presents a certificate that another one has a newer form of`,
        },
      ];
}

function behind(
  host: string,
  { certificate: old, evidence }: SeenCertificate,
  { certificate: fresh, endpoints, evidence: also }: SeenCertificate,
  left: readonly Endpoint[],
): Verdict {
  return {
    subject: { host, name: old.thumbprint },
    endpoints: left.map(({ id }) => id),
    evidence: [...new Set([...evidence, ...also])],
    outcome: 'fail',
    message:
      `${places(left)} still presents the ${old.subject} of ${day(old.notBefore)} (${old.thumbprint}), which ends on ` +
      `${day(old.notAfter)}; ${places(endpoints)} presents the one of ${day(fresh.notBefore)} (${fresh.thumbprint}) ` +
      `with the same names. ${reasons(left)}`,
    fix: fix(host, fresh, left),
  };
}

function reasons(left: readonly Endpoint[]): string {
  const families = new Set(left.map(({ protocol }) => serviceFamily(protocol)));
  return [
    ...(families.has('smtp')
      ? [
          'A Receive connector takes the newest certificate with its name, so TlsCertificateName or a missing SMTP service holds it back',
        ]
      : []),
    ...(families.has('pop') || families.has('imap') ? ['POP and IMAP look for it only when they start'] : []),
    ...(families.has('web') ? ['The binding of the website names the old one'] : []),
    ...(families.has('other') ? ['The service has it in settings of its own'] : []),
  ].join('. ');
}

function fix(host: string, certificate: Certificate, left: readonly Endpoint[]): readonly string[] {
  const { thumbprint } = certificate;
  // Those are told the name below, and not enabled for a wildcard (Set-PopSettings on Microsoft Learn).
  const isListed = wildcards(certificate).length === 0;
  const families = new Set(left.map(({ protocol }) => serviceFamily(protocol)));
  const services = [
    ...(families.has('web') ? ['IIS'] : []),
    ...(families.has('smtp') ? ['SMTP'] : []),
    ...(families.has('pop') && isListed ? ['POP'] : []),
    ...(families.has('imap') && isListed ? ['IMAP'] : []),
  ];
  const ports = [
    ...new Set(left.filter(({ protocol }) => serviceFamily(protocol) === 'smtp').map(({ port }) => port)),
  ];
  return [
    ...(services.length > 0
      ? [`Enable-ExchangeCertificate -Thumbprint ${quote(thumbprint)} -Services ${services.join(',')}`]
      : families.has('pop') || families.has('imap')
        ? []
        : ['# Install the new certificate in the settings of the service.']),
    ...(ports.length > 0 ? [`$certificate = Get-ExchangeCertificate -Thumbprint ${quote(thumbprint)}`] : []),
    ...ports.flatMap((port) => {
      const connector = receiveConnector(port);
      const identity =
        connector === undefined
          ? "'<identity of the connector>'"
          : `"$env:COMPUTERNAME\\${connector.name} $env:COMPUTERNAME"`;
      return [
        `# Port ${port}, if Get-ReceiveConnector shows a TlsCertificateName there:`,
        `Set-ReceiveConnector ${identity} -TlsCertificateName $null`,
        `Set-ReceiveConnector ${identity} -TlsCertificateName "<I>$($certificate.Issuer)<S>$($certificate.Subject)"`,
        `Restart-Service ${connector?.service ?? 'MSExchangeFrontEndTransport, MSExchangeTransport'}`,
      ];
    }),
    ...(families.has('pop') ? tellMailbox('POP', host) : []),
    ...(families.has('imap') ? tellMailbox('IMAP', host) : []),
  ];
}
