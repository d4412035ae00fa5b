import { isPublicSuffix } from '../../certs/public-suffix.ts';
import { referenceName } from '../../certs/names.ts';
import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { BASELINE_REQUIREMENTS, rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadParts } from '../unread.ts';
import { wildcards } from '../wildcards.ts';

export const publicSuffixWildcard = certificateRule({
  id: 'names/public-suffix-wildcard',
  title: 'A wildcard stands directly under a public suffix',
  scope: 'certificate',
  severity: 'medium',
  why:
    '*.com or *.co.uk would stand for the domains of everybody, so browsers take such an entry for no name at all, and ' +
    'public CAs may not issue it. OpenSSL does take *.co.uk, so the certificate seems to work with some clients. Suffixes ' +
    'that one company owns, such as azurewebsites.net, do not count.',
  fix: requestCertificate([], []),
  references: [
    BASELINE_REQUIREMENTS,
    rfc(9525, '6.3'),
    { title: 'Public Suffix List', url: 'https://publicsuffix.org/' },
  ],
  roles: 'leaf',
  check({ certificate, endpoints }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject } = certificate;
    const all = wildcards(certificate);
    const wide = all.filter((name) => isPublicSuffix(referenceName(name.slice(2))));
    if (wide.length > 0) {
      return {
        outcome: 'fail',
        message: `${subject} has ${wide.join(', ')}, directly under a public suffix: browsers refuse it for every name`,
        fix: replaceCertificate(
          { ...certificate, dnsNames: certificate.dnsNames.filter((name) => !wide.includes(name)) },
          endpoints,
        ),
      };
    }
    const partly = unreadParts(certificate);
    if (partly) return partly;
    return all.length === 0
      ? { outcome: 'not-applicable', message: `${subject} has no wildcard` }
      : { outcome: 'pass', message: `${all.join(', ')} stands under a domain that somebody owns` };
  },
});
