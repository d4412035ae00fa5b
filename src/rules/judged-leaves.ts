import type { Certificate } from '../certs/certificate.ts';
import type { EndpointView } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { place } from './places.ts';
import { presence } from './presence.ts';
import { leaves } from './presented.ts';
import type { Verdict } from './rule.ts';

/** One verdict for each place by the certificates that it presents first, or why they are not known. */
export function judgedLeaves(
  views: readonly EndpointView<'reach' | 'starttls' | 'chains'>[],
  judge: (certificates: readonly Certificate[], endpoint: Endpoint) => Verdict,
): readonly Verdict[] {
  return views.map((view): Verdict => {
    const { endpoint, facts } = view;
    const about = {
      subject: { host: endpoint.host, endpoint: endpoint.id },
      endpoints: [endpoint.id],
      evidence: facts.chains.evidence,
    };
    if (!facts.chains.known) {
      return presence(view) === 'absent'
        ? { ...about, outcome: 'not-applicable', message: `nothing listens on ${place(endpoint)}` }
        : { ...about, outcome: 'unknown', message: `the certificate of ${place(endpoint)} is not known` };
    }
    return { ...about, ...judge(leaves(facts.chains.value), endpoint) };
  });
}
