import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { isUnread } from '../unread.ts';

export const unreadable = certificateRule({
  id: 'cert/unreadable',
  title: 'The certificate is malformed',
  scope: 'certificate',
  severity: 'low',
  why:
    'Clients differ in what they forgive: a certificate that breaks the format works with one and is refused by the ' +
    'next, and the rules here can say less about it.',
  fix: requestCertificate([], []),
  references: [rfc(5280, '4')],
  roles: 'all',
  check({ certificate, endpoints }) {
    const { faults, subject, sha256 } = certificate;
    if (faults.length === 0) return { outcome: 'pass', message: `${subject} can be read completely` };
    return isUnread(certificate)
      ? {
          outcome: 'fail',
          severity: 'high',
          message: `the certificate with SHA-256 ${sha256} cannot be read: ${faults.join('; ')}`,
          fix: requestCertificate([], endpoints),
        }
      : {
          outcome: 'fail',
          message: `parts of ${subject || 'the certificate'} cannot be read: ${faults.join('; ')}`,
          fix: replaceCertificate(certificate, endpoints),
        };
  },
});
