import type { OcspFault, RevocationReading } from '../../model/revocation.ts';
import { places } from '../places.ts';
import { rfc, SCHANNEL_REGISTRY } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const badStaple = certificateRule({
  id: 'cert/bad-staple',
  title: 'A stapled OCSP answer is not one that clients can accept',
  scope: 'certificate',
  severity: 'high',
  why:
    'A client that reads the stapled answer and finds it out of date, about another certificate or wrongly signed ends ' +
    'the connection, as Firefox does, though it would have connected to a server that staples nothing at all.',
  fix: [
    '# Have the server fetch a new answer: restart IIS, or what stands before it and staples (load balancer, proxy).',
    'Restart-Service W3SVC',
    '# It must reach the OCSP responder of the authority over http, and its clock must be right:',
    'w32tm /query /status',
  ],
  references: [rfc(6066, '8'), rfc(6960, '3.2'), SCHANNEL_REGISTRY],
  roles: 'leaf',
  check({ certificate, endpoints, revocation }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject } = certificate;
    const staples = revocation.readings.filter(({ source }) => source === 'staple');
    if (staples.length === 0) {
      return { outcome: 'not-applicable', message: `no OCSP answer is stapled to ${subject}` };
    }
    const where = (all: readonly RevocationReading[]): string =>
      places(endpoints.filter(({ id }) => all.some((one) => one.endpoints.includes(id))));
    const evidence = (all: readonly RevocationReading[]): readonly string[] =>
      all.flatMap((one) => one.evidence);
    const bad = staples.filter(isBad);
    if (bad.length > 0) {
      const whys = [...new Set(bad.map(({ why }) => why))].slice(0, 3).join('; ');
      const message = `the OCSP answer stapled to ${subject} on ${where(bad)} does not count: ${whys}`;
      return { outcome: 'fail', message, evidence: evidence(bad) };
    }
    const open = staples.filter(({ status }) => status === 'unusable');
    if (open.length > 0) {
      const message = `the OCSP answer stapled to ${subject} cannot be verified here: ${open[0]?.why}`;
      return { outcome: 'unknown', message, evidence: evidence(open) };
    }
    return {
      outcome: 'pass',
      message: `the OCSP answer stapled to ${subject} is of it, current and rightly signed`,
      evidence: evidence(staples),
    };
  },
});

/** The responder's own `unknown` counts as bad: no client takes it for good (RFC 6960, 2.2). */
function isBad({ status, fault }: RevocationReading): boolean {
  return status === 'unknown' || (status === 'unusable' && fault !== null && !UNDECIDED.has(fault));
}

/** What a client with other certificates or other algorithms may judge differently. */
const UNDECIDED: ReadonlySet<string> = new Set<OcspFault>(['signer-unknown', 'algorithm-unknown']);
