import { isEllipticCurve, suite } from '../wire/iana/suites.ts';
import { TLS_1_3 } from '../wire/iana/versions.ts';
import { acceptedAmong, type AcceptedAnswer } from './answers.ts';
import { type Ledger, versionsOffered } from './ledger.ts';
import type { GroupsFact } from './types.ts';

/** What the hellos show of named groups besides those that were accepted. */
export function groupAnswers(ledger: Ledger): Required<Omit<GroupsFact, 'accepted'>> {
  const accepted = acceptedAmong(ledger.answers).filter(({ outcome }) => outcome.group !== null);
  const versions = [...new Set(accepted.map(({ outcome }) => outcome.version))];
  const asksAgain = accepted.some(({ outcome }) => outcome.retry);
  return {
    asksAgain,
    refused: versions.flatMap((version) =>
      [...refusedAt(ledger, version, asksAgain)].map((group) => ({ version, group })),
    ),
    decidedByServer: versions.flatMap((version) => {
      const ranking = rankingOf(accepted.filter(({ outcome }) => outcome.version === version));
      return ranking === null ? [] : [{ version, ranking }];
    }),
  };
}

/**
 * A refused hello whose suites are accepted otherwise, and all of them with a group, can only have missed a group, if it
 * sent the name and offered no other version.
 */
function refusedAt(ledger: Ledger, version: number, asksAgain: boolean): ReadonlySet<number> {
  const known = ledger.accepted.get(version);
  const groups = new Set<number>();
  for (const answer of ledger.answers) {
    if (answer.status !== 'refused' || known === undefined) continue;
    const { asked } = answer.observation;
    const [highest] = versionsOffered(answer.observation);
    const usable = asked.suites.filter((code) => known.has(code));
    const meant = highest === version && usable.length > 0 && usable.every(needsGroup);
    if (!meant || !sameName(answer.observation, ledger)) continue;
    for (const group of asked.groups) {
      // A server that asks for no key share refuses every group that came without one.
      if (version < TLS_1_3 || asksAgain || asked.keyShares?.includes(group) === true) groups.add(group);
    }
  }
  return groups;
}

function needsGroup(code: number): boolean {
  const found = suite(code);
  return found !== undefined && (found.firstVersion === TLS_1_3 || isEllipticCurve(found));
}

/** Whoever sends no name may be refused for that. */
function sameName({ asked }: AcceptedAnswer['observation'], { answers }: Ledger): boolean {
  return acceptedAmong(answers).some(({ observation }) => observation.asked.sni === asked.sni);
}

/** The groups as the server ranks them, if it has passed one over that it accepts; null if that was not seen. */
function rankingOf(answers: readonly AcceptedAnswer[]): readonly number[] | null {
  const groups = [...new Set(answers.flatMap(({ outcome }) => outcome.group ?? []))];
  const chosenOver = new Map(groups.map((group) => [group, new Set<number>()]));
  let passedOver = false;
  for (const { observation, outcome } of answers) {
    const { group } = outcome;
    if (group === null) continue;
    const { asked } = observation;
    const hasShare = (code: number): boolean => asked.keyShares?.includes(code) === true;
    for (const other of groups) {
      // In TLS 1.3 a group with a key share may be taken before one that is liked better and has none.
      if (other === group || !asked.groups.includes(other) || hasShare(other) !== hasShare(group)) continue;
      chosenOver.get(group)?.add(other);
      passedOver ||= asked.groups.indexOf(other) < asked.groups.indexOf(group);
    }
  }
  const rank = (group: number): number => chosenOver.get(group)?.size ?? 0;
  return passedOver ? groups.toSorted((one, other) => rank(other) - rank(one)) : null;
}
