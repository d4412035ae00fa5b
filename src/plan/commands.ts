import { receiveConnector } from '../exchange/connectors.ts';
import { tellMailbox } from '../rules/certificate-commands.ts';
import { connectorIdentity, nameCertificate } from '../rules/connector-commands.ts';
import { comment, quote, quoteList } from '../rules/powershell.ts';
import type { Plan, PlannedItem } from './plan.ts';

/**
 * The commands that carry the plan out, for the Exchange Management Shell (New-, Import-, Export- and
 * Enable-ExchangeCertificate, Set-ReceiveConnector, Set-PopSettings, Set-ImapSettings, Set-OutlookProvider on Microsoft Learn).
 */
export function commandsOf({ items }: Plan, hybrid: boolean): readonly string[] {
  return [...items.flatMap((item, at) => ofItem(item, at + 1)), ...once(items, hybrid)];
}

function ofItem(item: PlannedItem, number: number): readonly string[] {
  const { commonName, names, demands, existing } = item;
  const hosts = [...new Set(demands.map(({ host }) => host))];
  const file = `exchange-${number}`;
  const request = [
    comment(`Certificate ${number}: on one server`),
    `$request = New-ExchangeCertificate -GenerateRequest -FriendlyName ${quote(commonName)} -SubjectName ${quote(`CN=${commonName}`)} ` +
      `-DomainName ${quoteList(names)} -PrivateKeyExportable $true -KeySize 2048`,
    `[System.IO.File]::WriteAllBytes("$env:TEMP\\${file}.req", [System.Text.Encoding]::Unicode.GetBytes($request))`,
    comment(`Send ${file}.req to the CA and save its answer as ${file}.cer in the same folder.`),
    `$new = Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("$env:TEMP\\${file}.cer"))`,
    '# Take it to every other server and device that needs it, with its key; there, import it:',
    '$export = Export-ExchangeCertificate -Thumbprint $new.Thumbprint -BinaryEncoded -Password (Read-Host -AsSecureString)',
    `[System.IO.File]::WriteAllBytes("$env:TEMP\\${file}.pfx", $export.FileData)`,
    `# Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("$env:TEMP\\${file}.pfx")) -Password (Read-Host -AsSecureString) -PrivateKeyExportable $true`,
  ];
  const thumbprint = quote(existing?.thumbprint ?? '');
  const have = [
    comment(`Certificate ${number} is there: ${existing?.thumbprint ?? ''}`),
    ...(hosts.length > 1
      ? [
          '# Where a server below does not have it, take it there first, with its key:',
          `# $export = Export-ExchangeCertificate -Thumbprint ${thumbprint} -BinaryEncoded -Password (Read-Host -AsSecureString)`,
          `# [System.IO.File]::WriteAllBytes("$env:TEMP\\${file}.pfx", $export.FileData)`,
          `# Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("$env:TEMP\\${file}.pfx")) -Password (Read-Host -AsSecureString) -PrivateKeyExportable $true`,
        ]
      : []),
  ];
  return [...(existing === null ? request : have), ...hosts.flatMap((host) => onServer(item, host))];
}

const SERVICES = { web: 'IIS', smtp: 'SMTP', pop: 'POP', imap: 'IMAP' } as const;

/** Nobody knows how the CA will write the subject, so a new one is found by a name in it, and looked at. */
function lookUp(item: PlannedItem, name: string): readonly string[] {
  const { existing } = item;
  return existing === null
    ? [
        `$new = Get-ExchangeCertificate -DomainName ${quote(name)} | Where-Object { -not $_.IsSelfSigned } | Sort-Object NotBefore | Select-Object -Last 1`,
        '# See that this is the new one before you go on:',
        '$new | Format-List Thumbprint, Subject, CertificateDomains, NotBefore, NotAfter',
        ...(hasWildcard(item)
          ? [
              '# Not confirmed: whether a wildcard is found by a name below it. Where it is not, take it from Get-ExchangeCertificate.',
            ]
          : []),
      ]
    : [`$new = Get-ExchangeCertificate -Thumbprint ${quote(existing.thumbprint)}`];
}

