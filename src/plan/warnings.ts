import { CLIENT_AUTH, clientAuthRule } from '../certs/client-auth-rules.ts';
import { nameReach } from '../certs/internal-names.ts';
import { registeredDomain } from '../certs/public-suffix.ts';
import { maximumValidityDays } from '../certs/validity-rules.ts';
import { parseCertificate } from '../certs/parse.ts';
import { audience } from '../exchange/audience.ts';
import { serviceFamily } from '../model/protocol.ts';
import type { Report } from '../model/report.ts';
import type { Plan } from './plan.ts';

/** What a new certificate can break, one sentence each; hostile text. `report` is null if nobody has looked yet. */
export function warningsOf(plan: Plan, report: Report | null, now: number): readonly string[] {
  const asked = plan.items.filter(({ existing }) => existing === null);
  const days = maximumValidityDays(now);
  return [
    ...(report === null
      ? []
      : [
          ...silent(report),
          ...leftBehind(plan, report),
          ...forServers(report),
          ...issuerWarnings(report),
          ...mutualTls(report),
          ...dane(report),
          ...fronts(report),
        ]),
    ...(asked.length > 0 && days !== null
      ? [`A public CA issues for ${days} days at most now: plan the renewal so that it needs nobody.`]
      : []),
    ...(asked.some(({ wildcard }) => wildcard)
      ? [
          'A wildcard: POP and IMAP need X509CertificateName, Outlook Anywhere its principal name msstd:*. Windows Mobile 5, some ' +
            'Palm devices and links to Office Communications Server 2007 R2 take none, and whoever has the key can pose as ' +
            'every host of the domain.',
        ]
      : []),
    ...(plan.items.some(({ demands }) => new Set(demands.map(({ host }) => host)).size > 1)
      ? [
          'One certificate for several hosts has its key on all of them: export it with its key to each, and protect the file.',
        ]
      : []),
    ...plan.items.flatMap(acrossDomains),
    ...plan.items
      .filter(({ names }) => names.length > SOME_CAS)
      .map(
        ({ names }) =>
          `${names.length} names in one certificate: ask the CA whether it takes as many (an assumption here).`,
      ),
  ];
}

const SOME_CAS = 100;

/** As few certificates as possible is what Exchange asks for; that all of them belong together, only people know. */
function acrossDomains({ names }: Plan['items'][number]): readonly string[] {
  const domains = [...new Set(names.flatMap((name) => registeredDomain(name.replace(/^\*\./, '')) ?? []))];
  return domains.length < 2
    ? []
    : [
        `One certificate has names of ${domains.length} domains (${domains.toSorted().join(', ')}): everybody can read in it that they belong ` +
          'together, and the CA wants proof for each. Plan those of another organization with a targets file of their own.',
      ];
}

/** What did not answer may need a certificate as well: nothing was planned for it. */
function silent({ endpoints }: Report): readonly string[] {
  const places = endpoints.filter(({ reach }) => reach === 'unreachable' || reach === 'unknown');
  const hosts = new Set(places.map(({ host }) => host));
  const list = [...hosts].map((host) => {
    const ports = new Set(places.filter((one) => one.host === host).map(({ port }) => port));
    return `${host} (${[...ports].join(', ')})`;
  });
  return list.length === 0
    ? []
    : [
        `Nothing is planned for what did not answer: ${list.join(', ')}. If it is in use, look again before you ask for a certificate.`,
      ];
}

/** Names that clients may use although nobody wrote them down, Autodiscover above all. */
function leftBehind({ items }: Plan, { endpoints, certificates }: Report): readonly string[] {
  const hosts = new Set(items.flatMap(({ demands }) => demands.map(({ host }) => host)));
  const leaves = new Set(
    endpoints
      .filter(({ host, protocol, port }) => hosts.has(host) && audience(protocol, port) !== 'servers')
      .flatMap(({ chains }) => chains[0]?.certificates[0] ?? []),
  );
  const entries = new Set(
    items.flatMap(({ existing, names }) => existing?.dnsNames ?? names).map((name) => name.toLowerCase()),
  );
  const lost = certificates
    .filter(({ sha256, self_signed }) => leaves.has(sha256) && !self_signed)
    .flatMap(({ names }) => names.map((name) => name.toLowerCase()))
    .filter((name) => !entries.has(name) && !entries.has(name.replace(/^[^.]+/, '*')))
    .filter((name) => nameReach(name) !== 'internal');
  const list = [...new Set(lost)].toSorted();
  return list.length === 0
    ? []
    : [
        `Certificates of now have names that the plan leaves out, as no target and no mail domain asks for them: ${list.join(', ')}. ` +
          'Where one is still in use, give it to the scan with --name, or its mail domain to the plan with --domain.',
      ];
}

