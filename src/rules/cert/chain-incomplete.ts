import { describeChain } from '../../certs/chain.ts';
import { audience } from '../../exchange/audience.ts';
import { AUDIENCE_SEVERITY } from '../audience-severity.ts';
import { installIntermediates } from '../install-intermediates.ts';
import { places } from '../places.ts';
import { rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { severest } from '../severest.ts';
import { unread } from '../unread.ts';

export const chainIncomplete = certificateRule({
  id: 'cert/chain-incomplete',
  title: 'An intermediate certificate is not sent',
  scope: 'certificate',
  severity: 'high',
  why:
    'A client has the roots, and expects the server to send all that lies between. Windows and browsers can often fetch ' +
    'what is missing; phones, Java programs and most mail servers do not, and refuse the certificate. That makes the ' +
    'fault look like one of a single device.',
  fix: installIntermediates(null),
  references: [rfc(5246, '7.4.2'), rfc(8446, '4.4.2')],
  roles: 'leaf',
  check({ certificate, chains, endpoints }, { anchors, authorities }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const severity = severest(endpoints.map((one) => AUDIENCE_SEVERITY[audience(one.protocol, one.port)]));
    const judged = chains.map((chain) => ({
      evidence: chain.evidence,
      ...describeChain(chain.certificates, anchors, authorities),
    }));
    const incomplete = judged.find(({ completeness }) => completeness === 'incomplete');
    if (incomplete !== undefined) {
      return {
        outcome: 'fail',
        severity,
        message: `the chain on ${places(endpoints)} is incomplete. ${incomplete.why}`,
        fix: installIntermediates(incomplete.missing),
        evidence: incomplete.evidence,
      };
    }
    const undecided = judged.find(({ completeness }) => completeness === 'unknown');
    if (undecided !== undefined || judged.length === 0) {
      return { outcome: 'unknown', severity, message: undecided?.why ?? 'no chain was seen' };
    }
    const selfSigned = judged.every(({ completeness }) => completeness === 'self-signed');
    const message = judged[0]?.why ?? '';
    return selfSigned ? { outcome: 'not-applicable', message } : { outcome: 'pass', severity, message };
  },
});
