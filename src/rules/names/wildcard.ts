import type { Endpoint } from '../../model/endpoint.ts';
import { serviceFamily } from '../../model/protocol.ts';
import { quote } from '../powershell.ts';
import { CERTIFICATE_ARTICLE } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadParts } from '../unread.ts';
import { wildcards } from '../wildcards.ts';

export const wildcard = certificateRule({
  id: 'names/wildcard',
  title: 'A service has a wildcard certificate that needs a setting of its own',
  scope: 'certificate',
  severity: 'info',
  why:
    'For current clients a wildcard is as good as a list of names. Some things have to be known: POP and IMAP take a ' +
    'certificate with a wildcard by the name in their settings and not by Enable-ExchangeCertificate; Outlook Anywhere ' +
    'needs the wildcard in its certificate principal name; Windows Mobile 5, some Palm devices and links to Office ' +
    'Communications Server 2007 R2 take none at all. On SMTP it fits the Fqdn of a connector without more ado.',
  fix: ["Set-PopSettings -X509CertificateName '<host>'", "Set-ImapSettings -X509CertificateName '<host>'"],
  references: [
    CERTIFICATE_ARTICLE,
    {
      title: 'Microsoft Learn: Set-ImapSettings',
      url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-imapsettings',
    },
    {
      title: 'Microsoft Learn: Set-PopSettings',
      url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-popsettings',
    },
    {
      title: 'Microsoft Learn: Set-OutlookProvider',
      url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-outlookprovider',
    },
  ],
  roles: 'leaf',
  check({ certificate, endpoints }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject } = certificate;
    const [first, ...others] = wildcards(certificate);
    if (first === undefined) {
      const message = `${subject} has no wildcard`;
      return unreadParts(certificate) ?? { outcome: 'not-applicable', message };
    }
    const services = new Set(endpoints.map(({ protocol }) => serviceFamily(protocol)));
    const needs = NEEDS.filter(({ family }) => services.has(family));
    if (needs.length === 0) return { outcome: 'pass', message: `${first} needs no setting on SMTP` };
    return {
      outcome: 'fail',
      message: `${subject} has ${[first, ...others].join(', ')}: ${needs.map(({ what }) => what).join('; ')}`,
      fix: needs.flatMap(({ fix }) => fix(first, endpoints)),
    };
  },
});

interface Need {
  readonly family: 'web' | 'pop' | 'imap';
  readonly what: string;
  readonly fix: (entry: string, endpoints: readonly Endpoint[]) => readonly string[];
}

const NEEDS: readonly Need[] = [
  {
    family: 'web',
    what: 'Outlook Anywhere needs it as the certificate principal name',
    fix: (entry) => [`Set-OutlookProvider EXPR -CertPrincipalName ${quote(`msstd:${entry}`)}`],
  },
  {
    family: 'pop',
    what: 'POP needs X509CertificateName',
    fix: (_, endpoints) => [
      `Set-PopSettings -X509CertificateName ${quote(hostOf('pop', endpoints))}`,
      'Restart-Service MSExchangePOP3, MSExchangePOP3BE',
    ],
  },
  {
    family: 'imap',
    what: 'IMAP needs X509CertificateName',
    fix: (_, endpoints) => [
      `Set-ImapSettings -X509CertificateName ${quote(hostOf('imap', endpoints))}`,
      'Restart-Service MSExchangeIMAP4, MSExchangeIMAP4BE',
    ],
  },
];

function hostOf(family: Need['family'], endpoints: readonly Endpoint[]): string {
  return endpoints.find(({ protocol }) => serviceFamily(protocol) === family)?.host ?? '<host>';
}
