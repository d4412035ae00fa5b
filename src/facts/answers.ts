import type {
  AcceptedOutcome,
  HelloObservation,
  Observation,
  Sslv2Observation,
} from '../model/observation.ts';
import { isVagueEnd } from '../wire/vague-end.ts';
import { type AlertMeaning, alertMeaning, alertName } from '../wire/iana/alerts.ts';

/**
 * What an answer to a hello is worth.
 *
 * accepted: chosen from the offer. refused: the server was alive and took none of it. open: nothing is known.
 */
export type Answered =
  | { readonly status: 'accepted'; readonly observation: HelloObservation; readonly outcome: AcceptedOutcome }
  | {
      readonly status: 'refused';
      readonly observation: HelloObservation;
      readonly why: string;
      readonly evidence: readonly string[];
    }
  | { readonly status: 'open'; readonly observation: HelloObservation };

export type AcceptedAnswer = Extract<Answered, { readonly status: 'accepted' }>;

export function acceptedAmong(answers: readonly Answered[]): AcceptedAnswer[] {
  return answers.filter((answer): answer is AcceptedAnswer => answer.status === 'accepted');
}

/** The rungs of the hello ladder, the most demanding first. */
const RUNGS = ['full', 'chunked', 'short', 'plain'];

/** What is said about a hello; other alerts are about the server, a name, or the end of the talk. */
const OBJECTIONS: ReadonlySet<AlertMeaning> = new Set(['refuses-offer', 'objects-to-hello']);

/**
 * Reads the hellos of one endpoint side by side: what a silence or an objection means, only the others show, and
 * nothing does where the same question is answered now so, now so.
 */
export function readAnswers(observations: readonly Observation[]): Answered[] {
  const hellos = observations.filter((observation) => observation.kind === 'hello');
  const accepted = hellos.filter(isAccepted);
  const steady = isSteady(hellos);
  const working = Math.max(
    0,
    ...accepted.filter(({ question }) => question === 'modern').map(({ asked }) => RUNGS.indexOf(asked.rung)),
  );
  return hellos.map((observation): Answered => {
    const { outcome, asked } = observation;
    if (outcome.status === 'accepted') return { status: 'accepted', observation, outcome };
    // A smaller hello with the same offer was accepted, so it was the form that this one failed on.
    if (RUNGS.indexOf(asked.rung) < working) return { status: 'open', observation };
    if (outcome.status === 'refused') {
      const clear = readAlert(observation, hellos, steady ? accepted : []);
      if (clear !== null) return clear;
    }
    if (isVagueEnd(outcome) && steady) return readVague(observation, observations);
    return { status: 'open', observation };
  });
}

/**
 * Was SSL 2.0 refused by this answer? Its hello is the only way to begin it, so an objection to the hello is a no as
 * well, if it came more than once and nothing else was ever said.
 */
export function refusesSsl2(
  observation: Sslv2Observation,
  observations: readonly Observation[],
): { readonly why: string; readonly evidence: readonly string[] } | null {
  const same = observations.filter(
    (other): other is Sslv2Observation => other.kind === 'sslv2' && other.question === observation.question,
  );
  const why = objection(observation);
  if (why !== null && !isVagueEnd(observation.outcome)) return { why, evidence: [observation.id] };
  if (why !== null && same.length > 1 && same.every((other) => objection(other) !== null)) {
    return { why, evidence: same.map(({ id }) => id) };
  }
  const hellos = observations.filter((other) => other.kind === 'hello');
  if (!isSteady(hellos)) return null;
  return vagueTwice(same, observations, () => true);
}

/** What it says against the hello, or null. */
function objection({ outcome }: Sslv2Observation): string | null {
  if (outcome.status !== 'refused') return null;
  if (outcome.alert === null) return `error ${outcome.error} of SSL 2.0`;
  const { description } = outcome.alert;
  return OBJECTIONS.has(alertMeaning(description)) ? `alert ${alertName(description)}` : null;
}

type AcceptedHello = HelloObservation & { readonly outcome: AcceptedOutcome };

function isAccepted(observation: HelloObservation): observation is AcceptedHello {
  return observation.outcome.status === 'accepted';
}

