import { receiveConnector } from '../exchange/connectors.ts';

/** The Receive connector of a port as a PowerShell argument: the one that Setup made, or a blank to fill in. */
export function connectorIdentity(port: number): string {
  const connector = receiveConnector(port);
  return connector === undefined
    ? "'<identity of the connector>'"
    : `"$env:COMPUTERNAME\\${connector.name} $env:COMPUTERNAME"`;
}

/** Windows services that read its settings anew when they start. */
function connectorService(port: number): string {
  return receiveConnector(port)?.service ?? 'MSExchangeFrontEndTransport, MSExchangeTransport';
}

/**
 * Has the connector of a port present a certificate; `thumbprint` is a PowerShell expression. As the Exchange Team Blog
 * describes it for hybrid mail flow.
 */
export function nameCertificate(thumbprint: string, ports: readonly number[]): readonly string[] {
  if (ports.length === 0) return [];
  return [
    `$certificate = Get-ExchangeCertificate -Thumbprint ${thumbprint}`,
    ...ports.flatMap((port) => [
      // Old and new with the same names: without this step the connector may keep the old one.
      `Set-ReceiveConnector ${connectorIdentity(port)} -TlsCertificateName $null`,
      `Set-ReceiveConnector ${connectorIdentity(port)} -TlsCertificateName "<I>$($certificate.Issuer)<S>$($certificate.Subject)"`,
    ]),
    ...[...new Set(ports.map(connectorService))].map((services) => `Restart-Service ${services}`),
  ];
}
