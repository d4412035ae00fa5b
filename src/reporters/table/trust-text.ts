import type { Fingerprint } from '../../model/observation.ts';
import type { EndpointResult, StoreResult, TrustResult } from '../../model/report.ts';

/** What the stores make of the chains that begin with a certificate: mostly one text, nothing if it begins none. */
export function trustTexts(
  endpoints: readonly EndpointResult[],
): ReadonlyMap<Fingerprint, ReadonlySet<string>> {
  const texts = new Map<Fingerprint, Set<string>>();
  for (const { certificates, trust } of endpoints.flatMap(({ chains }) => chains)) {
    const [leaf] = certificates;
    if (leaf === undefined || trust === null) continue;
    const known = texts.get(leaf) ?? new Set();
    texts.set(leaf, known.add(trustText(trust)));
  }
  return texts;
}

function trustText({ stores, classification }: TrustResult): string {
  const trusting = stores.filter(({ status }) => status === 'trusted').map(({ id }) => STORES[id]);
  return trusting.length > 0 ? `trusted by ${trusting.join(' and ')}` : OTHERWISE[classification];
}

const STORES: Readonly<Record<StoreResult['id'], string>> = {
  microsoft: 'Microsoft',
  mozilla: 'Mozilla',
  system: 'this machine',
  own: 'your own roots',
  demo: 'the made-up root program of the demo',
};

const OTHERWISE: Readonly<Record<TrustResult['classification'], string>> = {
  commercial: 'trusted',
  internal: 'trusted by you',
  'self-signed': 'trusted by nobody',
  distrusted: 'distrusted',
  broken: 'no valid path',
  'unknown-anchor': 'unknown authority',
  unknown: 'trust not known',
};
