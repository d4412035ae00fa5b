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

/** `rfc(5246, '7.4.2')`: one section of an RFC. */
export function rfc(number: number, section?: string): Reference {
  const url = `https://www.rfc-editor.org/rfc/rfc${number}`;
  return section === undefined
    ? { title: `RFC ${number}`, url }
    : { title: `RFC ${number}, section ${section}`, url: `${url}#section-${section}` };
}