function hasWildcard({ existing, names }: PlannedItem): boolean {
  return (existing?.dnsNames ?? names).some((name) => name.startsWith('*'));
}

function onServer(item: PlannedItem, host: string): readonly string[] {
  const { demands, commonName } = item;
  const own = demands.filter((demand) => demand.host === host);
  const families = new Set(own.map(({ family }) => family));
  // POP and IMAP are not enabled for a wildcard, but told its name (Set-PopSettings on Microsoft Learn).
  const enabled = [...families].filter(
    (family) => !hasWildcard(item) || (family !== 'pop' && family !== 'imap'),
  );
  const services = enabled.map((family) => SERVICES[family]);
  const ports = own
    .filter(({ family }) => family === 'smtp')
    .flatMap((demand) => demand.ports)
    .filter((port) => receiveConnector(port) !== undefined);
  const name = own.find(({ family }) => family === 'pop' || family === 'imap')?.names[0] ?? host;
  return [
    '',
    comment(`On the servers of ${host}`),
    ...lookUp(item, own[0]?.names[0] ?? commonName),
    ...(services.length === 0
      ? []
      : [`Enable-ExchangeCertificate -Thumbprint $new.Thumbprint -Services ${services.join(',')}`]),
    ...(families.has('smtp')
      ? [
          '# Asked whether to overwrite the default SMTP certificate, answer No: servers go on with the self-signed one.',
        ]
      : []),
    ...(ports.length === 0
      ? []
      : [
          ...ports.map(
            (port) =>
              `Get-ReceiveConnector ${connectorIdentity(port)} | Format-List Fqdn, TlsCertificateName`,
          ),
          '# Where a TlsCertificateName is set, set it anew:',
          ...nameCertificate('$new.Thumbprint', ports),
        ]),
    ...(families.has('pop') ? tellMailbox('POP', name) : []),
    ...(families.has('imap') ? tellMailbox('IMAP', name) : []),
    ...(families.has('web') ? ['iisreset'] : []),
  ];
}

/** Settings of the organization. */
function once(items: readonly PlannedItem[], hybrid: boolean): readonly string[] {
  const web = items.filter(({ demands }) => demands.some(({ family }) => family === 'web'));
  const [first] = web;
  const host = first?.demands.find(({ family }) => family === 'web')?.names[0] ?? '';
  const listed = first?.names.includes(host) === true;
  const principal = listed ? host : (first?.names.find((name) => name.startsWith('*.')) ?? host);
  const mail = items.find(({ demands }) =>
    demands.some(({ family, ports }) => family === 'smtp' && ports.includes(25)),
  );
  const mailName = mail?.demands.find(({ family }) => family === 'smtp')?.names[0] ?? '';
  return [
    ...(first === undefined
      ? []
      : [
          '',
          '# Once in the organization: Outlook Anywhere compares this with the certificate',
          `Set-OutlookProvider EXPR -CertPrincipalName ${quote(`msstd:${principal}`)}`,
        ]),
    '# Send connectors that name a certificate (hybrid, partners), each after a look:',
    'Get-SendConnector | Where-Object { $_.TlsCertificateName } | Format-List Identity, SmartHosts, TlsCertificateName',
    ...(hybrid && mail !== undefined
      ? [
          comment(`Hybrid mail flow: certificate ${items.indexOf(mail) + 1}, on a server that has it`),
          ...lookUp(mail, mailName),
          '$certificate = Get-ExchangeCertificate -Thumbprint $new.Thumbprint',
          "Get-SendConnector | Where-Object { $_.Identity -like 'Outbound to Office 365*' } | Set-SendConnector -TlsCertificateName $null",
          'Get-SendConnector | Where-Object { $_.Identity -like \'Outbound to Office 365*\' } | Set-SendConnector -TlsCertificateName "<I>$($certificate.Issuer)<S>$($certificate.Subject)"',
          'Set-HybridConfiguration -TlsCertificateName "<I>$($certificate.Issuer)<S>$($certificate.Subject)"',
        ]
      : []),
  ];
}
