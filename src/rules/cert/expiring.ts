import { certificateRule } from '../rule.ts';
import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { DAY, day, days } from '../day.ts';
import { places } from '../places.ts';
import { HEALTH_CHECKER_CERTIFICATES, NEW_CERTIFICATE } from '../references.ts';
import { unreadValidity } from '../unread.ts';

export const expiring = certificateRule({
  id: 'cert/expiring',
  title: 'The certificate expires soon',
  scope: 'certificate',
  severity: 'medium',
  why:
    'A renewal takes a request, a CA, an installation on every server, and, where issuer or subject change, new ' +
    "values in the connectors. The limits are those of Microsoft's HealthChecker: less than 60 days is a warning, " +
    'less than 30 an alarm.',
  fix: requestCertificate([], []),
  references: [HEALTH_CHECKER_CERTIFICATES, NEW_CERTIFICATE],
  roles: 'leaf',
  check({ certificate, endpoints }, { now, expiry }) {
    const hidden = unreadValidity(certificate);
    if (hidden) return hidden;
    const remaining = certificate.notAfter - now;
    if (remaining < 0) return { outcome: 'not-applicable', message: 'it has expired: see cert/expired' };
    const message = `${certificate.subject} expires in ${days(remaining)}, on ${day(certificate.notAfter)}`;
    if (remaining >= expiry.warningDays * DAY && remaining >= expiry.criticalDays * DAY) {
      return { outcome: 'pass', message };
    }
    return {
      outcome: 'fail',
      severity: remaining < expiry.criticalDays * DAY ? 'high' : 'medium',
      message: `${message}; it is presented on ${places(endpoints)}`,
      fix: replaceCertificate(certificate, endpoints),
    };
  },
});
