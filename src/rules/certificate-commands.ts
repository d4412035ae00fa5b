import type { Certificate } from '../certs/certificate.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { ServiceFamily } from '../model/protocol.ts';
import { serviceFamily } from '../model/protocol.ts';
import { quote, quoteList } from './powershell.ts';

/**
 * Asks a CA for a certificate with the names, and puts it on the services of the endpoints. As
 * New-ExchangeCertificate and Import-ExchangeCertificate are documented for Exchange 2016 and later, which
 * have no `-RequestFile`. `services` are those that no endpoint stands for, such as `UM`.
 */
export function requestCertificate(
  names: readonly string[],
  endpoints: readonly Endpoint[],
  services: readonly string[] = [],
): readonly string[] {
  const wanted = [...new Set([...names, ...endpoints.map(({ host }) => host)].filter(isDnsName))];
  const [first = '<name>'] = wanted.filter((name) => !name.startsWith('*'));
  const all = wanted.length === 0 ? [first] : wanted;
  return [
    `$request = New-ExchangeCertificate -GenerateRequest -FriendlyName ${quote(first)} ` +
      `-SubjectName ${quote(`CN=${first}`)} -DomainName ${quoteList(all)} -PrivateKeyExportable $true -KeySize 2048`,
    '[System.IO.File]::WriteAllBytes("$env:TEMP\\exchange.req", [System.Text.Encoding]::Unicode.GetBytes($request))',
    '# Send exchange.req to the CA and save its answer as exchange.cer in the same folder.',
    '$new = Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("$env:TEMP\\exchange.cer"))',
    ...(all.some((name) => name.startsWith('*'))
      ? enableWildcard('$new.Thumbprint', endpoints, services, first)
      : enableCertificate('$new.Thumbprint', endpoints, services)),
  ];
}

/**
 * As `enableCertificate`. POP and IMAP are not enabled for a wildcard: they are told the name to look for (Set-PopSettings on
 * Microsoft Learn); `name` is that of services for which there is no endpoint.
 */
export function enableWildcard(
  thumbprint: string,
  endpoints: readonly Endpoint[],
  services: readonly string[],
  name: string,
): readonly string[] {
  const serviceOf = ({ protocol }: Endpoint): string => SERVICE[serviceFamily(protocol)] ?? '';
  const others = endpoints.filter((one) => !(serviceOf(one) in MAILBOX));
  const besides = services.filter((one) => !(one in MAILBOX));
  const wanted = new Set([...endpoints.map(serviceOf), ...services]);
  const mailbox = Object.entries(MAILBOX).filter(([service]) => wanted.has(service));
  return [
    ...(mailbox.length > 0 && others.length + besides.length === 0
      ? []
      : enableCertificate(thumbprint, others, besides)),
    ...mailbox.flatMap(([service]) =>
      tellMailbox(service, endpoints.find((one) => serviceOf(one) === service)?.host ?? name),
    ),
  ];
}

/** Tells POP or IMAP the name to look for in certificates; nothing for other services. */
export function tellMailbox(service: string, name: string): readonly string[] {
  const commands = MAILBOX[service];
  if (commands === undefined) return [];
  const [settings, restart] = commands;
  return [`${settings} -X509CertificateName ${quote(name)}`, restart];
}

const MAILBOX: Readonly<Record<string, readonly [settings: string, restart: string]>> = {
  POP: ['Set-PopSettings', 'Restart-Service MSExchangePOP3, MSExchangePOP3BE'],
  IMAP: ['Set-ImapSettings', 'Restart-Service MSExchangeIMAP4, MSExchangeIMAP4BE'],
};

/** Puts an installed certificate on the services of the endpoints; `thumbprint` is a PowerShell expression. */
export function enableCertificate(
  thumbprint: string,
  endpoints: readonly Endpoint[],
  besides: readonly string[] = [],
): readonly string[] {
  const services = [
    ...new Set([...endpoints.flatMap(({ protocol }) => SERVICE[serviceFamily(protocol)] ?? []), ...besides]),
  ].toSorted();
  const list = services.length === 0 ? 'IIS,SMTP' : services.join(',');
  return [
    `Enable-ExchangeCertificate -Thumbprint ${thumbprint} -Services ${list}`,
    ...(list.includes('SMTP')
      ? [
          '# Asked whether to overwrite the default SMTP certificate, answer No to keep the internal one; then check ' +
            'with Get-ReceiveConnector and Get-SendConnector that no TlsCertificateName still names the old certificate.',
        ]
      : []),
    '# If a load balancer, proxy or mail gateway presents the certificate, install the new one there.',
  ];
}

/** Makes a new "Microsoft Exchange" self-signed certificate, which is enough between Exchange servers. */
export const NEW_SELF_SIGNED: readonly string[] = [
  '# Answer Yes to replace the default SMTP certificate, then bind the new one to port 444 of "Exchange Back End".',
  'New-ExchangeCertificate',
];

/** A new certificate with the names of one that is presented. */
export function replaceCertificate(
  certificate: Certificate,
  endpoints: readonly Endpoint[],
): readonly string[] {
  const names = certificate.dnsNames.length > 0 ? certificate.dnsNames : certificate.commonNames;
  return requestCertificate(names.slice(0, MOST_NAMES), endpoints);
}

/** More names than this in one command help nobody. */
const MOST_NAMES = 50;

/** Names that Enable-ExchangeCertificate takes; it has none for other services. */
const SERVICE: Readonly<Record<ServiceFamily, string | null>> = {
  web: 'IIS',
  smtp: 'SMTP',
  pop: 'POP',
  imap: 'IMAP',
  other: null,
};

// Names come from certificates, that is from strangers: whatever is not a plain DNS name stays out of the command.
function isDnsName(name: string): boolean {
  return name.length <= 253 && /^(\*\.)?([a-z0-9_-]{1,63}\.)*[a-z][a-z0-9_-]{0,62}$/i.test(name);
}

/** What such a request of ours asks for, read from the lines of a fix; null if they make none. */
export function readRequest(
  lines: readonly string[],
): { readonly names: readonly string[]; readonly services: readonly string[] } | null {
  const [, names] =
    lines.map((line) => /^\$request = .* -DomainName (.*) -Private/.exec(line)).find(Boolean) ?? [];
  if (names === undefined) return null;
  const [, services = ''] =
    lines
      .map((line) => /^Enable-ExchangeCertificate -Thumbprint \$new\.\S+ -Services (.*)$/.exec(line))
      .find(Boolean) ?? [];
  return {
    names: [...names.matchAll(/'([^']*)'/g)].map(([, name = '']) => name).filter(isDnsName),
    services: [
      ...services.split(',').filter((name) => /^[A-Z]+$/.test(name)),
      ...Object.entries(MAILBOX)
        .filter(([, [settings]]) => lines.some((line) => line.startsWith(`${settings} -X509CertificateName`)))
        .map(([service]) => service),
    ],
  };
}

/** Whether the line is one that every request of ours has, which need not stand there twice. */
export function isOfRequest(line: string): boolean {
  return (
    REQUEST_LINES.has(line) ||
    /^\$request = New-ExchangeCertificate|^Enable-ExchangeCertificate -Thumbprint \$new/.test(line)
  );
}

const REQUEST_LINES: ReadonlySet<string> = new Set(requestCertificate([], []));
