import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { publiclyTrusted, publicRemark } from '../public-trust.ts';
import {
  BASELINE_REQUIREMENTS,
  CERTIFICATE_ARTICLE,
  HEALTH_CHECKER_CERTIFICATES,
  rfc,
} from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const weakSignature = certificateRule({
  id: 'cert/weak-signature',
  title: 'The certificate is signed with a weak hash',
  scope: 'certificate',
  severity: 'medium',
  why:
    'A hash for which collisions can be made lets somebody get a certificate with other contents under the same ' +
    'signature. Clients refuse MD5 and, from public CAs, SHA-1. The self-signed certificates of Exchange Setup carry ' +
    'SHA-1 until Exchange 2016 CU22 and 2019 CU11, and keep it through updates.',
  fix: requestCertificate([], []),
  references: [
    HEALTH_CHECKER_CERTIFICATES,
    CERTIFICATE_ARTICLE,
    {
      title: 'Microsoft Support: certificates created during Exchange Setup use SHA-1 hash (KB5006983)',
      url: 'https://support.microsoft.com/help/5006983',
    },
    BASELINE_REQUIREMENTS,
    rfc(6194),
    rfc(6151),
  ],
  roles: 'all',
  check(presented, context) {
    const { certificate, role, endpoints } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject, signature } = certificate;
    if (role === 'issuer' && certificate.selfIssued && certificate.selfSigned !== false) {
      return { outcome: 'not-applicable', message: `nobody relies on the signature of the root ${subject}` };
    }
    if (signature.hash === null) {
      const message = `the hash in the signature of ${subject} is not known (${signature.name || 'not read'})`;
      return { outcome: 'unknown', message };
    }
    const what = `${subject} is signed with ${signature.hash} (${signature.name})`;
    const broken = BROKEN.has(signature.hash);
    if (!broken && signature.hash !== 'SHA-1') return { outcome: 'pass', message: what };
    return {
      outcome: 'fail',
      severity: broken || publiclyTrusted(presented, context) === 'yes' ? 'high' : 'medium',
      message: what + publicRemark(presented, context),
      fix:
        role === 'leaf'
          ? certificate.selfSigned === true
            ? [
                '# Exchange 2016 CU22 and 2019 CU11 or later sign it anew with SHA-256:',
                'New-ExchangeCertificate',
              ]
            : replaceCertificate(certificate, endpoints)
          : [
              '# The CA has to renew this certificate with SHA-256 or better; install the new one on every server.',
            ],
    };
  },
});

const BROKEN: ReadonlySet<string> = new Set(['MD2', 'MD4', 'MD5']);
