import type { PublicRoot } from './root-index.ts';
import { isIn } from './root-index.ts';
import { MOZILLA_CUT_OFFS, SNAPSHOTS } from './root-table.ts';
import type { SnapshotMark } from './snapshot.ts';
import { snapshotStore } from './snapshot-store.ts';
import type { Standing, TrustStore } from './store.ts';

/**
 * What Firefox, Thunderbird and most programs on Linux trust: the newest list, and for what is not in it any more an
 * older one. The newest comes without the dates after which Mozilla trusts no new certificate of a root; those of
 * roots in both lists are known from the older one, a later one only where it is written here.
 */
export function mozillaStore(): TrustStore {
  store ??= snapshotStore({
    id: 'mozilla',
    title: 'Mozilla root program',
    date: `${dateOf('M')}, before that ${dateOf('O')}`,
    holds: (root) => isIn(root, 'M') || isIn(root, 'O'),
    standing,
    turns: [OLDER, NEWER],
  });
  return store;
}

let store: TrustStore | undefined;

const OLDER = Date.parse(dateOf('O'));
const NEWER = Date.parse(dateOf('M'));

/** Izenpe.com, certdata.txt of NSS 3.123.1: nodejs/node issue 64752 and oven-sh/bun pull request 31612. */
const LATER_CUT_OFFS: ReadonlyMap<string, number> = new Map([
  ['2F783D255218A74A653971B52CA29C45156FE919', Date.parse('2026-04-15T23:59:59Z')],
]);

function standing(root: PublicRoot, issued: number, at: number): Standing {
  const { thumbprint } = root.certificate;
  const cutOff = LATER_CUT_OFFS.get(thumbprint) ?? MOZILLA_CUT_OFFS.get(thumbprint);
  if (cutOff !== undefined && issued > cutOff) {
    const why = `trusts nothing that this root issued after ${new Date(cutOff).toISOString().slice(0, 10)}`;
    return { status: 'distrusted', why };
  }
  if (isIn(root, 'M')) return { status: 'trusted', why: `trusts this root (list of ${dateOf('M')})` };
  if (at <= OLDER) return { status: 'trusted', why: `trusted this root (list of ${dateOf('O')})` };
  const change = `it is in the list of ${dateOf('O')} and not in that of ${dateOf('M')}`;
  return at >= NEWER
    ? { status: 'distrusted', why: `has removed this root: ${change}` }
    : { status: 'unknown', why: `was about to remove this root: ${change}` };
}

function dateOf(wanted: SnapshotMark): string {
  return SNAPSHOTS.find(({ mark }) => mark === wanted)?.date ?? '';
}
