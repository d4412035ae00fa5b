import { day } from '../day.ts';
import { places } from '../places.ts';
import { notPublic } from '../public-trust.ts';
import { rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadParts, unreadValidity } from '../unread.ts';

/** Chrome asks for them from certificates issued after 30 April 2018, Apple since 15 October 2018. */
const REQUIRED_FROM = Date.parse('2018-05-01');

export const missingTimestamps = certificateRule({
  id: 'cert/missing-timestamps',
  title: 'The certificate has no timestamps of Certificate Transparency',
  scope: 'certificate',
  severity: 'high',
  why:
    'Chrome, Edge and all Apple devices refuse a certificate of a public CA on https that is not proved to be in public ' +
    'logs. Nearly all CAs put the proof, signed timestamps, into the certificate. A server can also send them in the ' +
    'handshake or with a stapled OCSP response, which cannot be seen from the certificate: then they are not known to be missing.',
  fix: [
    '# Ask the CA to issue the certificate again with embedded timestamps (SCTs); some CAs leave them out on request only.',
  ],
  references: [
    rfc(6962, '3.3'),
    {
      title: 'Chrome Certificate Transparency Policy',
      url: 'https://github.com/chromium/ct-policy/blob/main/ct_policy.md',
    },
    { title: "Apple's Certificate Transparency policy", url: 'https://support.apple.com/en-us/103214' },
  ],
  roles: 'leaf',
  check(presented, context) {
    const { certificate, endpoints } = presented;
    const hidden = unread(certificate) ?? unreadValidity(certificate);
    if (hidden) return hidden;
    const { subject, notBefore, hasTimestamps } = certificate;
    if (hasTimestamps) return { outcome: 'pass', message: `${subject} carries timestamps` };
    const other = notPublic(presented, context) ?? unreadParts(certificate);
    if (other) return other;
    if (notBefore < REQUIRED_FROM) {
      return { outcome: 'not-applicable', message: `they were not asked for yet on ${day(notBefore)}` };
    }
    const web = endpoints.filter(({ protocol }) => protocol === 'https');
    if (web.length === 0) {
      return {
        outcome: 'not-applicable',
        message: 'only browsers ask for them, and it is not presented on https',
      };
    }
    return {
      outcome: 'unknown',
      message:
        `${subject} carries no timestamps; unless ${places(web)} sends them in the handshake or with a stapled OCSP ` +
        'response, which is not known, Chrome, Edge and Apple devices refuse it',
    };
  },
});
