import type { Endpoint } from '../model/endpoint.ts';
import { audience } from '../exchange/audience.ts';
import type { Reference } from './rule.ts';

/** Endpoints whose certificate Exchange may present as a client too, when it sends mail with mutual TLS. */
export function mailEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.filter(({ protocol, port }) => audience(protocol, port) === 'internet-mail');
}

/** Finds the connectors on which the certificate is a client's, and how to see what becomes of them. */
export const CHECK_MUTUAL_TLS: readonly string[] = [
  '# Send connectors that may present the certificate as a client (hybrid, Domain Security, partners that ask for it):',
  'Get-SendConnector | Where-Object { $_.RequireTls -or $_.DomainSecureEnabled -or $_.TlsCertificateName } | Format-List Identity, SmartHosts, TlsAuthLevel, TlsDomain, DomainSecureEnabled, TlsCertificateName',
  '# After the renewal log them, send a message over each and read in the log whether the other side accepted it:',
  'Get-SendConnector | Where-Object { $_.RequireTls -or $_.DomainSecureEnabled -or $_.TlsCertificateName } | Set-SendConnector -ProtocolLoggingLevel Verbose',
  '# Not confirmed: whether Exchange sends, and Exchange Online takes, a certificate without the usage for clients.',
];

/** Nobody at Microsoft has said what follows; these are what is published about it. */
export const MUTUAL_TLS_REFERENCES: readonly Reference[] = [
  {
    title: '.NET issue 121982: client certificates without clientAuth are passed over',
    url: 'https://github.com/dotnet/runtime/issues/121982',
  },
  {
    title: 'Microsoft Learn: Certificate requirements for hybrid deployments',
    url: 'https://learn.microsoft.com/en-us/exchange/certificate-requirements',
  },
];
