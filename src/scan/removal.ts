import type { AcceptedOutcome } from '../model/observation.ts';
import type { HelloSpec } from '../probes/hello-spec.ts';
import type { FlightEnd } from '../wire/flight.ts';
import type { Interview } from './interview.ts';
import { onRung, type Rung } from './ladder.ts';

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
}

/**
 * Offers the list, strikes what is chosen and asks again, until nothing is chosen any more: one connection for
 * each value accepted and one for the refusal of the rest. Returns what was accepted, in the order chosen,
 * beginning with `known`.
 */
export async function removeUntilRefused(interview: Interview, removal: Removal): Promise<number[]> {
  const found = [...removal.known];
  let number = 0;
  const hellos = onRung(strike(removal, found), removal.rung, interview.world);
  for (const hello of hellos) {
    let rest = values(hello, removal.from).filter((value) => !found.includes(value));
    while (rest.length > 0) {
      number += 1;
      const outcome = await ask(interview, removal, number, withValues(hello, removal.from, rest));
      const chosen = outcome === null ? null : chosenValue(outcome, removal);
      if (chosen === null || !rest.includes(chosen)) break;
      found.push(chosen);
      rest = rest.filter((value) => value !== chosen);
    }
  }
  return found;
}

async function ask(
  interview: Interview,
  { name, end }: Removal,
  number: number,
  spec: HelloSpec,
): Promise<AcceptedOutcome | null> {
  const { outcome } = await interview.hello({ question: `${name}#${number}`, spec, end });
  return outcome.status === 'accepted' ? outcome : null;
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
