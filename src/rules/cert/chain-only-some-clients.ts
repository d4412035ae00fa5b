import type { Audience } from '../../exchange/audience.ts';
import { audience } from '../../exchange/audience.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Severity } from '../../model/finding.ts';
import { endpointsOf, evidenceOf, isTrusted, judgedChains } from '../chain-trust.ts';
import { installIntermediates } from '../install-intermediates.ts';
import { places } from '../places.ts';
import { OPENSSL_VERIFICATION, rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { severest } from '../severest.ts';
import { unread } from '../unread.ts';

export const chainOnlySomeClients = certificateRule({
  id: 'cert/chain-only-some-clients',
  title: 'Only some clients find the path',
  scope: 'certificate',
  severity: 'medium',
  why:
    'What is sent allows several paths, and only one of them leads to a trusted root. Windows and browsers try them all; ' +
    'OpenSSL, and with it most mail servers and scripts on Linux, takes the first issuer that fits and does not go back. ' +
    'The order of what is sent then decides who can connect.',
  fix: installIntermediates(null),
  references: [rfc(4158), OPENSSL_VERIFICATION],
  roles: 'leaf',
  check(presented, context) {
    const { certificate } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const judged = judgedChains(presented, context);
    const hit = judged.filter(({ trust }) => trust.facts.needsBacktracking.length > 0);
    const [first] = hit;
    if (first !== undefined) {
      const where = endpointsOf(hit);
      const { needsBacktracking } = first.trust.facts;
      const titles = first.trust.stores
        .filter(({ store }) => needsBacktracking.includes(store.id))
        .map(({ store }) => store.title);
      return {
        outcome: 'fail',
        severity: severityFor(where),
        message:
          `on ${places(where)} clients that take the first issuer that fits, as OpenSSL does, reach no root ` +
          `that they trust, although there is a path (${titles.join('; ')})`,
        fix: [
          '# Send only the intermediates of the path that leads to a trusted root, and leave out those that lead elsewhere:',
          ...installIntermediates(certificate.issuer),
        ],
        endpoints: where.map(({ id }) => id),
        evidence: evidenceOf(hit),
      };
    }
    return judged.length > 0 && judged.every(isTrusted)
      ? {
          outcome: 'pass',
          severity: severityFor(presented.endpoints),
          message: 'the first path that a client tries leads to a trusted root',
        }
      : { outcome: 'not-applicable', message: 'no path is known to be valid' };
  },
});

function severityFor(endpoints: readonly Endpoint[]): Severity {
  return severest(endpoints.map(({ protocol, port }) => SEVERITY[audience(protocol, port)]));
}

/** Outlook and browsers try every path; of those who send mail, many do not, and most of them do not verify. */
const SEVERITY: Readonly<Record<Audience, Severity>> = {
  clients: 'medium',
  'internet-mail': 'low',
  servers: 'info',
};