/** Certificates of a CA on ports that are not for clients: they end like others, and the plan has no new ones. */
function forServers({ endpoints, certificates }: Report): readonly string[] {
  const places = endpoints.filter(
    ({ protocol, port, reach, chains }) =>
      reach === 'answered' &&
      (audience(protocol, port) === 'servers' || serviceFamily(protocol) === 'other') &&
      certificates.some(({ sha256, self_signed }) => sha256 === chains[0]?.certificates[0] && !self_signed),
  );
  const list = [...new Set(places.map(({ host, port }) => `${host}:${port}`))];
  return list.length === 0
    ? []
    : [
        `A certificate of a CA is presented on ${list.join(', ')}, which the plan does not cover: see who needs it there before it ends.`,
      ];
}

/** Connectors name a certificate by issuer and subject. */
function issuerWarnings({ findings, endpoints, certificates }: Report): readonly string[] {
  const pinned = findings.filter(
    ({ rule, outcome }) => rule === 'exchange/pinned-certificate' && outcome === 'fail',
  );
  const mail = endpoints.filter(
    ({ protocol, port, reach }) => reach === 'answered' && audience(protocol, port) === 'internet-mail',
  );
  if (mail.length === 0) return [];
  const leaves = new Set(mail.flatMap(({ chains }) => chains[0]?.certificates[0] ?? []));
  const now = certificates
    .filter(({ sha256 }) => leaves.has(sha256))
    .map(({ issuer, subject }) => `<I>${issuer}<S>${subject}`);
  const certain = pinned.length > 0 ? ' (it looks as if at least one does)' : '';
  return [
    `Connectors with a TlsCertificateName${certain} find no certificate any more if issuer or subject change: STARTTLS goes, and ` +
      `hybrid mail flow stops with 451 5.7.3. Presented on port 25 now: ${now.join('; ') || 'nothing that was seen'}.`,
    ...(endpoints.some(({ product }) => product?.modern_auth)
      ? [
          'Tokens of Microsoft 365 are asked for, as in hybrid organizations: run the Hybrid Configuration Wizard again afterwards. ' +
            'Hybrid mail flow takes certificates of public CAs only, the same issuer and subject on all servers that take part.',
        ]
      : []),
  ];
}

function mutualTls({ endpoints, certificates }: Report): readonly string[] {
  const mail = new Set(
    endpoints
      .filter(({ protocol, port }) => audience(protocol, port) === 'internet-mail')
      .flatMap(({ chains }) => chains[0]?.certificates[0] ?? []),
  );
  const now = certificates
    .filter(({ sha256 }) => mail.has(sha256))
    .map(({ der }) => parseCertificate(Buffer.from(der, 'base64')))
    .filter(({ extendedKeyUsage }) => extendedKeyUsage?.includes(CLIENT_AUTH) === true);
  return now.map((certificate) => {
    const { who, from } = clientAuthRule(certificate);
    return (
      `${certificate.subject} may authenticate clients, the next one will not (${who}, from ${from}). Exchange presents it as a client ` +
      'when it sends with mutual TLS, as in hybrid mail flow and Domain Security. Whether that goes on is not confirmed by Microsoft: send a test message.'
    );
  });
}

function dane({ observations }: Report): readonly string[] {
  const hosts = observations.flatMap((one) =>
    one.kind === 'dns' &&
    one.question.startsWith('tlsa/') &&
    one.outcome.status === 'answered' &&
    one.outcome.records.length > 0
      ? [one.question.slice('tlsa/'.length)]
      : [],
  );
  return hosts.length === 0
    ? []
    : [
        `${[...new Set(hosts)].join(', ')} has TLSA records (DANE): publish that of the new key beside the old one and wait for the TTL before you change the certificate.`,
      ];
}

/** Where something else ends TLS, the certificate belongs there too. */
function fronts({ endpoints }: Report): readonly string[] {
  const others = endpoints.filter(
    ({ product }) => product !== null && !['exchange', 'unknown'].includes(product.front.kind),
  );
  const hosts = [...new Set(others.map(({ host }) => host))];
  return hosts.length === 0
    ? []
    : [
        `Something else than Exchange ends TLS for ${hosts.join(', ')}: install the certificate there, and the same one on the servers behind it, as Extended Protection compares the two.`,
      ];
}
