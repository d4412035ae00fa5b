import type { EndpointView } from '../facts/types.ts';

/**
 * What an endpoint adds to a comparison of certificates. present: its certificate was seen; absent: there is
 * none to see, since nothing listens there, or no TLS can be started; silent: it is not known.
 */
export type Presence = 'present' | 'absent' | 'silent';

export function presence({ endpoint, facts }: EndpointView<'reach' | 'starttls' | 'chains'>): Presence {
  const { reach, starttls, chains } = facts;
  if (chains.known) return 'present';
  if (reach.known && reach.value.state === 'not-enabled') return 'absent';
  if (reach.known && reach.value.state === 'unreachable' && !endpoint.named) return 'absent';
  return starttls.known && NO_TLS.has(starttls.value.state) ? 'absent' : 'silent';
}

const NO_TLS: ReadonlySet<string> = new Set(['not-offered', 'refused', 'masked']);
