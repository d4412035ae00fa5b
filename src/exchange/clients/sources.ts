/** Where statements about clients come from; read as stored copies until 2026-11-22. */
export const CLIENT_SOURCES = {
  hello: {
    title: 'testssl.sh etc/client-simulation.txt and .wiresharked.txt (commit 9fdf8028)',
    url: 'https://github.com/testssl/testssl.sh',
  },
  schannel: {
    title: 'Microsoft Learn: Protocols in TLS/SSL (Schannel SSP); TLS Cipher Suites in Windows',
    url: 'https://learn.microsoft.com/windows/win32/secauthn/protocols-in-tls-ssl--schannel-ssp-',
  },
  winhttp: {
    title: 'Microsoft Learn: WinHTTP option flags (WINHTTP_OPTION_SECURE_PROTOCOLS)',
    url: 'https://learn.microsoft.com/windows/win32/winhttp/option-flags',
  },
  kb3140245: {
    title: 'Microsoft KB3140245: TLS 1.1 and 1.2 as default secure protocols in WinHTTP',
    url: 'https://support.microsoft.com/en-us/kb/3140245',
  },
  kb5017811: {
    title: 'Microsoft KB5017811: TLS 1.0 and 1.1 after the change of 20 September 2022',
    url: 'https://support.microsoft.com/en-us/topic/kb5017811-manage-transport-layer-security-tls-1-0-and-1-1-after-default-behavior-change-on-september-20-2022-e95b1b47-9c7c-4d64-9baf-610604a64c3e',
  },
  'sha2-windows': {
    title: 'Microsoft Tech Community: SHA2 and Windows',
    url: 'https://techcommunity.microsoft.com/blog/coreinfrastructureandsecurityblog/sha2-and-windows/1128617',
  },
  'certificates-2010': {
    title: 'Microsoft: Understanding Digital Certificates and SSL (Exchange 2010), Client Limitations',
    url: 'https://learn.microsoft.com/en-us/previous-versions/office/exchange-server-2010/dd351044(v=exchg.141)',
  },
  sbs2007: {
    title: 'Official SBS Blog, 2008-10-17: the target principal name, Outlook 2007',
    url: 'https://blogs.technet.microsoft.com/sbs/2008/10/17/',
  },
  kb2772058: {
    title: 'Microsoft KB2772058: Security Alert of Outlook at Autodiscover',
    url: 'https://support.microsoft.com/en-us/kb/2772058',
  },
  kb3066652: {
    title: 'Microsoft KB3066652: Autodiscover warning in Outlook for Mac (archive)',
    url: 'https://mskb.pkisolutions.com/kb/3066652',
  },
  'proxy-errors': {
    title: 'The Email Admin: error code 10 of Outlook Anywhere and its kin',
    url: 'http://www.theemailadmin.com/2011/05/how-to-fix-error-code-10/',
  },
  'xp-principal': {
    title: 'clintboessen.blogspot.com: Windows XP clients must match the common name',
    url: 'http://clintboessen.blogspot.com/2014/10/windows-xp-clients-must-match.html',
  },
  supportability: {
    title: 'Microsoft Learn: Exchange Server supportability matrix; MAPI over HTTP',
    url: 'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/supportability-matrix',
  },
  'new-outlook': {
    title: 'Microsoft Learn: supported account types of the new Outlook',
    url: 'https://learn.microsoft.com/en-us/microsoft-365-apps/outlook/get-started/supported-account-types',
  },
  apple: {
    title: 'Apple: Requirements for trusted certificates in iOS 13 and macOS 10.15',
    url: 'https://support.apple.com/en-us/103769',
  },
  'apple-prompts': {
    title: '1grid: Cannot Verify Server Identity; linkfore: verify the certificate in Mac Mail',
    url: 'https://1grid.co.za/knowledge/how-to-fix-cannot-verify-server-identity-error',
  },
  'android-sockets': {
    title: 'Android Developers: SSLSocket, default configuration by API level',
    url: 'https://developer.android.com/reference/javax/net/ssl/SSLSocket',
  },
  'android-roots': {
    title: 'Android Developers Blog: Changes to Trusted Certificate Authorities in Android Nougat',
    url: 'https://android-developers.googleblog.com/2016/07/changes-to-trusted-certificate.html',
  },
  'gmail-app': {
    title: 'Tomas Rosprim: the Gmail app cannot connect to Exchange, certificate not valid',
    url: 'https://tomasrosprim.com',
  },
  'windows-mobile': {
    title: "Franky's Web: Windows Mobile 6 and error 0x80072F0D",
    url: 'https://frankysweb.de/en/windows-mobile-6-0x80072f0d',
  },
  kb915840: {
    title: 'Microsoft KB915840: root certificates on a Windows Mobile-based device (archive)',
    url: 'https://support.microsoft.com/kb/915840',
  },
  chrome58: {
    title: 'expta: certificate error in Chrome 58, which reads no common name',
    url: 'https://blog.expta.com/2017/06/fix-for-certificate-error-in-chrome.html',
  },
  mozilla: {
    title: 'MozillaZine: SSL Security Error; security.tls.version',
    url: 'http://kb.mozillazine.org/SSL_Security_Error',
  },
  'thunderbird-78': {
    title: 'Privacy-Handbuch: Thunderbird 78 raises its lowest version to TLS 1.2',
    url: 'https://privacy-handbuch.de/handbuch_31k.htm',
  },
  'ews-api': {
    title: 'Microsoft Learn: validate a server certificate for the EWS Managed API',
    url: 'https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-validate-a-server-certificate-for-the-ews-managed-api',
  },
  dotnet: {
    title: 'Microsoft Learn: ServicePointManager.SecurityProtocol',
    url: 'https://learn.microsoft.com/dotnet/api/system.net.servicepointmanager.securityprotocol',
  },
  javamail: {
    title: 'Oracle: JavaMail, notes on SSL and TLS',
    url: 'https://oracle.com/java/technologies/javamail-sslnotes.html',
  },
  angus: {
    title: 'Eclipse Angus Mail: issues 12 and 86, pull request 14',
    url: 'https://github.com/eclipse-ee4j/angus-mail/issues/12',
  },
  xerox: {
    title: 'rental-server.net: scanners that know no more than TLS 1.0',
    url: 'https://rental-server.net/?p=7776',
  },
  'send-connector': {
    title: 'Microsoft Learn: Set-SendConnector',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-sendconnector',
  },
  'outbound-connector': {
    title: 'Microsoft Learn: Set-OutboundConnector',
    url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-outboundconnector',
  },
  'exchange-tls': {
    title: 'Microsoft Learn: Exchange Server TLS configuration best practices',
    url: 'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-tls-configuration',
  },
  'exo-tls': {
    title: 'Exchange Team Blog: email scenarios if TLS versions cannot be agreed on with Exchange Online',
    url: 'https://techcommunity.microsoft.com/blog/exchange/understanding-email-scenarios-if-tls-versions-cannot-be-agreed-on-with-exchange-/2065089',
  },
  postfix: {
    title: 'Postfix TLS Support: opportunistic TLS',
    url: 'http://www.postfix.org/TLS_README.html#client_tls_may',
  },
  'mta-sts': {
    title: 'RFC 8461: SMTP MTA Strict Transport Security',
    url: 'https://www.rfc-editor.org/rfc/rfc8461',
  },
  dane: {
    title: 'RFC 7672: SMTP Security via Opportunistic DANE TLS',
    url: 'https://www.rfc-editor.org/rfc/rfc7672',
  },
  'gmail-pop': {
    title: 'Gmail Help: check emails from other accounts',
    url: 'https://support.google.com/mail/answer/21291',
  },
  rfc2818: {
    title: 'RFC 2818, 3.1: names and wildcards in HTTP over TLS',
    url: 'https://www.rfc-editor.org/rfc/rfc2818',
  },
  operator: { title: "the operator's own file of clients", url: '' },
} as const;

export type ClientSource = keyof typeof CLIENT_SOURCES;
