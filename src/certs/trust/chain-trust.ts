import type { Certificate } from '../certificate.ts';
import type { ChainFacts } from './chain-facts.ts';
import type { PathFault, PathJudgement } from '../path/judgement.ts';
import type { StoreRoot, TrustStore } from './store.ts';

/**
 * commercial: a root program trusts it; internal: only roots that the operator or this machine brought do;
 * self-signed: nobody else vouches for it; distrusted: it leads to a root that a store had, and no store trusts now;
 * broken: no path is valid, for a reason that would stand with any root; unknown-anchor: it leads to, or stops below, an
 * authority that no store has; unknown: that cannot be decided.
 */
export type Classification =
  'commercial' | 'internal' | 'self-signed' | 'distrusted' | 'broken' | 'unknown-anchor' | 'unknown';

/**
 * trusted: there is a valid path to a root that the store trusts; distrusted: only to roots from which it has taken the
 * trust; broken: a path leads to a root of the store and is not valid; no-path: none leads to one.
 */
export type StoreStatus = 'trusted' | 'distrusted' | 'broken' | 'no-path' | 'unknown';

/** One store's answer for one chain. */
export interface StoreVerdict {
  readonly store: Pick<TrustStore, 'id' | 'title' | 'date' | 'commercial'>;
  readonly status: StoreStatus;
  /** The best path to a root of this store, or `null`. */
  readonly path: PathJudgement | null;
  readonly root: Pick<StoreRoot, 'certificate' | 'name'> | null;
  /** One sentence; hostile text. */
  readonly why: string;
}

/** A chain as the stores judge it. */
export interface ChainTrust {
  readonly classification: Classification;
  /** In the order of the stores asked. */
  readonly stores: readonly StoreVerdict[];
  /** The path that the classification rests on, leaf first, anchor last. */
  readonly path: readonly Certificate[];
  /** Name of the root that ends it, or `null` if it ends without one. */
  readonly anchor: string | null;
  /** What is wrong with that path. */
  readonly faults: readonly PathFault[];
  /** One sentence; hostile text. */
  readonly why: string;
  readonly facts: ChainFacts;
}
