import { endpointsOf, evidenceOf, refusalSeverity } from '../chain-trust.ts';
import { installIntermediates } from '../install-intermediates.ts';
import { places } from '../places.ts';
import { rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
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
  check({ certificate, chains, endpoints }, { trustOf }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const severity = refusalSeverity(endpoints);
    const judged = chains.map((chain) => ({ chain, facts: trustOf(chain.certificates).facts }));
    const incomplete = judged.filter(({ facts }) => facts.completeness === 'incomplete');
    const [first] = incomplete;
    if (first !== undefined) {
      const where = endpointsOf(incomplete);
      return {
        outcome: 'fail',
        severity: refusalSeverity(where),
        message: `the chain on ${places(where)} is incomplete. ${first.facts.why}`,
        fix: installIntermediates(first.facts.missing, first.facts.missingUrls),
        endpoints: where.map(({ id }) => id),
        evidence: evidenceOf(incomplete),
      };
    }
    const undecided = judged.find(({ facts }) => facts.completeness === 'unknown');
    if (undecided !== undefined || judged.length === 0) {
      return { outcome: 'unknown', severity, message: undecided?.facts.why ?? 'no chain was seen' };
    }
    const selfSigned = judged.every(({ facts }) => facts.completeness === 'self-signed');
    const message = judged[0]?.facts.why ?? '';
    return selfSigned ? { outcome: 'not-applicable', message } : { outcome: 'pass', severity, message };
  },
});
