import { createHash } from 'node:crypto';
import type { Failure } from '../model/failure.ts';
import type { Fingerprint, Observation } from '../model/observation.ts';
import type { World } from '../net/world.ts';

export interface ProbeTimeouts {
  readonly connectMs: number;
  /** One whole reply of the dialogue before TLS. */
  readonly replyMs: number;
  /** The whole answer to a hello. */
  readonly tlsMs: number;
}

/** What every probe is given besides its question. */
export interface ProbeContext {
  /** Id that the observation will bear. */
  readonly id: string;
  readonly world: World;
  readonly timeouts: ProbeTimeouts;
  readonly signal: AbortSignal;
  /** Why the question cannot be asked any more: it is put on record unasked. Null to ask it. */
  readonly unasked: Failure | null;
}

/** One observation, and the certificates that it refers to by fingerprint. */
export interface Probed {
  readonly observation: Observation;
  readonly certificates: ReadonlyMap<Fingerprint, Uint8Array>;
}

export function fingerprint(der: Uint8Array): Fingerprint {
  return createHash('sha256').update(der).digest('hex');
}

export function failedOutcome(
  code: Failure['code'],
  stage: Failure['stage'],
  detail: string,
): { readonly status: 'failed'; readonly failure: Failure } {
  return { status: 'failed', failure: { code, stage, detail } };
}
