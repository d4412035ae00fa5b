import type { AcceptedOutcome } from '../model/observation.ts';
import type { HelloSpec } from '../probes/hello-spec.ts';
import type { FlightEnd } from '../wire/flight.ts';
import { likelyNext } from './guess.ts';
import { type Interview, together } from './interview.ts';
import { onRung, type Rung } from './ladder.ts';
import type { Rank } from './rank.ts';

export interface Removal {
  /** Name of the questions; a number is added to each. */
  readonly name: string;
  readonly rung: Rung;
  readonly end: FlightEnd;
  /** What is struck from the list after each answer: suites or groups. */
  readonly from: 'suites' | 'groups';
  readonly spec: HelloSpec;
  /** Values of `spec` that are known to be accepted already and need not be found again. */
  readonly known: readonly number[];
  /** An answer at another version tells nothing about this one. */
  readonly version: number;
  readonly rank: Rank;
  /** To ask the likely next question before the answer to the last one is known. */
  readonly ahead: boolean;
}

/**
 * Offers the list, strikes what is chosen and asks again, until nothing is chosen any more: one connection for
 * each value accepted and one for the refusal of the rest. Returns what was accepted, in the order chosen,
 * beginning with `known`.
 *
 * With `ahead` the next question is asked beside each one, as it will be if the answer is the likely one. That costs a
 * connection more where it is not, and no more than one, since guessing ends there.
 */
export async function removeUntilRefused(interview: Interview, removal: Removal): Promise<number[]> {
  const { from, ahead } = removal;
  const found = [...removal.known];
  let number = 0;
  let guessing = ahead;
  const hellos = onRung(strike(removal, found), removal.rung, interview.world);
  for (const hello of hellos) {
    let rest = values(hello, from).filter((value) => !found.includes(value));
    while (rest.length > 0) {
      const last = found.at(-1);
      const guess = guessing && last !== undefined ? likelyNext(from, last) : null;
      const without = rest.filter((value) => value !== guess);
      const lists = without.length === rest.length || without.length === 0 ? [rest] : [rest, without];
      const chosen = await choices(
        interview,
        removal,
        lists.map((list, at) => ({ number: number + at + 1, spec: withValues(hello, from, list) })),
      );
      number += lists.length;
      for (const value of chosen) if (value !== null && !found.includes(value)) found.push(value);
      rest = rest.filter((value) => !found.includes(value));
      const [first] = chosen;
      const guessed = lists.length === 1 || first === guess;
      guessing &&= guessed;
      if (first === null || (guessed && chosen.includes(null))) break;
    }
  }
  return found;
}

/** What is chosen from each offer, all of them made side by side; null for nothing that was offered. */
async function choices(
  interview: Interview,
  removal: Removal,
  offers: readonly { readonly number: number; readonly spec: HelloSpec }[],
): Promise<readonly (number | null)[]> {
  const { name, end, from, rank } = removal;
  const chosen: (number | null)[] = offers.map(() => null);
  const ask = async (at: number, number: number, spec: HelloSpec): Promise<void> => {
    const { outcome } = await interview.hello({ question: `${name}#${number}`, spec, end }, rank);
    const value = outcome.status === 'accepted' ? chosenValue(outcome, removal) : null;
    if (value !== null && values(spec, from).includes(value)) chosen[at] = value;
  };
  await together(
    offers.map(
      ({ number, spec }, at) =>
        () =>
          ask(at, number, spec),
    ),
  );
  return chosen;
}

function chosenValue(outcome: AcceptedOutcome, { from, version }: Removal): number | null {
  if (outcome.version !== version) return null;
  return from === 'suites' ? outcome.suite : outcome.group;
}

function strike({ spec, from }: Removal, known: readonly number[]): HelloSpec {
  return withValues(
    spec,
    from,
    values(spec, from).filter((value) => !known.includes(value)),
  );
}

function values(spec: HelloSpec, from: Removal['from']): readonly number[] {
  return from === 'suites' ? spec.suites : spec.groups;
}

function withValues(spec: HelloSpec, from: Removal['from'], list: readonly number[]): HelloSpec {
  return from === 'suites' ? { ...spec, suites: list } : { ...spec, groups: list };
}
