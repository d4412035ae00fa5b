import type { Certificate } from './certificate.ts';

export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** From when an authority of the public web issues server certificates without clientAuth, whatever is asked for. */
export interface ClientAuthRule {
  readonly who: string;
  /** How the organization is written in the issuer's name. */
  readonly organization: RegExp;
  /** First day without, ISO. */
  readonly from: string;
  /** First day on which it had to be asked for, ISO; `null` if that is not known. */
  readonly onRequest: string | null;
  /** Who says so: the authority itself or somebody who sells its certificates. */
  readonly said: 'itself' | 'others';
  readonly url: string;
}

/** As published until November 2026; dates were moved more than once. */
export const CLIENT_AUTH_RULES: readonly ClientAuthRule[] = [
  {
    who: "Let's Encrypt",
    organization: /^Let's Encrypt$/i,
    from: '2026-07-08',
    onRequest: '2026-02-11',
    said: 'itself',
    url: 'https://letsencrypt.org/2025/05/14/ending-tls-client-authentication',
  },
  {
    who: 'Google Trust Services',
    organization: /^Google Trust Services\b/i,
    from: '2026-04-13',
    onRequest: null,
    said: 'others',
    url: 'https://github.com/polymind-inc/acmebot/issues/916',
  },
  {
    who: 'Sectigo',
    organization: /^(?:Sectigo|COMODO CA)\b/i,
    from: '2027-02-10',
    onRequest: '2025-10-07',
    said: 'others',
    url: 'https://comparecheapssl.com/?p=12632',
  },
  {
    who: 'DigiCert',
    organization: /^(?:DigiCert|GeoTrust|thawte)\b/i,
    from: '2027-03-01',
    onRequest: '2025-10-01',
    said: 'itself',
    url: 'https://knowledge.digicert.com/alerts/sunsetting-client-authentication-eku-from-digicert-public-tls-certificates',
  },
];

/** For every other authority: no certificate that has clientAuth may be issued below a root that Chrome trusts. */
export const CHROME_CLIENT_AUTH_RULE: ClientAuthRule = {
  who: 'the Chrome Root Program, for every authority that Chrome trusts',
  organization: /^/,
  from: '2027-03-15',
  onRequest: null,
  said: 'itself',
  url: 'https://googlechrome.github.io/chromerootprogram/',
};

/** The row for the authority that issued a certificate, by the organization in the issuer's name. */
export function clientAuthRule({ issuer }: Pick<Certificate, 'issuer'>): ClientAuthRule {
  const organization = /(?:^|[^\\], )O=((?:[^\\,]|\\.)*)/.exec(issuer)?.[1]?.replace(/\\(.)/g, '$1') ?? '';
  return CLIENT_AUTH_RULES.find((rule) => rule.organization.test(organization)) ?? CHROME_CLIENT_AUTH_RULE;
}
