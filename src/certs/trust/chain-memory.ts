import type { Certificate } from '../certificate.ts';
import type { ChainTrust } from './chain-trust.ts';
import type { ChainRequest } from './judge-chain.ts';
import type { TrustStore } from './store.ts';

/** Chains that are remembered for one list of stores. The answers are small; the certificates are held anyway. */
const MOST_CHAINS = 2000;

interface Remembered {
  readonly trust: ChainTrust;
  /** The answer is the same from this moment, inclusive, to that one, exclusive. */
  readonly from: number;
  readonly until: number;
}

const MEMORY = new WeakMap<readonly TrustStore[], Map<string, Remembered>>();

/**
 * The answer that was given for the same certificates, issuers and stores, if no certificate has begun or ended and no
 * store has changed its mind between then and now; else the one that is made now.
 */
export function rememberChain(
  presented: readonly Certificate[],
  helpers: readonly Certificate[],
  { stores, at, purpose }: Pick<ChainRequest, 'stores' | 'at' | 'purpose'>,
  make: () => { readonly trust: ChainTrust; readonly turns: readonly number[] },
): ChainTrust {
  const memory = MEMORY.get(stores) ?? new Map<string, Remembered>();
  MEMORY.set(stores, memory);
  const key = [purpose, prints(presented), prints(helpers)].join('|');
  const known = memory.get(key);
  if (known !== undefined && known.from <= at && at < known.until) return known.trust;
  const { trust, turns } = make();
  const [oldest] = memory.size >= MOST_CHAINS ? memory.keys() : [];
  if (oldest !== undefined) memory.delete(oldest);
  memory.set(key, { trust, ...around(at, turns) });
  return trust;
}

function prints(certificates: readonly Certificate[]): string {
  return certificates.map(({ sha256 }) => sha256).join(' ');
}

/** Both ends of a validity belong to it (RFC 5280, 4.1.2.5), so the answer turns at a moment or one behind it. */
function around(at: number, turns: readonly number[]): Pick<Remembered, 'from' | 'until'> {
  let from = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const turn of turns.flatMap((one) => [one, one + 1])) {
    if (turn <= at) from = Math.max(from, turn);
    else until = Math.min(until, turn);
  }
  return { from, until };
}
