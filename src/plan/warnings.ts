import { CLIENT_AUTH, clientAuthRule } from '../certs/client-auth-rules.ts';
import { maximumValidityDays } from '../certs/validity-rules.ts';
import { parseCertificate } from '../certs/parse.ts';
import { audience } from '../exchange/audience.ts';
import type { Report } from '../model/report.ts';
import type { Plan } from './plan.ts';

/** What a new certificate can break, one sentence each; hostile text. `report` is null if nobody has looked yet. */
export function warningsOf(plan: Plan, report: Report | null, now: number): readonly string[] {
  const asked = plan.items.filter(({ existing }) => existing === null);
  const days = maximumValidityDays(now);
  return [
    ...(report === null
      ? []
      : [...issuerWarnings(report), ...mutualTls(report), ...dane(report), ...fronts(report)]),
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
    ...plan.items
      .filter(({ names }) => names.length > SOME_CAS)
      .map(
        ({ names }) =>
          `${names.length} names in one certificate: ask the CA whether it takes as many (an assumption here).`,
      ),
  ];
}

const SOME_CAS = 100;

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
