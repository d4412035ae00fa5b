import type { Fingerprint } from '../../model/observation.ts';
import type { Certificate } from '../certificate.ts';
import { endsItself } from '../chain.ts';
import type { PathFault, PathJudgement, PathSearch } from '../path/judgement.ts';
import type { ChainTrust, StoreStatus, StoreVerdict } from './chain-trust.ts';

/** One answer out of those of all stores, and the path that it rests on. */
export function classify(
  leaf: Certificate,
  verdicts: readonly StoreVerdict[],
  search: PathSearch,
  presented: readonly Certificate[],
): Omit<ChainTrust, 'stores' | 'facts'> {
  const having = (status: StoreStatus): readonly StoreVerdict[] =>
    verdicts.filter((verdict) => verdict.status === status);
  const trusting = having('trusted');
  const [first] = [...trusting.filter(({ store }) => store.commercial), ...trusting];
  if (first !== undefined) {
    const classification = first.store.commercial ? 'commercial' : 'internal';
    const by = trusting.map(({ store }) => `the ${store.title}`).join(' and ');
    return {
      classification,
      ...onPath(first),
      why: `It leads to ${first.root?.name ?? ''}, trusted by ${by}.`,
    };
  }
  if (leaf.issuerKey === '') return { ...NO_PATH, classification: 'unknown', why: 'It cannot be read.' };
  if (endsItself(leaf)) {
    return leaf.selfSigned === null
      ? {
          ...NO_PATH,
          classification: 'unknown',
          why: 'It names itself as its issuer, which cannot be verified.',
        }
      : { ...NO_PATH, classification: 'self-signed', path: [leaf], why: 'It is self-signed.' };
  }
  const [undecided] = having('unknown');
  if (undecided !== undefined) {
    return { classification: 'unknown', ...onPath(undecided), why: undecided.why };
  }
  const [distrusted] = having('distrusted');
  if (distrusted !== undefined) {
    const why = having('distrusted')
      .map((verdict) => verdict.why)
      .join(' ');
    return { classification: 'distrusted', ...onPath(distrusted), why };
  }
  const [broken] = having('broken');
  if (broken !== undefined) return { classification: 'broken', ...onPath(broken), why: broken.why };
  return withoutAnchor(search, new Set(presented.map(({ sha256 }) => sha256)));
}

const NO_PATH = { path: [], anchor: null, faults: [] } as const;

function onPath({ path, root }: StoreVerdict): Pick<ChainTrust, 'path' | 'anchor' | 'faults'> {
  return { path: path?.path ?? [], anchor: root?.name ?? null, faults: path?.faults ?? [] };
}

/** No store has a root for it; what is wrong below its end is wrong with any root. */
function withoutAnchor(
  search: PathSearch,
  sent: ReadonlySet<Fingerprint>,
): Omit<ChainTrust, 'stores' | 'facts'> {
  const best = mostTelling(search.paths, sent);
  if (best === undefined) {
    return { ...NO_PATH, classification: 'unknown', why: search.cut ?? 'No path was found.' };
  }
  const shown = { path: best.path, anchor: null };
  const fault = search.paths.every(isBroken) ? best.faults.find(isOwnFault) : undefined;
  if (fault !== undefined) {
    const why = `Whatever root it leads to, no client can accept it: ${fault.subject}: ${fault.why} (${fault.clause}).`;
    return { ...shown, classification: 'broken', faults: best.faults.filter(isOwnFault), why };
  }
  const last = best.path.at(-1);
  const end =
    last !== undefined && endsItself(last)
      ? `It leads to ${last.subject}, which no store has.`
      : `It stops below ${last?.issuer ?? ''}, which was not sent and which no store has.`;
  return { ...shown, classification: 'unknown-anchor', faults: [], why: end };
}

/** Of those that are not broken one to a root, and else one of what was sent: others lead where no client looks. */
function mostTelling(
  paths: readonly PathJudgement[],
  sent: ReadonlySet<Fingerprint>,
): PathJudgement | undefined {
  const rank = ({ path }: PathJudgement): number => {
    const last = path.at(-1);
    if (last !== undefined && endsItself(last)) return -1;
    return path.filter(({ sha256 }) => !sent.has(sha256)).length;
  };
  const sound = paths.filter((path) => !isBroken(path));
  return sound.toSorted((one, other) => rank(one) - rank(other))[0] ?? paths[0];
}

function isBroken({ faults }: PathJudgement): boolean {
  return faults.some(isOwnFault);
}

/** Ends of paths are no faults of what is below them. */
function isOwnFault({ code, certain }: PathFault): boolean {
  return certain && code !== 'issuer-missing' && code !== 'no-anchor';
}
