import type { Endpoint } from '../../model/endpoint.ts';
import type { Severity } from '../../model/finding.ts';
import { quote } from '../powershell.ts';
import { rfc, STARTTLS_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';

export const missingStarttls = endpointRule({
  id: 'tls/missing-starttls',
  title: 'STARTTLS is not offered or refused',
  scope: 'endpoint',
  severity: 'high',
  why:
    'Without STARTTLS mail and passwords cross the network in clear text, or do not cross it: partners and Microsoft ' +
    '365 connectors that force TLS, MTA-STS and DANE stop with 451 5.7.3 or 454 4.7.5. Exchange does not offer STARTTLS ' +
    'when it finds no certificate for the connector, and the usual cause is a renewed certificate that ' +
    'TlsCertificateName does not know; the mark of it is STARTTLS gone on port 25 and still there on 587.',
  fix: [
    'Get-ReceiveConnector -Server $env:COMPUTERNAME | Format-List Identity, Bindings, Fqdn, AuthMechanism, TlsCertificateName',
    "Get-ExchangeCertificate -DomainName '<name of the connector>'",
    "Enable-ExchangeCertificate -Thumbprint '<thumbprint>' -Services SMTP",
  ],
  references: [
    STARTTLS_ARTICLE,
    {
      title: 'Exchange Team Blog: TLS certificates in Exchange hybrid, common issues and how to fix them',
      url: 'https://techcommunity.microsoft.com/blog/exchange/tls-certificates-in-exchange-hybrid---common-issues--how-to-fix-them/4420592',
    },
    rfc(3207),
    rfc(2595),
  ],
  needs: ['starttls'],
  check({ starttls }, { endpoint }): Verdict {
    const command = endpoint.protocol === 'pop3' ? 'STLS' : 'STARTTLS';
    switch (starttls.state) {
      case 'implicit':
        return { outcome: 'not-applicable', message: 'TLS begins with the connection here' };
      case 'offered':
        return { outcome: 'pass', message: `${command} is offered` };
      case 'masked':
        return {
          outcome: 'not-applicable',
          message: `${command} is masked on the way: see tls/masked-starttls`,
        };
      case 'not-offered':
      case 'refused': {
        const how = starttls.state === 'refused' ? `refuses ${command}` : `does not offer ${command}`;
        const said = starttls.detail === '' ? '' : `: ${starttls.detail}`;
        return {
          outcome: 'fail',
          severity: severity(endpoint),
          message: `the server ${how}${said}`,
          fix: endpoint.protocol === 'smtp' ? smtpFix(endpoint) : mailboxFix(endpoint),
        };
      }
    }
  },
});

/** The ports between servers of one organization carry no password of a user. */
function severity({ protocol, port }: Endpoint): Severity {
  return protocol === 'smtp' && (port === 465 || port === 2525) ? 'medium' : 'high';
}

/** Default Receive connectors by port (Microsoft Learn, "Receive connectors"). */
const CONNECTORS: ReadonlyMap<number, { readonly name: string; readonly service: string }> = new Map([
  [25, { name: 'Default Frontend', service: 'MSExchangeFrontEndTransport' }],
  [587, { name: 'Client Frontend', service: 'MSExchangeFrontEndTransport' }],
  [717, { name: 'Outbound Proxy Frontend', service: 'MSExchangeFrontEndTransport' }],
  [465, { name: 'Client Proxy', service: 'MSExchangeTransport' }],
  [2525, { name: 'Default', service: 'MSExchangeTransport' }],
]);

/** The look-up of "Selection of inbound STARTTLS certificates", step by step. */
function smtpFix({ host, port }: Endpoint): readonly string[] {
  const connector = CONNECTORS.get(port);
  const identity =
    connector === undefined
      ? "'<identity of the connector>'"
      : `"$env:COMPUTERNAME\\${connector.name} $env:COMPUTERNAME"`;
  return [
    `# 1. Look at the connector with port ${port}; AuthMechanism has to contain Tls.`,
    'Get-ReceiveConnector -Server $env:COMPUTERNAME | Format-List Identity, Bindings, Fqdn, AuthMechanism, TlsCertificateName',
    "# 2. Exchange looks for TlsCertificateName if it is set, else for Fqdn, else for the server's own name. See what it finds:",
    `Get-ExchangeCertificate -DomainName ${quote(host)} | Format-List Thumbprint, Services, Issuer, Subject, NotAfter, HasPrivateKey`,
    '# 3. No certificate, or none with SMTP among its services (event 12014): enable the right one.',
    "Enable-ExchangeCertificate -Thumbprint '<thumbprint>' -Services SMTP",
    '# 4. TlsCertificateName still names a certificate that was replaced: set it anew.',
    "$certificate = Get-ExchangeCertificate -Thumbprint '<thumbprint>'",
    `Set-ReceiveConnector ${identity} -TlsCertificateName "<I>$($certificate.Issuer)<S>$($certificate.Subject)"`,
    `Restart-Service ${connector?.service ?? 'MSExchangeFrontEndTransport, MSExchangeTransport'}`,
    '# 5. All of that is right: a device between here and the server takes STARTTLS away; compare from inside.',
  ];
}

function mailboxFix({ host, protocol }: Endpoint): readonly string[] {
  return protocol === 'pop3'
    ? [
        'Get-PopSettings | Format-List X509CertificateName, LoginType, UnencryptedOrTLSBindings',
        `Set-PopSettings -X509CertificateName ${quote(host)} -LoginType SecureLogin`,
        'Restart-Service MSExchangePOP3, MSExchangePOP3BE',
      ]
    : [
        'Get-ImapSettings | Format-List X509CertificateName, LoginType, UnencryptedOrTLSBindings',
        `Set-ImapSettings -X509CertificateName ${quote(host)} -LoginType SecureLogin`,
        'Restart-Service MSExchangeIMAP4, MSExchangeIMAP4BE',
      ];
}
