import type { EndpointFactSet } from '../facts/types.ts';
import type { Tri } from '../model/finding.ts';
import { TLS_1_3 } from '../wire/iana/versions.ts';

/** The facts about an endpoint as a negotiation asks for them; what is not known stays `unknown`. */
export interface ServerView {
  readonly version: (version: number) => Tri;
  readonly suite: (version: number, code: number) => Tri;
  /** Accepted suites of a version as the server ranks them. */
  readonly suiteRanking: (version: number) => readonly number[];
  /** Whose order decides which suite is chosen. */
  readonly order: 'server' | 'client' | 'unknown';
  readonly group: (version: number, code: number) => Tri;
  /** Accepted groups in the order found, and whether that is known to be the server's own. */
  readonly groupRanking: (version: number) => {
    readonly groups: readonly number[];
    readonly byServer: boolean;
  };
  /** It asks for a key share that it misses; false if that was not seen. */
  readonly asksAgain: boolean;
  /** It takes hellos of every form; false if it stands only some. */
  readonly takesEveryForm: boolean;
}

/**
 * A server has one list of groups for all versions up to TLS 1.2, and is asked for it at the highest of them; TLS 1.3
 * has others and is asked apart.
 */
export function serverView({ versions, suites, order, groups, reach }: EndpointFactSet): ServerView {
  const accepted = groups.known ? groups.value.accepted : [];
  const refused = groups.known ? (groups.value.refused ?? []) : [];
  const rankings = groups.known ? (groups.value.decidedByServer ?? []) : [];
  const like = (version: number) => (other: { readonly version: number }) =>
    version >= TLS_1_3 === other.version >= TLS_1_3;
  return {
    version: (version) =>
      versions.known ? (versions.value.answers.get(version)?.value ?? 'unknown') : 'unknown',
    suite: (version, code) => (suites.known ? suites.value.answer(version, code).value : 'unknown'),
    suiteRanking: (version) =>
      suites.known
        ? suites.value.accepted.filter((one) => one.version === version).map(({ suite }) => suite)
        : [],
    order: order.known ? order.value.decidedBy : 'unknown',
    group: (version, code) => {
      const same = like(version);
      if (accepted.some((one) => same(one) && one.group === code)) return 'yes';
      return refused.some((one) => same(one) && one.group === code) ? 'no' : 'unknown';
    },
    groupRanking: (version) => {
      const same = like(version);
      const ranking = rankings.find(same)?.ranking;
      const found = [...new Set(accepted.filter(same).map(({ group }) => group))];
      return { groups: ranking ?? found, byServer: ranking !== undefined };
    },
    asksAgain: groups.known && groups.value.asksAgain === true,
    takesEveryForm: !reach.known || reach.value.rung === null || reach.value.rung === 'full',
  };
}
