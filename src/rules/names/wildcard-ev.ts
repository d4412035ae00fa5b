import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { CERTIFICATE_ARTICLE } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadParts } from '../unread.ts';
import { wildcards } from '../wildcards.ts';

/** Extended validation in the certificates of every CA (EV Guidelines, 7.1.6.1). */
const EXTENDED_VALIDATION = '2.23.140.1.1';

export const wildcardEv = certificateRule({
  id: 'names/wildcard-ev',
  title: 'A certificate with extended validation has a wildcard',
  scope: 'certificate',
  severity: 'medium',
  why:
    'Extended validation vouches for single hosts, so CAs may not put a wildcard in such a certificate (only for onion ' +
    'services). One that has it was issued by mistake and will be revoked within days, or was not issued by a public CA.',
  fix: requestCertificate([], []),
  references: [
    {
      title: 'CA/Browser Forum: Guidelines for Extended Validation certificates',
      url: 'https://github.com/cabforum/servercert/blob/main/docs/EVG.md',
    },
    CERTIFICATE_ARTICLE,
  ],
  roles: 'leaf',
  check({ certificate, endpoints }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject, policies } = certificate;
    const found = wildcards(certificate).filter((name) => !name.toLowerCase().endsWith('.onion'));
    if (!policies.includes(EXTENDED_VALIDATION)) {
      const message = `${subject} has no extended validation`;
      return unreadParts(certificate) ?? { outcome: 'not-applicable', message };
    }
    if (found.length > 0) {
      return {
        outcome: 'fail',
        message: `${subject} has extended validation and ${found.join(', ')}`,
        fix: replaceCertificate(certificate, endpoints),
      };
    }
    return unreadParts(certificate) ?? { outcome: 'pass', message: `${subject} has no wildcard` };
  },
});