/** What an alert says by itself or by contrast; null if it says nothing. */
function readAlert(
  observation: HelloObservation,
  hellos: readonly HelloObservation[],
  accepted: readonly AcceptedHello[],
): Answered | null {
  if (observation.outcome.status !== 'refused') return null;
  const { description } = observation.outcome.alert;
  const why = `alert ${alertName(description)}`;
  const meaning = alertMeaning(description);
  if (meaning === 'refuses-offer') {
    return { status: 'refused', observation, why, evidence: [observation.id] };
  }
  if (meaning !== 'objects-to-hello') return null;
  // An alert by chance would not come back: once is not enough, and whatever else was said leaves it open.
  const same = hellos.filter((other) => key(other) === key(observation));
  if (same.length < 2 || !same.every(({ outcome }) => outcome.status === 'refused')) return null;
  // The same hello with more in it was accepted, so it can only be the part left out that is missed.
  const contrast = accepted.find((other) => offersMore(other, observation));
  if (contrast === undefined) return null;
  const evidence = [contrast.id, observation.id];
  return {
    status: 'refused',
    observation,
    why: `${why}, where a larger offer was accepted`,
    evidence,
  };
}

function offersMore({ asked: more }: HelloObservation, { asked: less }: HelloObservation): boolean {
  return (
    more.version === less.version &&
    equal(more.versions, less.versions) &&
    equal(more.extensions, less.extensions) &&
    equal(more.keyShares ?? [], less.keyShares ?? []) &&
    less.suites.every((suite) => more.suites.includes(suite)) &&
    less.groups.every((group) => more.groups.includes(group))
  );
}

function equal(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

/** A vague end is a refusal only if the same hello met it every time, and in the way that `vagueTwice` asks for. */
function readVague(observation: HelloObservation, observations: readonly Observation[]): Answered {
  const same = observations.filter(
    (other): other is HelloObservation => other.kind === 'hello' && key(other) === key(observation),
  );
  const refusal = vagueTwice(same, observations, ({ asked }) => asked.rung === observation.asked.rung);
  return refusal === null ? { status: 'open', observation } : { status: 'refused', observation, ...refusal };
}

/**
 * Twice in a row, with an accepted hello right before and one right after. An outage, a ban or too many connections at
 * a time end whatever comes, so they end those as well; and whoever is good and dead in turn is not dead twice.
 */
function vagueTwice(
  same: readonly (HelloObservation | Sslv2Observation)[],
  observations: readonly Observation[],
  isLike: (hello: HelloObservation) => boolean,
): { readonly why: string; readonly evidence: readonly string[] } | null {
  if (!same.every(({ outcome }) => isVagueEnd(outcome))) return null;
  const asked = observations
    .filter(({ kind }) => kind !== 'resolve')
    .toSorted((one, other) => number(one) - number(other));
  const ids = new Set(same.map(({ id }) => id));
  const accepts = (other: Observation | undefined): boolean =>
    other?.kind === 'hello' && isAccepted(other) && isLike(other);
  for (const [at, before] of asked.entries()) {
    const [first, second, after] = asked.slice(at + 1, at + 4);
    if (first === undefined || second === undefined || after === undefined) break;
    if (!ids.has(first.id) || !ids.has(second.id) || !accepts(before) || !accepts(after)) continue;
    return {
      why: `${how(same)} each time, while a hello right before and one right after were accepted`,
      evidence: [before.id, first.id, second.id, after.id],
    };
  }
  return null;
}

function how(same: readonly (HelloObservation | Sslv2Observation)[]): string {
  const outcome = same[0]?.outcome;
  if (outcome?.status !== 'refused' || outcome.alert === null) return 'connection ended';
  return `alert ${alertName(outcome.alert.description)}`;
}

/** False if the same question got an answer once and a vague end another time: then no end means anything. */
function isSteady(hellos: readonly HelloObservation[]): boolean {
  const vague = new Set(hellos.filter(({ outcome }) => isVagueEnd(outcome)).map(key));
  return !hellos.some(
    (hello) =>
      vague.has(key(hello)) &&
      !isVagueEnd(hello.outcome) &&
      (hello.outcome.status === 'accepted' || hello.outcome.status === 'refused'),
  );
}

function key({ question, asked }: HelloObservation): string {
  return `${question} ${asked.rung}`;
}

function number({ id }: { readonly id: string }): number {
  return Number(id.slice(1));
}
