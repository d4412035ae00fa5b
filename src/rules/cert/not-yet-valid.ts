import { certificateRule } from '../rule.ts';
import { day } from '../day.ts';
import { places } from '../places.ts';
import { rfc } from '../references.ts';
import { unreadValidity } from '../unread.ts';

const FIX = [
  '# Check the clock of the server and of the CA; if they are right, go back to the previous certificate until then:',
  'w32tm /query /status',
  'Get-ExchangeCertificate | Format-List Thumbprint, NotBefore, NotAfter, Services, Subject',
];

export const notYetValid = certificateRule({
  id: 'cert/not-yet-valid',
  title: 'The certificate is not valid yet',
  scope: 'certificate',
  severity: 'high',
  why: 'Every client refuses a certificate before its first day, as it refuses an expired one.',
  fix: FIX,
  references: [rfc(5280, '4.1.2.5')],
  roles: 'all',
  check({ certificate, endpoints }, { now }) {
    const hidden = unreadValidity(certificate);
    if (hidden) return hidden;
    const from = day(certificate.notBefore);
    return now < certificate.notBefore
      ? {
          outcome: 'fail',
          message: `${certificate.subject} is valid only from ${from} on; it is presented on ${places(endpoints)}`,
          fix: FIX,
        }
      : { outcome: 'pass', message: `${certificate.subject} is valid since ${from}` };
  },
});
