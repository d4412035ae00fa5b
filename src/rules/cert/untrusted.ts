import { looksPublic } from '../../certs/issuance.ts';
import { requestCertificate } from '../certificate-commands.ts';
import {
  endpointsOf,
  evidenceOf,
  isTrusted,
  type JudgedChain,
  judgedChains,
  refusalSeverity,
} from '../chain-trust.ts';
import { places } from '../places.ts';
import { CERTIFICATE_ARTICLE, rfc, TRUSTED_ROOTS } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const untrusted = certificateRule({
  id: 'cert/untrusted',
  title: 'No trust store has the authority behind the certificate',
  scope: 'certificate',
  severity: 'high',
  why:
    'A client accepts a certificate if it leads to a root that the client has. Windows and Outlook take those of ' +
    "Microsoft's root program and what the domain distributes; Firefox, Thunderbird and most mail servers on Linux those " +
    "of Mozilla's. A certificate from your own CA is right where every client has its root, and nowhere else.",
  fix: requestCertificate([], []),
  references: [CERTIFICATE_ARTICLE, TRUSTED_ROOTS, rfc(5280, '6')],
  roles: 'leaf',
  check(presented, context) {
    const { certificate, endpoints } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const severity = refusalSeverity(endpoints);
    const judged = judgedChains(presented, context);
    const pretending = judged.filter(({ trust }) => {
      const { classification, facts } = trust;
      return (
        classification === 'unknown-anchor' && facts.completeness === 'complete' && looksPublic(certificate)
      );
    });
    const [first] = pretending;
    if (first !== undefined) {
      const where = endpointsOf(pretending);
      return {
        outcome: 'fail',
        severity: refusalSeverity(where),
        message: `${certificate.subject} on ${places(where)} bears the marks of a public CA, but: ${first.trust.why}`,
        fix: requestCertificate(certificate.dnsNames, where),
        endpoints: where.map(({ id }) => id),
        evidence: evidenceOf(pretending),
      };
    }
    const undecided = judged.find(({ trust }) => OPEN.has(trust.classification));
    if (undecided !== undefined || judged.length === 0) {
      return { outcome: 'unknown', severity, message: undecided?.trust.why ?? 'no chain was seen' };
    }
    const trusted = judged.find(isTrusted);
    if (trusted !== undefined && judged.every(isTrusted)) {
      return { outcome: 'pass', severity, message: storesInWords(trusted) };
    }
    const other = judged.find((one) => !isTrusted(one))?.trust.classification ?? '';
    return { outcome: 'not-applicable', message: ELSEWHERE[other] ?? '' };
  },
});

const OPEN: ReadonlySet<string> = new Set(['unknown', 'unknown-anchor']);

const ELSEWHERE: Readonly<Record<string, string>> = {
  'self-signed': 'it is self-signed: see cert/self-signed',
  distrusted: 'the stores had its root: see cert/distrusted-root',
  broken: 'its path is not valid: see cert/broken-chain',
};

/** A store that does not trust it is told, too: a snapshot may be older than the root. */
function storesInWords({ trust }: JudgedChain): string {
  const others = trust.stores.filter(({ status }) => status !== 'trusted').map(({ why }) => why);
  return [trust.why, ...others].join(' ');
}
