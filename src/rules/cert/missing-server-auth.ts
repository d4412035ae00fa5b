import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { CERTIFICATE_ARTICLE, rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadParts } from '../unread.ts';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_USAGE = '2.5.29.37.0';

export const missingServerAuth = certificateRule({
  id: 'cert/missing-server-auth',
  title: 'The certificate is not meant for servers',
  scope: 'certificate',
  severity: 'high',
  why:
    'The extended key usage lists what the certificate may be used for, and authentication of servers is not in the ' +
    'list. Clients refuse the connection, and Exchange has no use for the certificate.',
  fix: requestCertificate([], []),
  references: [rfc(5280, '4.2.1.12'), CERTIFICATE_ARTICLE],
  roles: 'leaf',
  check({ certificate, endpoints }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject, extendedKeyUsage: usages } = certificate;
    if (usages === null) {
      return (
        unreadParts(certificate) ?? { outcome: 'pass', message: `${subject} is not limited to any usage` }
      );
    }
    if (usages.includes(SERVER_AUTH)) {
      return { outcome: 'pass', message: `${subject} may authenticate servers` };
    }
    if (usages.includes(ANY_USAGE))
      return { outcome: 'pass', message: `${subject} may be used for anything` };
    return {
      outcome: 'fail',
      message: `${subject} may be used for ${usages.join(', ') || 'nothing'}, not to authenticate servers (${SERVER_AUTH})`,
      fix: replaceCertificate(certificate, endpoints),
    };
  },
});
