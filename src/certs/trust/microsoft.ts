import type { PublicRoot } from './root-index.ts';
import { isIn } from './root-index.ts';
import { NOTICES, type Notice } from './microsoft-notices.ts';
import { snapshotStore } from './snapshot-store.ts';
import type { Standing, TrustStore } from './store.ts';

/**
 * What Windows trusts, as far as is known: the list for server authentication of 2023-06, less what Microsoft's notices
 * have taken from it since. The list of 2025-04 is of all purposes, and holds roots that were disabled years before;
 * so a root that only it holds may be trusted for servers or not, and one that it does not hold any more was removed.
 */
export function microsoftStore(): TrustStore {
  store ??= snapshotStore({
    id: 'microsoft',
    title: 'Microsoft root program',
    date: 'server authentication 2023-06, all purposes 2025-04, notices until 2025-09',
    holds: (root) => isIn(root, 'S') || isIn(root, 'A'),
    standing,
    turns: TURNS,
  });
  return store;
}

let store: TrustStore | undefined;

interface Taken extends Notice {
  readonly from: number;
}

/** Newest first, as the notices are; both lists name a root that was first limited and then disabled. */
const BY_THUMBPRINT = new Map<string, Taken[]>();
for (const notice of NOTICES) {
  const from = Date.parse(notice.released);
  for (const text of notice.roots) {
    const thumbprint = text.slice(0, 40);
    BY_THUMBPRINT.set(thumbprint, [...(BY_THUMBPRINT.get(thumbprint) ?? []), { ...notice, from }]);
  }
}

const REMOVED_BY = Date.parse('2025-04-30');
const TURNS: readonly number[] = [
  REMOVED_BY,
  ...new Set(NOTICES.flatMap(({ released }) => [Date.parse(released)])),
];

function standing(root: PublicRoot, issued: number, at: number): Standing {
  const notices = (BY_THUMBPRINT.get(root.certificate.thumbprint) ?? []).filter(({ from }) => from <= at);
  const gone = notices.find(({ kind }) => kind !== 'cut-off');
  if (gone !== undefined) {
    return { status: 'distrusted', why: `${gone.kind} this root (notice of ${gone.released})` };
  }
  const cut = notices.find(({ kind }) => kind === 'cut-off');
  if (cut !== undefined) {
    if (cut.cutOff === null) {
      const why = `trusts only what this root issued before a date that it does not publish (notice of ${cut.released})`;
      return { status: 'unknown', why };
    }
    // The day itself still counts: "only certificates issued after this date".
    if (issued >= Date.parse(cut.cutOff) + DAY) {
      const why = `trusts nothing that this root issued after ${cut.cutOff} (notice of ${cut.released})`;
      return { status: 'distrusted', why };
    }
  }
  if (!isIn(root, 'S')) {
    return {
      status: 'unknown',
      why: 'had this root in its list of 2025-04, which does not say whether for servers',
    };
  }
  if (!isIn(root, 'A') && at >= REMOVED_BY) {
    return { status: 'distrusted', why: 'has removed this root: it is not in the list of 2025-04 any more' };
  }
  return { status: 'trusted', why: 'trusts this root for servers (list of 2023-06)' };
}

const DAY = 86_400_000;
