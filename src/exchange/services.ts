/** A statement of one of the two articles on certificates in Exchange, and what becomes of it here. */
export interface ServiceStatement {
  readonly id: string;
  /** In our own words. */
  readonly statement: string;
  /** Exchange version of the article that it is from. */
  readonly articles: readonly ('2010' | '2019')[];
  /** Ids of the rules that judge it; empty if nothing of it can be seen from outside. */
  readonly rules: readonly string[];
  /** What is seen of it; or why nothing is. */
  readonly seen: string;
  /** What shows it on a server, where it cannot be seen from outside; null otherwise. */
  readonly look: string | null;
}

const BOTH = ['2010', '2019'] as const;

/**
 * Every statement that can be checked, in the order of the articles: "Understanding Digital Certificates and SSL" for
 * Exchange 2010 (2010) and "Digital certificates and encryption in Exchange Server" on Microsoft Learn (read in
 * 2026-11), with what the articles on ports, Receive connectors and the selection of SMTP certificates add to them.
 */
export const SERVICE_STATEMENTS: readonly ServiceStatement[] = [
  seen(
    'website',
    'Nine services share the website, and a website has one certificate',
    BOTH,
    ['exchange/website-certificate', 'org/address-mismatch'],
    'certificates of all names that lead to one address, with and without a server name',
  ),
  seen(
    'website-names',
    'All names that clients use for these services have to be in that certificate, or under its wildcard',
    BOTH,
    ['names/uncovered-name', 'names/uncovered-expected-name'],
    'names of the targets beside those of the certificate: the names matrix',
  ),
  seen(
    'pop-imap',
    'POP and IMAP may have a certificate of their own; one for all is advised',
    BOTH,
    ['exchange/mailbox-certificate', 'org/service-certificate-mismatch', 'names/uncovered-expected-name'],
    'certificates on 110, 995, 143 and 993 beside that of 443',
  ),
  seen(
    'receive-connectors',
    'Each Receive connector may have a certificate of its own, which has to have the name that is used to reach it',
    BOTH,
    [
      'org/service-certificate-mismatch',
      'names/uncovered-name',
      'names/uncovered-expected-name',
      'exchange/pinned-certificate',
    ],
    'certificates after STARTTLS on 25, 587, 465, 717 and 2525, and the name in the reply to EHLO',
  ),
  seen(
    'renewal',
    'One certificate for all services is renewed at once; with several, each goes its own way',
    BOTH,
    ['exchange/replaced-certificate', 'org/service-certificate-mismatch', 'cert/shared-key'],
    'an older and a newer certificate with the same names on services of one host',
  ),
  seen(
    'missing-starttls',
    'STARTTLS is there only if the look-up for the connector finds a certificate',
    ['2019'],
    ['tls/missing-starttls', 'tls/masked-starttls'],
    'the reply to EHLO of each port beside those of the other ports of the server',
  ),
  seen(
    'self-signed-trust',
    'The self-signed certificate is trusted by Exchange servers only, not by clients; Outlook Anywhere does not work with it',
    BOTH,
    ['cert/self-signed', 'org/default-certificate'],
    'self-signed certificates, judged by who connects to the port',
  ),
  seen(
    'setup-certificate',
    'Setup makes "Microsoft Exchange": CN={server}, five years, RSA 2048, key usage a0, end entity',
    ['2019'],
    ['org/default-certificate'],
    'all properties of the table, those that match and those that do not',
  ),
  seen(
    'auth-certificate',
    'Setup makes "Microsoft Exchange Server Auth Certificate" for tokens; it belongs on no port',
    ['2019'],
    ['org/default-certificate'],
    'the same table; any port that presents it',
  ),
  seen(
    'wmsvc-certificate',
    'Windows makes WMSVC for the IIS Web Management service: ten years, key usage b0, no basic constraints',
    ['2019'],
    ['org/default-certificate'],
    'the same table; at home on 8172, which is asked for if it is named (https://{server}:8172)',
  ),
  seen(
    'setup-sha1',
    'Setup signs with SHA-256 from Exchange 2016 CU22 and 2019 CU11 on; older certificates stay as they are',
    ['2019'],
    ['cert/weak-signature', 'org/default-certificate'],
    'the hash in the signature',
  ),
  seen(
    'internal-transport',
    'Exchange servers encrypt among themselves with the self-signed certificate',
    ['2019'],
    ['exchange/internal-transport-certificate', 'cert/self-signed'],
    'the certificate after X-ANONYMOUSTLS (smtp-anonymous://{server}), and those on 444, 717 and 2525 if they are named',
  ),
  seen(
    'proxying',
    'Servers that proxy clients to others encrypt without verifying; a self-signed certificate is enough',
    BOTH,
    ['cert/self-signed'],
    'self-signed certificates on ports for servers pass; whether trusted ones are demanded there is not seen',
  ),
  seen(
    'commercial',
    'Clients and other mail servers need a certificate that they trust, at best of a commercial CA',
    BOTH,
    ['cert/untrusted', 'cert/distrusted-root', 'cert/chain-incomplete', 'cert/self-signed'],
    'the chain, judged by the root programs of Microsoft and Mozilla and by own roots',
  ),
  seen(
    'valid',
    'A certificate is valid if it is neither revoked nor expired',
    BOTH,
    ['cert/expired', 'cert/not-yet-valid', 'cert/expiring', 'cert/revoked', 'cert/revocation-unknown'],
    'its dates, stapled OCSP answers, and those of the CA if they may be fetched',
  ),
  seen(
    'few-certificates',
    'Use as few certificates as possible',
    BOTH,
    ['org/service-certificate-mismatch'],
    'certificates of all services of a host, side by side',
  ),
  seen(
    'few-names',
    'Use as few names as possible, and leave the names of servers out',
    BOTH,
    ['names/server-host-name', 'names/unused-name'],
    'names that no target asks for, and names by which servers call themselves',
  ),
  seen(
    'autodiscover',
    'autodiscover.{domain} is needed by all clients that support Autodiscover',
    BOTH,
    ['names/autodiscover', 'names/uncovered-expected-name', 'names/uncovered-name'],
    'the way that Outlook takes for each mail domain, and the name beside the certificate',
  ),
  seen(
    'legacy',
    'legacy.{domain} is in the certificate while Exchange 2003 or 2007 stands beside 2010, and no longer',
    ['2010'],
    ['names/unused-name', 'names/uncovered-name'],
    'the name in the certificate although no target asks for it, or the other way round',
  ),
  seen(
    'wildcard-scope',
    'A wildcard stands for one label under one domain, and not with extended validation',
    BOTH,
    ['names/uncovered-name', 'names/wildcard-ev', 'names/public-suffix-wildcard'],
    'names of the certificate, and why a near one does not fit',
  ),
  seen(
    'wildcard-clients',
    'Some services and old clients do not take wildcards',
    BOTH,
    ['names/wildcard', 'exchange/sip-wildcard'],
    'wildcards on services that need a setting of their own, or that take none',
  ),
  seen(
    'old-clients',
    'Outlook before 2010 reads no alternative names with POP and IMAP; on Windows XP Outlook Anywhere needs its principal name',
    ['2010'],
    ['names/old-client-name', 'names/common-name-only'],
    'the common name beside the name asked for',
  ),
  seen(
    'ecc',
    'Elliptic curves in certificates are supported by 2016 and 2019 from Nov24SU on, not for EdgeSync and S/MIME',
    ['2019'],
    ['exchange/ecc-too-early', 'exchange/edgesync-certificate', 'cert/unsupported-key'],
    'the key of the certificate of each service, and the build',
  ),
  seen(
    'edgesync',
    'EdgeSync has the certificate of the Edge Transport server on 50636',
    ['2019'],
    ['exchange/edgesync-certificate'],
    'that certificate, from a place that reaches the port (tls://{edge server}:50636)',
  ),
  seen(
    'unified-messaging',
    'Each Unified Messaging server has its full name in its certificate, without a wildcard (2010 to 2016)',
    BOTH,
    ['exchange/sip-wildcard', 'names/uncovered-name'],
    'the certificate on 5061, from a place that reaches the port (tls://{server}:5061)',
  ),
  seen(
    'hybrid',
    'Hybrid mail flow takes a certificate of a public CA, one issuer and subject on all servers',
    ['2019'],
    ['exchange/hybrid-certificate', 'cert/server-auth-only', 'cert/client-auth-ending'],
    'certificates on port 25; hybrid modern authentication as a sign of hybrid',
  ),
  seen(
    'reverse-proxy',
    'A reverse proxy ends TLS and begins anew (bridging), or passes it through',
    ['2010'],
    ['exchange/tls-termination', 'org/extended-protection-certificate'],
    'what cannot come from Exchange on Windows: headers, greetings, suites; web and mail of one address beside each other',
  ),
  seen(
    'load-balancing',
    'Several servers stand behind one name',
    ['2010'],
    ['org/address-mismatch', 'exchange/replaced-certificate'],
    'each address of the name, in certificate and TLS settings',
  ),
  seen(
    'split-dns',
    'Split DNS leads to one name at different addresses inside and outside',
    ['2010'],
    ['org/split-dns-difference', 'org/address-mismatch'],
    'what the name leads to inside and outside, if both views are given, and what is presented there',
  ),
  seen(
    'remote-powershell',
    'Remote PowerShell uses Kerberos inside, and needs a certificate from the Internet or behind a load balancer',
    BOTH,
    ['http/powershell-exposed', 'names/uncovered-name'],
    'whether the directory answers where we stand, and the certificate of the website',
  ),
  seen(
    'encrypted-clients',
    'Web clients are encrypted by default; POP and IMAP are not before that is configured',
    ['2010'],
    ['http/basic-without-tls', 'mail/auth-before-tls', 'tls/missing-starttls'],
    'what is offered without TLS: on port 80, and before STARTTLS',
  ),
  seen(
    'tls-defaults',
    'Exchange 2019 turns on TLS 1.2 alone, without DES, 3DES, RC2, RC4 and MD5, and prefers elliptic curves',
    ['2019'],
    [
      'tls/obsolete-version',
      'tls/missing-tls12',
      'tls/weak-cipher',
      'tls/elliptic-curve-not-preferred',
      'exchange/baseline-drift',
    ],
    'versions, suites and their order, by asking for them',
  ),
  unseen(
    'federation',
    'Federation takes a certificate with any name, for 2010 of a CA that Windows Live trusts',
    BOTH,
    'The certificate signs tokens and is presented on no port',
    'Get-FederationTrust | Format-List OrgCertificate, TokenIssuerCertificate',
  ),
  unseen(
    'oauth',
    'The Auth certificate has to be valid for Outlook on the web and hybrid',
    ['2019'],
    'It signs tokens and is presented on no port',
    '(Get-AuthConfig).CurrentCertificateThumbprint | Get-ExchangeCertificate | Format-List NotAfter',
  ),
  unseen(
    'instant-messaging',
    'Instant messaging in Outlook on the web needs a name of the certificate on the list of the other server',
    ['2010'],
    'The server presents the certificate as a client, and the list is on the other server',
    'Get-OwaVirtualDirectory | Format-List InstantMessaging*',
  ),
  unseen(
    'domain-security',
    'Domain Security demands certificates of both sides for the domains on its lists',
    ['2019'],
    'The lists are told to nobody, and the certificate for sending is presented to other servers only',
    'Get-TransportConfig | Format-List TLSReceiveDomainSecureList, TLSSendDomainSecureList',
  ),
  unseen(
    'send-connectors',
    'Mail to other servers goes out encrypted where they support it',
    ['2019'],
    'What a server does as a client is seen by those whom it sends to',
    'Get-SendConnector | Format-List Identity, RequireTLS, TlsAuthLevel, TlsDomain, TlsCertificateName',
  ),
  unseen(
    'principal-name',
    'Outlook Anywhere compares the certificate with its principal name',
    ['2010'],
    'Autodiscover tells it only to users who sign in',
    'Get-OutlookProvider | Format-List Name, CertPrincipalName',
  ),
  unseen(
    'services-flags',
    'Certificates are enabled for services, and their private key is there and may be exportable',
    ['2019'],
    'A handshake shows the certificate in use, and not those that are installed beside it',
    'Get-ExchangeCertificate | Format-List Thumbprint, Services, HasPrivateKey, PrivateKeyExportable, RootCAType, Status',
  ),
  unseen(
    'proxy-trust',
    'A registry value makes servers demand trusted certificates when they proxy to others',
    ['2010'],
    'It concerns connections between servers only; where the value stands is not confirmed',
    "Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\MSExchange OWA'",
  ),
  unseen(
    'ecc-setting',
    'Support for elliptic curves in certificates is off until a registry value turns it on',
    ['2019'],
    'A service shows its certificate, not the setting that lets it',
    "Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Diagnostics' EnableEccCertificateSupport",
  ),
  unseen(
    'smime',
    'S/MIME signs and encrypts messages with certificates of users',
    ['2019'],
    'It is inside of messages',
    'Get-SmimeConfig',
  ),
];

/** What nothing of can be seen from outside. */
export const UNSEEN: readonly ServiceStatement[] = SERVICE_STATEMENTS.filter(
  ({ rules }) => rules.length === 0,
);

function seen(
  id: string,
  statement: string,
  articles: ServiceStatement['articles'],
  rules: readonly string[],
  what: string,
): ServiceStatement {
  return { id, statement, articles, rules, seen: what, look: null };
}

function unseen(
  id: string,
  statement: string,
  articles: ServiceStatement['articles'],
  why: string,
  look: string,
): ServiceStatement {
  return { id, statement, articles, rules: [], seen: why, look };
}
