import { maximumValidityDays, validityDays } from '../../certs/validity-rules.ts';
import { day } from '../day.ts';
import { notPublic } from '../public-trust.ts';
import { BASELINE_REQUIREMENTS } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadValidity } from '../unread.ts';

export const shorterRenewal = certificateRule({
  id: 'cert/shorter-renewal',
  title: 'The next certificate will be valid for a shorter time',
  scope: 'certificate',
  severity: 'info',
  why:
    'Public CAs issue for 200 days at most since 15 March 2026, for 100 from 15 March 2027 and for 47 from 15 March 2029. ' +
    'Where certificates are renewed by hand, the work comes back two, four and eight times a year, and with every renewal ' +
    'the connectors that name a certificate have to be looked at.',
  fix: [
    '# Plan the renewal so that it needs nobody: an ACME client, or the tool of the CA, on every server and load balancer.',
    '# Connectors name the certificate by issuer and subject; keep both from one renewal to the next, then they stay valid:',
    'Get-ReceiveConnector | Where-Object TlsCertificateName | Format-List Identity, TlsCertificateName',
    'Get-SendConnector | Where-Object TlsCertificateName | Format-List Identity, TlsCertificateName',
  ],
  references: [BASELINE_REQUIREMENTS],
  roles: 'leaf',
  check(presented, context) {
    const { certificate } = presented;
    const hidden = unread(certificate) ?? unreadValidity(certificate) ?? notPublic(presented, context);
    if (hidden) return hidden;
    const { subject, notBefore, notAfter } = certificate;
    const renewed = Math.max(notAfter, context.now);
    const length = validityDays(notBefore, notAfter);
    const next = maximumValidityDays(renewed);
    const about = `${subject} is valid for ${length} days`;
    return next === null || length <= next
      ? { outcome: 'pass', message: `${about}, and so may be the one that follows it` }
      : {
          outcome: 'fail',
          message: `${about}; one issued on ${day(renewed)} may be valid for ${next} at most`,
        };
  },
});
