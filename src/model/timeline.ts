import type { Change } from './comparison.ts';
import type { Depth } from './report.ts';

/** A run on the time line of a host. */
export interface TimelineEntry {
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly depth: Depth;
  /** Id of the baseline that was chosen, or `by build`. */
  readonly baseline: string;
  /** False for the first run of its kind: there was nothing to compare it with. */
  readonly compared: boolean;
  /** The run was not stopped before every question had been asked. */
  readonly complete: boolean;
  /** Those that concern the host. */
  readonly changes: readonly Change[];
  /** Runs behind this one, of the same kind, in which nothing changed for the host. */
  readonly quiet: number;
}
