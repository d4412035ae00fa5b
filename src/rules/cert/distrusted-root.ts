import { requestCertificate } from '../certificate-commands.ts';
import { evidenceOf, judgedChains, refusalSeverity } from '../chain-trust.ts';
import { places } from '../places.ts';
import { MOZILLA_TRUST_CHANGES, ROOT_DEPRECATION, TRUSTED_ROOTS } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const distrustedRoot = certificateRule({
  id: 'cert/distrusted-root',
  title: 'A root program has taken its trust from the root',
  scope: 'certificate',
  severity: 'high',
  why:
    'Root programs remove roots, or trust only what they issued before a date, because the authority failed or the key ' +
    'is old. Clients with that store refuse the certificate, others go on, so that only some people complain. Servers ' +
    'that have not had the change yet see nothing of it.',
  fix: [
    '# Ask the CA for a certificate under a newer root; many send an intermediate that is signed by both roots.',
    ...requestCertificate([], []),
  ],
  references: [ROOT_DEPRECATION, TRUSTED_ROOTS, MOZILLA_TRUST_CHANGES],
  roles: 'leaf',
  check(presented, context) {
    const { certificate, endpoints } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const severity = refusalSeverity(endpoints);
    const judged = judgedChains(presented, context);
    const hit = judged.filter(({ trust }) => trust.stores.some(({ status }) => status === 'distrusted'));
    const [first] = hit;
    if (first !== undefined) {
      const against = first.trust.stores.filter(({ status }) => status === 'distrusted');
      const still = first.trust.stores.filter(({ status }) => status === 'trusted');
      const rest =
        still.length === 0
          ? ''
          : ` Still trusted by the ${still.map(({ store }) => store.title).join(' and the ')}.`;
      return {
        outcome: 'fail',
        severity,
        message: `${certificate.subject} on ${places(endpoints)}: ${against.map(({ why }) => why).join(' ')}${rest}`,
        fix: [
          `# Ask the CA for a certificate under a newer root than ${first.trust.anchor ?? 'this one'}:`,
          ...requestCertificate(certificate.dnsNames, endpoints),
        ],
        evidence: evidenceOf(hit),
      };
    }
    const ofPrograms = judged.flatMap(({ trust }) =>
      trust.stores.filter(({ store, root }) => store.commercial && root !== null),
    );
    const trusting = ofPrograms.find(({ status }) => status === 'trusted');
    if (trusting !== undefined) return { outcome: 'pass', severity, message: trusting.why };
    const [open] = ofPrograms.filter(({ status }) => status === 'unknown');
    if (open !== undefined) return { outcome: 'unknown', severity, message: open.why };
    return { outcome: 'not-applicable', message: 'it leads to no root of a public program' };
  },
});
