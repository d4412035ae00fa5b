/** A sign that a server feels crowded, and what we did about it. */
export interface Pressure {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly address: string;
  /** Connections to mail submission and to everything else are paced apart. */
  readonly service: 'smtp' | 'other';
  /** Id of the observation that showed it. */
  readonly observation: string;
  readonly sign: PressureSign;
  /** Milliseconds until the next connection to this address and service. */
  readonly waitMs: number;
  /** Connections at a time from then on. */
  readonly connections: number;
}

/**
 * busy: 421, another 4xx, or what the other protocols say instead; dropped: refused, reset or silent after it had
 * answered before; slow: it takes far longer than at first, as a tarpit does.
 */
export type PressureSign = 'busy' | 'dropped' | 'slow';
