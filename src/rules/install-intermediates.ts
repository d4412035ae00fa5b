import { quote } from './powershell.ts';

/** Windows sends the intermediates that it finds in its own store, in the right order (Schannel builds the chain). */
export function installIntermediates(issuer: string | null): readonly string[] {
  return [
    `# Get the intermediate certificate from the CA${issuer === null ? '' : ` (${quote(issuer)})`}, on every server install it, then restart the services:`,
    "Import-Certificate -FilePath '<intermediate.cer>' -CertStoreLocation Cert:\\LocalMachine\\CA",
    'iisreset; Restart-Service MSExchangeFrontEndTransport, MSExchangeTransport',
    '# On a load balancer or proxy: upload the server certificate with its intermediates behind it, issuer after issuer, without the root.',
  ];
}
