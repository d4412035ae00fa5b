import { endpointsOf, evidenceOf } from '../chain-trust.ts';
import { installIntermediates } from '../install-intermediates.ts';
import { places } from '../places.ts';
import { rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { isUnread, unread } from '../unread.ts';

export const chainOrder = certificateRule({
  id: 'cert/chain-order',
  title: 'The certificates are sent in the wrong order',
  scope: 'certificate',
  severity: 'low',
  why:
    'Each certificate has to certify the one before it. Browsers sort the chain themselves; devices, Java programs and ' +
    'mail gateways with simple TLS libraries refuse it. Windows sends chains in order, so that a proxy or load ' +
    'balancer with a badly joined file is the usual cause.',
  fix: installIntermediates(null),
  references: [rfc(5246, '7.4.2'), rfc(8446, '4.4.2')],
  roles: 'leaf',
  check({ certificate, chains }, { trustOf }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const judged = chains.map((chain) => ({ chain, facts: trustOf(chain.certificates).facts }));
    const disordered = judged.filter(({ facts }) => facts.order === 'out-of-order');
    const [first] = disordered;
    if (first !== undefined) {
      const where = endpointsOf(disordered);
      const sent = first.chain.certificates.map(({ subject, sha256 }) => subject || sha256).join(' | ');
      return {
        outcome: 'fail',
        message: `the chain on ${places(where)} is out of order; sent: ${sent}`,
        fix: installIntermediates(certificate.issuer),
        endpoints: where.map(({ id }) => id),
        evidence: evidenceOf(disordered),
      };
    }
    if (judged.length === 0 || chains.some(({ certificates }) => certificates.some(isUnread))) {
      return { outcome: 'unknown', message: 'a certificate of the chain cannot be read' };
    }
    const extra = judged.reduce((most, { facts }) => Math.max(most, facts.extra.length), 0);
    const message =
      extra === 0 ? 'the chain is in order' : `the chain is in order, with ${extra} sent beside it`;
    return { outcome: 'pass', message };
  },
});
