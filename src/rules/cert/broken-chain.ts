import type { PathFault } from '../../certs/path/judgement.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { endpointsOf, evidenceOf, type JudgedChain, judgedChains, refusalSeverity } from '../chain-trust.ts';
import { places } from '../places.ts';
import { CERTIFICATE_ARTICLE, rfc } from '../references.ts';
import type { PresentedCertificate } from '../rule.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const brokenChain = certificateRule({
  id: 'cert/broken-chain',
  title: 'The chain is not valid',
  scope: 'certificate',
  severity: 'high',
  why:
    'The certificates lead to a root, but on the way one does what another forbids: a name outside of the constraints of ' +
    'its CA, a CA below one that may have none below it, a purpose that was not granted, a signature that is wrong. ' +
    'Clients refuse it, and say little about why.',
  fix: requestCertificate([], []),
  references: [rfc(5280, '6.1'), CERTIFICATE_ARTICLE],
  roles: 'leaf',
  check(presented, context) {
    const { certificate, endpoints } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const severity = refusalSeverity(endpoints);
    const judged = judgedChains(presented, context);
    const broken = judged.filter((one) => faultsOf(one, presented).length > 0);
    const [first] = broken;
    if (first !== undefined) {
      const faults = faultsOf(first, presented);
      const where = endpointsOf(broken);
      return {
        outcome: 'fail',
        severity: refusalSeverity(where),
        message: `the chain on ${places(where)} is not valid: ${faults.slice(0, MOST_FAULTS).map(inWords).join('; ')}`,
        fix: [
          '# The CA has to issue it anew, without this fault; if the fault is in the certificate of your own CA, renew that first.',
          ...requestCertificate(certificate.dnsNames, where),
        ],
        endpoints: where.map(({ id }) => id),
        evidence: evidenceOf(broken),
      };
    }
    const doubted = judged.find(({ trust }) => trust.classification === 'unknown');
    if (doubted !== undefined || judged.length === 0) {
      return { outcome: 'unknown', severity, message: doubted?.trust.why ?? 'no chain was seen' };
    }
    const open = judged.find(({ trust }) => trust.classification in ELSEWHERE);
    return open === undefined
      ? { outcome: 'pass', severity, message: 'a valid path leads to a root' }
      : { outcome: 'not-applicable', message: ELSEWHERE[open.trust.classification] ?? '' };
  },
});

const MOST_FAULTS = 3;

const ELSEWHERE: Readonly<Record<string, string>> = {
  'self-signed': 'it is self-signed, so there is no chain',
  'unknown-anchor': 'no store has its root: see cert/untrusted',
  // Whatever else is wrong with it has been said above.
  broken: 'only a date or the purpose of the certificate itself is wrong: there are rules on these',
};

/** Dates and the purpose of the leaf have rules of their own. */
function faultsOf(
  { trust, chain }: JudgedChain,
  { certificate }: PresentedCertificate,
): readonly PathFault[] {
  if (trust.classification !== 'broken') return [];
  const sent = new Set(chain.certificates.map(({ sha256 }) => sha256));
  return trust.faults.filter(({ code, certificate: of, certain }) => {
    if (!certain) return false;
    if (code === 'expired' || code === 'not-yet-valid') return !sent.has(of);
    return code !== 'extended-key-usage' || of !== certificate.sha256;
  });
}

function inWords({ subject, why, clause }: PathFault): string {
  return `${subject === '' ? '' : `${subject}: `}${why} (${clause})`;
}
