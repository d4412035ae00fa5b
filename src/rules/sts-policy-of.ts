import type { MtaStsFact } from '../facts/domain/types.ts';
import { readStsPolicy, type StsPolicy } from '../facts/domain/sts-policy.ts';
import type { Fact } from '../facts/types.ts';

/** What a sender gets that looks for the policy of a domain. */
export type PolicyStanding =
  | { readonly state: 'policy'; readonly policy: StsPolicy }
  /** There is no record, and nobody looks any further. */
  | { readonly state: 'absent' }
  /** Senders take it for no policy at all; hostile text. */
  | { readonly state: 'broken'; readonly why: string }
  | { readonly state: 'unknown'; readonly why: string };

/** By the record and the file, without the certificate of the website, which is judged for itself (RFC 8461, 3.3). */
export function policyStanding(domain: string, fact: Fact<MtaStsFact>): PolicyStanding {
  if (!fact.known) return { state: 'unknown', why: fact.why };
  const { record, policy } = fact.value;
  if (record.state === 'absent') return { state: 'absent' };
  if (record.state === 'broken') return { state: 'broken', why: `the record of ${domain}: ${record.why}` };
  if (policy === null) return { state: 'unknown', why: `nobody asked for the policy of ${domain}` };
  const { http, failure, wrong, location, text, cut } = policy;
  if (failure !== null) return { state: wrong ? 'broken' : 'unknown', why: `${PLACE(domain)}: ${failure}` };
  if (http !== 200) {
    const to = location === null ? '' : ` to ${location.slice(0, 100)}, and redirects are not followed`;
    return { state: 'broken', why: `${PLACE(domain)} answers ${http}${to}` };
  }
  if (cut) return { state: 'broken', why: `${PLACE(domain)} is larger than 64 KiB` };
  const reading = readStsPolicy(text);
  return reading.ok
    ? { state: 'policy', policy: reading.policy }
    : { state: 'broken', why: `${PLACE(domain)}: ${reading.why}` };
}

const PLACE = (domain: string): string => `the policy at mta-sts.${domain}`;
