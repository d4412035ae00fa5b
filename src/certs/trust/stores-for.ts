import type { Certificate } from '../certificate.ts';
import { listStore } from './list-store.ts';
import { publicStores } from './public-stores.ts';
import type { TrustStore } from './store.ts';

export interface Trusting {
  readonly stores: readonly TrustStore[];
  /** Issuers that are known and no roots. */
  readonly pool: readonly Certificate[];
}

/**
 * The stores of a run: the public ones, that of the machine if it was read, and the organization's own. Of its
 * certificates those that name themselves as issuers are roots; the others help to find a path and are not trusted by
 * themselves, as Windows and OpenSSL have it.
 *
 * @param system roots of this machine, or `null` if they were not asked for
 */
export function storesFor(
  authorities: readonly Certificate[],
  system: readonly Certificate[] | null,
): Trusting {
  const known = KNOWN.get(authorities);
  if (known !== undefined && known.system === system) return known.trusting;
  const roots = authorities.filter(({ selfIssued }) => selfIssued);
  const trusting = {
    stores: [
      ...publicStores(),
      ...(system === null ? [] : [listStore('system', 'store of this machine', system)]),
      ...(roots.length === 0 ? [] : [listStore('own', "organization's own list", roots)]),
    ],
    pool: authorities.filter(({ selfIssued }) => !selfIssued),
  };
  KNOWN.set(authorities, { system, trusting });
  return trusting;
}

/** The same lists give the same stores: what is remembered of chains hangs on them. */
const KNOWN = new WeakMap<
  readonly Certificate[],
  { readonly system: readonly Certificate[] | null; readonly trusting: Trusting }
>();
