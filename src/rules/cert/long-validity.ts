import { maximumValidityDays, validityDays } from '../../certs/validity-rules.ts';
import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { day } from '../day.ts';
import { notPublic } from '../public-trust.ts';
import { BASELINE_REQUIREMENTS } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unreadValidity } from '../unread.ts';

export const longValidity = certificateRule({
  id: 'cert/long-validity',
  title: 'The certificate is valid for longer than public CAs may issue',
  scope: 'certificate',
  severity: 'high',
  why:
    'Browsers and Apple devices refuse certificates of public CAs that are valid for longer than was allowed on the ' +
    'day of issue: 398 days since September 2020, 200 since 15 March 2026, 100 from 15 March 2027, 47 from 15 March 2029.',
  fix: requestCertificate([], []),
  references: [BASELINE_REQUIREMENTS],
  roles: 'leaf',
  check(presented, context) {
    const { certificate, endpoints } = presented;
    const hidden = unreadValidity(certificate) ?? notPublic(presented, context);
    if (hidden) return hidden;
    const { subject, notBefore, notAfter } = certificate;
    const limit = maximumValidityDays(notBefore);
    if (limit === null) {
      return { outcome: 'not-applicable', message: `there was no limit yet on ${day(notBefore)}` };
    }
    const length = validityDays(notBefore, notAfter);
    const about = `${subject}, issued on ${day(notBefore)}, is valid for ${length} days`;
    return length <= limit
      ? { outcome: 'pass', message: about }
      : {
          outcome: 'fail',
          message: `${about}; the limit on that day was ${limit}`,
          fix: replaceCertificate(certificate, endpoints),
        };
  },
});
