import type { Certificate } from '../../certs/certificate.ts';
import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { publicRemark } from '../public-trust.ts';
import { BASELINE_REQUIREMENTS, HEALTH_CHECKER_CERTIFICATES, NEW_CERTIFICATE, rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const weakKey = certificateRule({
  id: 'cert/weak-key',
  title: 'The key of the certificate is too small',
  scope: 'certificate',
  severity: 'high',
  why:
    'A small key can be computed from the certificate by somebody with enough machines, who can then play the ' +
    'server. Windows, browsers and auditors refuse RSA keys below 2048 bits, public CAs do not sign them.',
  fix: requestCertificate([], []),
  references: [HEALTH_CHECKER_CERTIFICATES, BASELINE_REQUIREMENTS, NEW_CERTIFICATE, rfc(9325, '4.5')],
  roles: 'all',
  check(presented, context) {
    const { certificate, role, endpoints } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject, key } = certificate;
    const smallest = leastBits(certificate, context.baseline.minRsaBits);
    if (smallest === 0) return { outcome: 'pass', message: `${subject} has an ${key.algorithm} key` };
    if (smallest === null || key.bits === null) {
      const message = `the strength of the key of ${subject} is not known (${key.algorithm || 'unknown algorithm'})`;
      return { outcome: 'unknown', message };
    }
    const what = `${subject} has ${article(key.algorithm)} key of ${key.bits} bits`;
    if (key.bits >= smallest && key.algorithm !== 'DSA') return { outcome: 'pass', message: what };
    return {
      outcome: 'fail',
      message:
        (key.algorithm === 'DSA'
          ? `${what}, which no current client takes`
          : `${what}, less than ${smallest}`) + publicRemark(presented, context),
      fix:
        role === 'leaf'
          ? replaceCertificate(certificate, endpoints)
          : ['# The CA has to issue from a stronger key: ask it for a certificate from another chain.'],
    };
  },
});

/** Smallest size that passes; 0 where there is but one size, null for an algorithm that is not known here. */
function leastBits({ key }: Certificate, minRsaBits: number): number | null {
  switch (key.algorithm) {
    case 'RSA':
    case 'RSA-PSS':
      return minRsaBits;
    case 'EC':
      return 256;
    case 'DSA':
      return 2048;
    case 'Ed25519':
    case 'Ed448':
      return 0;
    default:
      return null;
  }
}

function article(algorithm: string): string {
  return algorithm === 'DSA' ? 'a DSA' : `an ${algorithm}`;
}
