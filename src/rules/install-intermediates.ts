import { quote, quoteList } from './powershell.ts';

/** Windows sends the intermediates that it finds in its own store, in the right order (Schannel builds the chain). */
export function installIntermediates(issuer: string | null, urls: readonly string[] = []): readonly string[] {
  return [
    `# Get the intermediate certificate from the CA${issuer === null ? '' : ` (${quote(issuer)})`}, on every server install it, then restart the services:`,
    ...(urls.length === 0
      ? []
      : [`# Where the certificate says that it is to be had: ${quoteList(urls.slice(0, 3))}`]),
    "Import-Certificate -FilePath '<intermediate.cer>' -CertStoreLocation Cert:\\LocalMachine\\CA",
    'iisreset; Restart-Service MSExchangeFrontEndTransport, MSExchangeTransport',
    '# On a load balancer or proxy: upload the server certificate with its intermediates behind it, issuer after issuer, without the root.',
  ];
}
