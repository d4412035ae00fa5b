import type { Certificate } from '../certificate.ts';
import type { PathJudgement, PathSearch } from '../path/judgement.ts';
import type { StoreStatus, StoreVerdict } from './chain-trust.ts';
import type { Standing, StoreRoot, TrustStore } from './store.ts';

/** What one store makes of the paths that were found for a leaf. */
export function storeVerdict(
  store: TrustStore,
  search: PathSearch,
  leaf: Certificate,
  at: number,
): StoreVerdict {
  const about = { id: store.id, title: store.title, date: store.date, commercial: store.commercial };
  const candidates = search.paths.flatMap((path): Candidate[] => {
    const root = path.anchor === null ? null : store.find(path.anchor);
    if (root === null) return [];
    const standing = root.standing(leaf.notBefore, at);
    return [{ path, root, standing, status: statusOf(path, standing) }];
  });
  const best = candidates.toSorted((one, other) => RANK[one.status] - RANK[other.status])[0];
  if (search.cut !== null && best?.status !== 'trusted') {
    const why = `The ${store.title}: the search for a path was cut short (${search.cut}).`;
    return { store: about, status: 'unknown', path: best?.path ?? null, root: best?.root ?? null, why };
  }
  if (best === undefined) {
    const why = `The ${store.title} has no root to which the certificates lead.`;
    return { store: about, status: 'no-path', path: null, root: null, why };
  }
  const { status, path, root } = best;
  return { store: about, status, path, root, why: sentence(store, best) };
}

interface Candidate {
  readonly path: PathJudgement;
  readonly root: StoreRoot;
  readonly standing: Standing;
  readonly status: StoreStatus;
}

const RANK: Readonly<Record<StoreStatus, number>> = {
  trusted: 0,
  unknown: 1,
  distrusted: 2,
  broken: 3,
  'no-path': 4,
};

/** A root without trust helps no path, sound or not; a path that fails for sure helps no root. */
function statusOf({ status }: PathJudgement, standing: Standing): StoreStatus {
  if (status === 'invalid') return 'broken';
  if (standing.status === 'distrusted') return 'distrusted';
  return status === 'valid' && standing.status === 'trusted' ? 'trusted' : 'unknown';
}

function sentence({ title }: TrustStore, { path, root, standing, status }: Candidate): string {
  const [fault] = path.faults;
  const about = `The ${title} ${standing.why}: ${root.name}`;
  return fault === undefined || status === 'distrusted'
    ? `${about}.`
    : `${about}; but ${fault.subject}: ${fault.why} (${fault.clause}).`;
}
