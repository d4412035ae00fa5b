import type { JudgedChain } from '../chain-trust.ts';
import { quote } from '../powershell.ts';
import type { Certificate } from '../../certs/certificate.ts';
import { endpointsOf, evidenceOf, judgedChains } from '../chain-trust.ts';
import { places } from '../places.ts';
import { rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { isUnread, unread } from '../unread.ts';

export const anchorSent = certificateRule({
  id: 'cert/anchor-sent',
  title: 'The root is sent along',
  scope: 'certificate',
  severity: 'info',
  why:
    'A client has the root or does not trust it; sending it convinces nobody and makes every handshake larger. Windows ' +
    'leaves it out, so that a load balancer or proxy with the root in its file is the usual cause.',
  fix: ['# On the load balancer or proxy: leave the root out of the file with the chain.'],
  references: [rfc(5246, '7.4.2'), rfc(8446, '4.4.2')],
  roles: 'leaf',
  check(presented, context) {
    const { certificate, chains } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const judged = judgedChains(presented, context);
    const hit = judged.filter(({ trust }) => trust.facts.anchorSent);
    if (hit.length > 0) {
      const where = endpointsOf(hit);
      return {
        outcome: 'fail',
        message: `a root is sent on ${places(where)}`,
        fix: [
          `# On the load balancer or proxy before ${places(where)}: leave the root out of the file with the chain:`,
          ...rootsOf(hit).map(({ subject, thumbprint }) => `# ${thumbprint}, ${quote(subject)}`),
        ],
        endpoints: where.map(({ id }) => id),
        evidence: evidenceOf(hit),
      };
    }
    if (judged.length === 0 || chains.some(({ certificates }) => certificates.some(isUnread))) {
      return { outcome: 'unknown', message: 'a certificate of the chain cannot be read' };
    }
    return judged.every(({ trust }) => trust.facts.completeness === 'self-signed')
      ? { outcome: 'not-applicable', message: 'it is self-signed, so there is no chain' }
      : { outcome: 'pass', message: 'no root is sent' };
  },
});

/** What ends a chain and stands for itself. */
function rootsOf(judged: readonly JudgedChain[]): readonly Certificate[] {
  const roots = judged.flatMap(({ chain }) =>
    chain.certificates.slice(1).filter(({ selfIssued }) => selfIssued),
  );
  return [...new Map(roots.map((root) => [root.sha256, root])).values()];
}
