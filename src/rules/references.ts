import type { Reference } from './rule.ts';

export const TLS_ARTICLE: Reference = {
  title: 'Microsoft Learn: Exchange Server TLS configuration best practices',
  url: 'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-tls-configuration',
};

export const CERTIFICATE_ARTICLE: Reference = {
  title: 'Microsoft Learn: Digital certificates and encryption in Exchange Server',
  url: 'https://learn.microsoft.com/en-us/exchange/architecture/client-access/certificates',
};

export const STARTTLS_ARTICLE: Reference = {
  title: 'Microsoft Learn: Selection of inbound STARTTLS certificates',
  url: 'https://learn.microsoft.com/en-us/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection',
};

export const NEW_CERTIFICATE: Reference = {
  title: 'Microsoft Learn: New-ExchangeCertificate',
  url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/new-exchangecertificate',
};

export const ENABLE_CERTIFICATE: Reference = {
  title: 'Microsoft Learn: Enable-ExchangeCertificate',
  url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/enable-exchangecertificate',
};

export const SCHANNEL_REGISTRY: Reference = {
  title: 'Microsoft Learn: Transport Layer Security (TLS) registry settings',
  url: 'https://learn.microsoft.com/windows-server/security/tls/tls-registry-settings',
};

export const HEALTH_CHECKER_CERTIFICATES: Reference = {
  title: 'CSS-Exchange HealthChecker: certificate check',
  url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/CertificateCheck/',
};

export const BASELINE_REQUIREMENTS: Reference = {
  title: 'CA/Browser Forum: Baseline Requirements for TLS server certificates',
  url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md',
};

export const TRUSTED_ROOTS: Reference = {
  title: 'Microsoft Learn: Release notes of the Microsoft Trusted Root Program',
  url: 'https://learn.microsoft.com/en-us/security/trusted-root/release-notes',
};

export const ROOT_DEPRECATION: Reference = {
  title: 'Microsoft Learn: Deprecation definitions of the Microsoft Trusted Root Program',
  url: 'https://learn.microsoft.com/en-us/security/trusted-root/deprecation',
};

export const MOZILLA_TRUST_CHANGES: Reference = {
  title: 'Mozilla: Additional trust changes',
  url: 'https://wiki.mozilla.org/CA/Additional_Trust_Changes',
};

export const OPENSSL_VERIFICATION: Reference = {
  title: 'OpenSSL: certificate verification options',
  url: 'https://docs.openssl.org/master/man1/openssl-verification-options/',
};

export const EXCHANGE_BUILDS: Reference = {
  title: 'Microsoft Learn: Exchange Server build numbers and release dates',
  url: 'https://learn.microsoft.com/en-us/exchange/new-features/build-numbers-and-release-dates',
};

export const EXCHANGE_LIFECYCLE: Reference = {
  title: 'Exchange Team Blog: Released: October 2025 Exchange Server Security Updates',
  url: 'https://techcommunity.microsoft.com/blog/exchange/released-october-2025-exchange-server-security-updates/4461276',
};

export const SUPPORTABILITY_MATRIX: Reference = {
  title: 'Microsoft Learn: Exchange Server supportability matrix',
  url: 'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/supportability-matrix',
};

export const SCHANNEL_SUITES: Reference = {
  title: 'Microsoft Learn: Cipher Suites in TLS/SSL (Schannel SSP)',
  url: 'https://learn.microsoft.com/en-us/windows/win32/secauthn/cipher-suites-in-schannel',
};

export const HEALTH_CHECKER: Reference = {
  title: 'CSS-Exchange HealthChecker',
  url: 'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/',
};

export const HSTS_ARTICLE: Reference = {
  title: 'Microsoft Learn: Configure HTTP Strict Transport Security in Exchange Server',
  url: 'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/configure-http-strict-transport-security-in-exchange-server',
};

export const VIRTUAL_DIRECTORIES_ARTICLE: Reference = {
  title: 'Microsoft Learn: Default settings for Exchange virtual directories',
  url: 'https://learn.microsoft.com/en-us/exchange/clients/default-virtual-directory-settings',
};

export const LOAD_BALANCING_ARTICLE: Reference = {
  title: 'Microsoft Learn: Load balancing in Exchange Server',
  url: 'https://learn.microsoft.com/en-us/exchange/architecture/client-access/load-balancing',
};

export const EXTENDED_PROTECTION_ARTICLE: Reference = {
  title: 'Microsoft Learn: Configure Windows Extended Protection in Exchange Server',
  url: 'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-extended-protection',
};

export const RECEIVE_CONNECTORS: Reference = {
  title: 'Microsoft Learn: Receive connectors',
  url: 'https://learn.microsoft.com/en-us/exchange/mail-flow/connectors/receive-connectors',
};

export const POP_IMAP: Reference = {
  title: 'Microsoft Learn: POP3 and IMAP4 in Exchange Server',
  url: 'https://learn.microsoft.com/en-us/exchange/clients/pop3-and-imap4/pop3-and-imap4',
};

export const HYBRID_CERTIFICATES: Reference = {
  title: 'Microsoft Learn: Certificate requirements for hybrid deployments',
  url: 'https://learn.microsoft.com/en-us/exchange/certificate-requirements',
};

/** The address has the number that the article has in all versions, in the folder of those for Exchange 2010. */
export const CERTIFICATE_ARTICLE_2010: Reference = {
  title: 'Microsoft: Understanding Digital Certificates and SSL (Exchange 2010)',
  url: 'https://learn.microsoft.com/en-us/previous-versions/office/exchange-server-2010/dd351044(v=exchg.141)',
};

export const NETWORK_PORTS: Reference = {
  title: 'Microsoft Learn: Network ports for clients and mail flow in Exchange',
  url: 'https://learn.microsoft.com/en-us/exchange/plan-and-deploy/deployment-ref/network-ports',
};

export const NTLM_CHALLENGE: Reference = {
  title: 'MS-NLMP, 2.2.1.2: CHALLENGE_MESSAGE',
  url: 'https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/801a4681-8809-4be9-ab0d-61dcfe762786',
};

export const SET_RECEIVE_CONNECTOR: Reference = {
  title: 'Microsoft Learn: Set-ReceiveConnector',
  url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-receiveconnector',
};

export const EDCA_CONTROLS: Reference = {
  title: 'EDCA, Config/controls.json: EDCA-TLS-041 (commit 42d85b7, 2026-04-24)',
  url: 'https://github.com/michelderooij/EDCA',
};

/** `rfc(5246, '7.4.2')`: one section of an RFC. */
export function rfc(number: number, section?: string): Reference {
  const url = `https://www.rfc-editor.org/rfc/rfc${number}`;
  return section === undefined
    ? { title: `RFC ${number}`, url }
    : { title: `RFC ${number}, section ${section}`, url: `${url}#section-${section}` };
}
