import { connectorIdentity, nameCertificate } from '../connector-commands.ts';
import type { Certificate } from '../../certs/certificate.ts';
import { coversName } from '../../certs/names.ts';
import { greetsAsExchange, receiveConnector } from '../../exchange/connectors.ts';
import { ehloName } from '../greeting-name.ts';
import { leaves } from '../presented.ts';
import { RECEIVE_CONNECTORS, STARTTLS_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { unreadParts } from '../unread.ts';

export const pinnedCertificate = endpointRule({
  id: 'exchange/pinned-certificate',
  title: 'A Receive connector presents a certificate that only TlsCertificateName can have chosen',
  scope: 'endpoint',
  severity: 'info',
  why:
    'Exchange looks for a certificate by TlsCertificateName of the connector, and else by its Fqdn, the name in its reply to ' +
    'EHLO. Where the certificate lacks that name, TlsCertificateName names it, by issuer and subject. After a renewal ' +
    'with another issuer or subject, which public CAs change often, the connector finds nothing: STARTTLS disappears and ' +
    'hybrid mail flow stops with 451 5.7.3. Nothing is wrong now. The conclusion is our own; Microsoft describes the look-up.',
  fix: [
    '# When the certificate has been renewed, on every server and before the old one is removed:',
    "$certificate = Get-ExchangeCertificate -Thumbprint '<thumbprint of the new one>'",
    'Get-ReceiveConnector | Where-Object { $_.TlsCertificateName } | Format-List Identity, TlsCertificateName',
    "Set-ReceiveConnector '<identity>' -TlsCertificateName $null",
    'Set-ReceiveConnector \'<identity>\' -TlsCertificateName "<I>$($certificate.Issuer)<S>$($certificate.Subject)"',
  ],
  references: [
    STARTTLS_ARTICLE,
    RECEIVE_CONNECTORS,
    {
      title: 'Exchange Team Blog: TLS certificates in Exchange hybrid, common issues and how to fix them',
      url: 'https://techcommunity.microsoft.com/blog/exchange/tls-certificates-in-exchange-hybrid---common-issues--how-to-fix-them/4420592',
    },
  ],
  needs: ['reach', 'chains'],
  check({ reach, chains }, { endpoint }): Verdict {
    if (endpoint.protocol !== 'smtp') {
      return { outcome: 'not-applicable', message: 'no Receive connector begins TLS with STARTTLS here' };
    }
    const { preamble } = reach;
    if (!greetsAsExchange(preamble?.banner ?? null)) {
      return {
        outcome: 'not-applicable',
        message: 'the greeting is not the one that Exchange has by default',
      };
    }
    const name = ehloName(preamble);
    if (name === undefined) {
      return { outcome: 'unknown', message: 'the name in the reply to EHLO is not known' };
    }
    const certificates = leaves(chains);
    const hidden = certificates.map(unreadParts).find((verdict) => verdict !== null);
    const without = certificates.find((certificate) => !hasName(certificate, name));
    if (without === undefined) {
      return { outcome: 'pass', message: `the certificate has ${name}, the name of the connector` };
    }
    if (hidden) return hidden;
    const connector = receiveConnector(endpoint.port);
    return {
      outcome: 'fail',
      message:
        `${connector === undefined ? 'the connector' : `"${connector.name}"`} calls itself ${name}, and presents ` +
        `${without.subject} (${without.thumbprint}), which lacks that name: TlsCertificateName has to be set anew when it is renewed`,
      fix: [
        `# When ${without.thumbprint} has been renewed, on every server and before it is removed:`,
        ...nameCertificate("'<thumbprint of the new one>'", [endpoint.port]),
        '# Not confirmed, but derived from the look-up that Microsoft describes: that TlsCertificateName is set here.',
        `Get-ReceiveConnector ${connectorIdentity(endpoint.port)} | Format-List Identity, Fqdn, TlsCertificateName`,
      ],
    };
  },
});

/** Exchange looks in the subject too. */
function hasName(certificate: Certificate, name: string): boolean {
  const { covered, by } = coversName(certificate, name);
  const wanted = name.toLowerCase();
  return (
    covered ||
    by === 'common-name' ||
    certificate.commonNames.some((common) => common.toLowerCase() === wanted)
  );
}
