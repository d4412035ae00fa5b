import type { FetchAsked, FetchedOutcome, FetchObservation, Observation } from '../model/observation.ts';

/** An answer that was fetched. */
export type FetchedObservation = FetchObservation & { readonly outcome: FetchedOutcome };

/** What an earlier run has fetched already, so that it is not fetched again. Failures are no answers. */
export interface FetchRecall {
  find(asked: Pick<FetchAsked, 'purpose' | 'url' | 'certificate'>): FetchedObservation | null;
}

export function fetchRecallOf(observations: readonly Observation[]): FetchRecall {
  const answers = new Map<string, FetchedObservation>();
  // The last answer counts: an earlier one may have been over when it was asked for again.
  for (const observation of observations)
    if (isFetched(observation)) answers.set(keyOf(observation.asked), observation);
  return { find: (asked) => answers.get(keyOf(asked)) ?? null };
}

function isFetched(observation: Observation): observation is FetchedObservation {
  return observation.kind === 'fetch' && observation.outcome.status === 'fetched';
}

function keyOf({ purpose, url, certificate }: Pick<FetchAsked, 'purpose' | 'url' | 'certificate'>): string {
  return `${purpose} ${certificate} ${url}`;
}
