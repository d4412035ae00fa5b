import type { PublicRoot } from './root-index.ts';
import { publicIssuers, publicRoot } from './root-index.ts';
import type { Standing, StoreRoot, TrustStore } from './store.ts';

interface Definition extends Pick<TrustStore, 'id' | 'title' | 'date'> {
  /** The store has or had this root. */
  readonly holds: (root: PublicRoot) => boolean;
  readonly standing: (root: PublicRoot, issued: number, at: number) => Standing;
  readonly turns: readonly number[];
}

/** A store over the table of public roots. */
export function snapshotStore({ id, title, date, holds, standing, turns }: Definition): TrustStore {
  const known = new Map<PublicRoot, StoreRoot>();
  const storeRoot = (root: PublicRoot): StoreRoot => {
    const before = known.get(root);
    if (before !== undefined) return before;
    const made = {
      certificate: root.certificate,
      name: root.name,
      standing: (issued: number, at: number) => standing(root, issued, at),
      turns,
    };
    known.set(root, made);
    return made;
  };
  return {
    id,
    title,
    date,
    commercial: true,
    issuersOf: (certificate) => publicIssuers(certificate).filter(holds).map(storeRoot),
    find: (certificate) => {
      const root = publicRoot(certificate);
      return root !== null && holds(root) ? storeRoot(root) : null;
    },
  };
}
