import type { FailureCode } from '../model/failure.ts';
import type { Observation } from '../model/observation.ts';
import type { PressureSign } from '../model/pressure.ts';

/** Failures that mean crowding if the same place had answered before. */
const DROPPED: ReadonlySet<FailureCode> = new Set([
  'connection-refused',
  'connect-timeout',
  'preamble-closed',
  'preamble-timeout',
]);

/** An answer is slow if it takes this long, and so many times as long as the quickest before it. */
const SLOW_MS = 3000;
const SLOW_TIMES = 5;

/** What is known of a place before the observation that is looked at. */
export interface PlaceHistory {
  readonly answered: boolean;
  /** Milliseconds of the quickest answer so far. */
  readonly quickestMs: number;
}

/**
 * The sign of pressure in an observation, or null. Exchange delays errors by 5 s (TarpitInterval of
 * Set-ReceiveConnector); the wording of its 421 is not documented, so the code alone counts.
 */
export function pressureSign({ outcome, elapsedMs }: Observation, before: PlaceHistory): PressureSign | null {
  if (outcome.status === 'failed') {
    if (outcome.failure.code === 'busy') return 'busy';
    return before.answered && DROPPED.has(outcome.failure.code) ? 'dropped' : null;
  }
  const slow = before.answered && elapsedMs >= SLOW_MS && elapsedMs >= SLOW_TIMES * before.quickestMs;
  return slow ? 'slow' : null;
}
