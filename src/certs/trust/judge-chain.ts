import type { Certificate } from '../certificate.ts';
import { findPaths } from '../path/find-paths.ts';
import type { AnchorSource, Purpose } from '../path/request.ts';
import { rememberChain } from './chain-memory.ts';
import { chainFacts } from './chain-facts.ts';
import type { ChainTrust } from './chain-trust.ts';
import { classify } from './classify.ts';
import { relevantPool } from './relevant-pool.ts';
import { storeVerdict } from './store-verdict.ts';
import type { StoreRoot, TrustStore } from './store.ts';

export interface ChainRequest {
  readonly stores: readonly TrustStore[];
  /** Issuers from elsewhere: configured, fetched, or sent by other servers. */
  readonly pool: readonly Certificate[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly purpose: Purpose;
}

/**
 * Judges the certificates of one Certificate message, first certificate first, for every store at once. Never throws.
 * The answer is remembered: in a fleet the same chain comes again and again.
 */
export function judgeChain(presented: readonly Certificate[], request: ChainRequest): ChainTrust {
  const considered = presented.slice(0, MAXIMUM_PRESENTED);
  const helpers = relevantPool(considered, request.pool);
  return rememberChain(considered, helpers, request, () => judge(considered, helpers, request));
}

/** No honest server sends more; the rest is not looked at. */
const MAXIMUM_PRESENTED = 16;

function judge(
  presented: readonly Certificate[],
  helpers: readonly Certificate[],
  { stores, at, purpose }: ChainRequest,
): { readonly trust: ChainTrust; readonly turns: readonly number[] } {
  const roots = new Map<string, StoreRoot>();
  const [leaf] = presented;
  const search =
    leaf === undefined
      ? EMPTY
      : findPaths({
          leaf,
          pool: [...presented.slice(1), ...helpers],
          anchors: anchorsOf(stores, roots),
          at,
          purpose,
        });
  const verdicts = leaf === undefined ? [] : stores.map((store) => storeVerdict(store, search, leaf, at));
  const facts = chainFacts({ presented, helpers, stores, verdicts, search, at });
  const answer =
    leaf === undefined
      ? ({ classification: 'unknown', path: [], anchor: null, faults: [], why: facts.why } as const)
      : classify(leaf, verdicts, search, presented);
  const certificates = [
    ...presented,
    ...helpers,
    ...[...roots.values()].map(({ certificate }) => certificate),
  ];
  const turns = [
    ...certificates.flatMap(({ notBefore, notAfter }) => [notBefore, notAfter]),
    ...[...roots.values()].flatMap((root) => root.turns),
  ];
  return { trust: { ...answer, stores: verdicts, facts }, turns };
}

const EMPTY = { status: 'unknown', paths: [], cut: null, signatureChecks: 0 } as const;

/** The roots of all stores as one: which store has one and trusts it is asked of each path afterwards. */
function anchorsOf(stores: readonly TrustStore[], seen: Map<string, StoreRoot>): AnchorSource {
  return {
    issuersOf: (certificate) => {
      const found = new Map<string, StoreRoot>();
      for (const [index, store] of stores.entries()) {
        for (const root of store.issuersOf(certificate)) {
          const { sha256 } = root.certificate;
          if (!found.has(sha256)) found.set(sha256, root);
          seen.set(`${index} ${sha256}`, root);
        }
      }
      return [...found.values()];
    },
  };
}
