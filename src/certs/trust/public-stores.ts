import { microsoftStore } from './microsoft.ts';
import { mozillaStore } from './mozilla.ts';
import type { TrustStore } from './store.ts';

/** The root programs of which a snapshot is shipped. Always the same objects: what is remembered hangs on them. */
export function publicStores(): readonly TrustStore[] {
  stores ??= [microsoftStore(), mozillaStore()];
  return stores;
}

let stores: readonly TrustStore[] | undefined;
