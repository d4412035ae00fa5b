import { receiveConnector } from '../../exchange/connectors.ts';
import { nameCertificate } from '../connector-commands.ts';
import { leaves } from '../presented.ts';
import type { EndpointView } from '../../facts/types.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Severity } from '../../model/finding.ts';
import { quote } from '../powershell.ts';
import { rfc, STARTTLS_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import type { StarttlsClue } from '../starttls-clue.ts';
import { STARTTLS_MEANING, starttlsClue } from '../starttls-clue.ts';

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
  needs: ['reach', 'starttls'],
  uses: ['chains'],
  check({ starttls }, { endpoint, sameHost }): Verdict {
    const { protocol } = endpoint;
    const command = protocol === 'pop3' ? 'STLS' : 'STARTTLS';
    if (protocol === 'smtp-anonymous') {
      const message = 'X-ANONYMOUSTLS is for Exchange servers, and no client misses it';
      return { outcome: 'not-applicable', message };
    }
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
        const clue = protocol === 'smtp' ? starttlsClue(endpoint, sameHost) : null;
        return {
          outcome: 'fail',
          severity: severity(endpoint),
          message: `the server ${how}${said}${clue === null ? '' : `. ${STARTTLS_MEANING[clue.kind](clue.where)}`}`,
          fix:
            protocol === 'smtp'
              ? smtpFix(endpoint, clue, beside(endpoint, sameHost, clue))
              : mailboxFix(endpoint),
          evidence: evidence(endpoint, sameHost, clue),
        };
      }
    }
  },
});

/** The ports between servers of one organization carry no password of a user. */
function severity({ protocol, port }: Endpoint): Severity {
  return protocol === 'smtp' && receiveConnector(port)?.takes === 'servers' ? 'medium' : 'high';
}

/** Of the endpoint itself, and of those that it is compared with. */
function evidence(
  endpoint: Endpoint,
  sameHost: readonly EndpointView<'starttls'>[],
  clue: StarttlsClue | null,
): readonly string[] {
  const ids = new Set([endpoint.id, ...(clue?.beside ?? []).map(({ id }) => id)]);
  return sameHost.filter((view) => ids.has(view.endpoint.id)).flatMap(({ facts }) => facts.starttls.evidence);
}

/** The certificate that the server presents elsewhere: where STARTTLS is still there, or else on any port. */
function beside(
  endpoint: Endpoint,
  sameHost: readonly EndpointView<'chains'>[],
  clue: StarttlsClue | null,
): string | null {
  const likely = new Set(clue?.beside.map(({ id }) => id));
  const own = sameHost
    .filter((view) => likely.has(view.endpoint.id) || view.endpoint.address === endpoint.address)
    .toSorted((one, other) => Number(likely.has(other.endpoint.id)) - Number(likely.has(one.endpoint.id)));
  const [first] = own.flatMap(({ facts: { chains } }) => (chains.known ? leaves(chains.value) : []));
  return first?.thumbprint ?? null;
}

/** The look-up of "Selection of inbound STARTTLS certificates", step by step, the likeliest cause first. */
function smtpFix(
  { host, port }: Endpoint,
  clue: StarttlsClue | null,
  thumbprint: string | null,
): readonly string[] {
  const given = thumbprint === null ? "'<thumbprint>'" : quote(thumbprint);
  const look = [
    `Look at the connector with port ${port}; AuthMechanism has to contain Tls.`,
    'Get-ReceiveConnector -Server $env:COMPUTERNAME | Format-List Identity, Bindings, Fqdn, AuthMechanism, TlsCertificateName',
  ];
  const find = [
    "Exchange looks for TlsCertificateName if it is set, else for Fqdn, else for the server's own name. See what it finds:",
    `Get-ExchangeCertificate -DomainName ${quote(host)} | Format-List Thumbprint, Services, Issuer, Subject, NotAfter, HasPrivateKey`,
  ];
  const enable = [
    `No certificate, or none with SMTP among its services (event 12014): enable the right one${thumbprint === null ? '' : '; this one is presented elsewhere'}.`,
    `Enable-ExchangeCertificate -Thumbprint ${given} -Services SMTP`,
  ];
  const renew = [
    'TlsCertificateName still names a certificate that was replaced: set it anew.',
    ...nameCertificate(given, [port]),
  ];
  const device = [
    'All of that is right: a device between here and the server takes STARTTLS away; compare from inside.',
  ];
  const steps =
    clue?.kind === 'this-connector'
      ? [look, renew, find, enable, device]
      : [look, find, enable, renew, device];
  return steps.flatMap(([what, ...commands], at) => [`# ${at + 1}. ${what}`, ...commands]);
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
