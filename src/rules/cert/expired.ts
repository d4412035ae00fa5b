import type { PresentedChain } from '../../facts/types.ts';
import type { PresentedCertificate } from '../rule.ts';
import { certificateRule } from '../rule.ts';
import { NEW_SELF_SIGNED, replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { day, days } from '../day.ts';
import { places } from '../places.ts';
import { CERTIFICATE_ARTICLE, NEW_CERTIFICATE, rfc, STARTTLS_ARTICLE } from '../references.ts';
import { unreadValidity } from '../unread.ts';

export const expired = certificateRule({
  id: 'cert/expired',
  title: 'The certificate has expired',
  scope: 'certificate',
  severity: 'high',
  why:
    'Outlook, browsers and phones warn or refuse, and partners that verify certificates stop mail. Exchange itself ' +
    'goes on presenting an expired certificate on SMTP (event 12016), so nothing else gives notice.',
  fix: [...requestCertificate([], []), ...NEW_SELF_SIGNED],
  references: [NEW_CERTIFICATE, CERTIFICATE_ARTICLE, STARTTLS_ARTICLE, rfc(5280, '4.1.2.5')],
  roles: 'all',
  check(presented, { now, trustOf }) {
    const { certificate, role, endpoints, behind } = presented;
    const hidden = unreadValidity(certificate);
    if (hidden) return hidden;
    const until = day(certificate.notAfter);
    if (now <= certificate.notAfter) {
      return { outcome: 'pass', message: `${certificate.subject} is valid until ${until}` };
    }
    const isSpare = ({ certificates }: PresentedChain): boolean =>
      trustOf(certificates).facts.expiredCrossSigns.includes(certificate.sha256);
    if (role === 'issuer' && behind.length > 0 && behind.every(isSpare)) {
      const message = `${certificate.subject} expired on ${until}, and no path needs it: see cert/expired-cross-sign`;
      return { outcome: 'not-applicable', message };
    }
    const since = `expired on ${until}, ${days(now - certificate.notAfter)} ago`;
    return role === 'leaf'
      ? {
          outcome: 'fail',
          message: `${certificate.subject} ${since}; it is presented on ${places(endpoints)}`,
          fix: fix(presented),
        }
      : {
          outcome: 'fail',
          severity: 'medium',
          message: `the issuing certificate ${certificate.subject} ${since}; clients without another way to a root refuse the chain`,
          fix: [
            "# Install the CA's current intermediate certificate on every server and remove the expired one:",
            "Import-Certificate -FilePath '<intermediate.cer>' -CertStoreLocation Cert:\\LocalMachine\\CA",
            `Remove-Item -Path Cert:\\LocalMachine\\CA\\${certificate.thumbprint}`,
          ],
        };
  },
});

function fix({ certificate, endpoints }: PresentedCertificate): readonly string[] {
  return certificate.selfSigned === true &&
    endpoints.every(({ protocol }) => protocol === 'smtp' || protocol === 'smtp-anonymous')
    ? NEW_SELF_SIGNED
    : replaceCertificate(certificate, endpoints);
}
