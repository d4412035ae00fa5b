import { memoryOf } from '../certs/memory.ts';
import { type Offer, OFFERS } from '../exchange/offers/index.ts';
import { TLS_1_2, TLS_1_3, VERSIONS } from '../wire/iana/versions.ts';
import { negotiate, type Negotiation } from './negotiation.ts';
import type { ServerView } from './server-view.ts';

/**
 * Negotiates, and remembers what came of it for servers that answer alike: in a fleet most of them do. Only offers of the
 * table are remembered, as the operator's own have suites that the likeness does not look at.
 */
export function negotiatorFor(
  view: ServerView,
): (offer: Offer, range: readonly [lowest: number, highest: number]) => Negotiation {
  const known = servers(likenessOf(view), () => new Map());
  return (offer, range) => {
    if (!TABLE.has(offer)) return negotiate(offer, range, view);
    const key = `${offer.id} ${range.join('-')}`;
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const made = negotiate(offer, range, view);
    known.set(key, made);
    return made;
  };
}

const servers = memoryOf<Map<string, Negotiation>>(200);

const TABLE: ReadonlySet<Offer> = new Set(OFFERS);
const SUITES_OFFERED: readonly number[] = [...new Set(OFFERS.flatMap(({ suites }) => suites))];
const GROUPS_OFFERED: readonly number[] = [...new Set(OFFERS.flatMap(({ groups }) => groups ?? []))];

/** Everything that a negotiation asks of a view, as text. */
function likenessOf(view: ServerView): string {
  const first = (answer: string): string => answer[0] ?? '';
  return [
    ...VERSIONS.map((version) => {
      const answer = view.version(version);
      if (answer !== 'yes') return first(answer);
      const suites = SUITES_OFFERED.map((code) => first(view.suite(version, code))).join('');
      return `${suites}/${view.suiteRanking(version).join('.')}`;
    }),
    ...[TLS_1_2, TLS_1_3].map((version) => {
      const { groups, byServer } = view.groupRanking(version);
      const answers = GROUPS_OFFERED.map((code) => first(view.group(version, code))).join('');
      return `${answers}/${groups.join('.')}/${byServer}`;
    }),
    view.order,
    view.asksAgain,
    view.takesEveryForm,
  ].join(' ');
}
