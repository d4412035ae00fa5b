import { FAILURE_CODES } from '../model/failure.ts';
import type {
  AcceptedOutcome,
  HelloObservation,
  Observation,
  SessionObservation,
  Sslv2Observation,
} from '../model/observation.ts';
import { type Suite, SUITES } from '../wire/iana/suites.ts';
import { SSL_2_0, SSL_3_0, TLS_1_3, VERSIONS } from '../wire/iana/versions.ts';
import { type Answered, readAnswers } from './answers.ts';
import type { Answer } from './types.ts';

/** What the hellos of one endpoint have shown, suite by suite and version by version. */
export interface Ledger {
  readonly answers: readonly Answered[];
  readonly sslv2: readonly Sslv2Observation[];
  readonly sessions: readonly SessionObservation[];
  readonly observations: readonly Observation[];
  /** Why some questions were not asked or not answered, for what is unknown; null if there is nothing to say. */
  readonly obstacle: string | null;
  /** By version: suites accepted, in the order first seen, with the observation that shows it. */
  readonly accepted: ReadonlyMap<number, ReadonlyMap<number, string>>;
  /** By version: what was refused with evidence, in the order in which it was asked. */
  readonly refused: ReadonlyMap<number, readonly Refusal[]>;
}

/** All suites of one refused hello together: a fleet has too many of them to note each by itself. */
export interface Refusal {
  readonly suites: ReadonlySet<number>;
  /** `no`, with the observations that show it. */
  readonly answer: Answer;
}

export function ledgerOf(observations: readonly Observation[]): Ledger {
  const answers = readAnswers(observations);
  const accepted = new Map<number, Map<number, string>>();
  for (const answer of answers) {
    if (answer.status !== 'accepted') continue;
    const { version, suite } = answer.outcome;
    const suites = entry(accepted, version, () => new Map<number, string>());
    if (!suites.has(suite)) suites.set(suite, answer.observation.id);
  }
  const refused = new Map<number, Refusal[]>();
  for (const answer of answers) note(refused, answer, accepted);
  return {
    answers,
    sslv2: observations.filter((observation) => observation.kind === 'sslv2'),
    sessions: observations.filter((observation) => observation.kind === 'session'),
    observations,
    obstacle: obstacleOf(observations),
    accepted,
    refused,
  };
}

/** The first refusal of a suite at a version; undefined if none is on record. */
export function refusalOf({ refused }: Ledger, version: number, suite: number): Answer | undefined {
  return refused.get(version)?.find(({ suites }) => suites.has(suite))?.answer;
}

/** Suites of the table that exist at a version; those that came with TLS 1.0 are met in SSL 3.0 as well. */
export function suitesOf(version: number): readonly Suite[] {
  return BY_VERSION.get(version) ?? [];
}

/** Versions that a hello allows the server to choose, highest first. */
export function versionsOffered({ asked }: HelloObservation): readonly number[] {
  if (asked.versions.length > 0) return asked.versions.toSorted((one, other) => other - one);
  return VERSIONS.filter((version) => version >= SSL_3_0 && version <= asked.version).toReversed();
}

/** What kept us from asking comes first: it explains more than an answer that did not come. */
function obstacleOf(observations: readonly Observation[]): string | null {
  const failures = observations.flatMap(({ outcome }) =>
    outcome.status === 'failed' ? [outcome.failure] : [],
  );
  const failure = failures.find(({ stage }) => stage === 'local') ?? failures.at(-1);
  return failure === undefined ? null : FAILURE_CODES[failure.code];
}

/** TLS_NULL_WITH_NULL_NULL is the state before a handshake and never offered. */
const TABLE = SUITES.filter(({ code }) => code !== 0);

/** Worked out once: every family of every endpoint is looked up in it. */
const BY_VERSION: ReadonlyMap<number, readonly Suite[]> = new Map(
  VERSIONS.map((version) => [
    version,
    TABLE.filter(({ firstVersion }) =>
      version === TLS_1_3 ? firstVersion === TLS_1_3 : firstVersion <= version,
    ),
  ]),
);

function note(
  refused: Map<number, Refusal[]>,
  answer: Answered,
  accepted: ReadonlyMap<number, ReadonlyMap<number, string>>,
): void {
  if (answer.status === 'open') return;
  const { observation } = answer;
  const offered = versionsOffered(observation);
  if (answer.status === 'accepted') {
    if (deniesItself(answer.outcome, offered, accepted)) return;
    // Servers choose the highest version they can, so the higher ones were passed over with all that was offered.
    const passedOver = offered.filter((version) => version > answer.outcome.version);
    add(refused, passedOver, observation, 'a lower version was chosen', [observation.id]);
    return;
  }
  // A version is agreed on before a suite: what was refused was refused there, and nothing is said of lower ones. Where
  // TLS 1.3 was offered beside others, it is not known which one was agreed on, but for 1.3 it is a no either way.
  const possible = observation.asked.versions.length > 1 ? offered.slice(0, 1) : offered;
  const negotiated = possible.find((version) => accepted.has(version));
  const concerned = negotiated === undefined ? possible : possible.filter((version) => version >= negotiated);
  const known = negotiated === undefined ? undefined : accepted.get(negotiated);
  // Suites that are accepted otherwise: then something else was refused, a group or the missing name.
  if (known !== undefined && observation.asked.suites.some((suite) => known.has(suite))) return;
  add(refused, concerned, observation, answer.why, answer.evidence);
}

/**
 * The random says that the server can do more than it chose (RFC 8446, 4.1.3), and it was offered more: then it is not
 * the server that passed the higher versions over. Unless there is one above all that was offered, which explains it.
 */
function deniesItself(
  { version, downgrade }: AcceptedOutcome,
  offered: readonly number[],
  accepted: ReadonlyMap<number, unknown>,
): boolean {
  const highest = Math.max(...offered);
  return downgrade !== null && version < highest && [...accepted.keys()].every((other) => other <= highest);
}

function add(
  refused: Map<number, Refusal[]>,
  versions: readonly number[],
  { asked }: HelloObservation,
  why: string,
  evidence: readonly string[],
): void {
  if (versions.length === 0) return;
  const refusal: Refusal = { suites: setOf(asked.suites), answer: { value: 'no', why, evidence } };
  for (const version of versions) {
    if (version !== SSL_2_0) entry(refused, version, (): Refusal[] => []).push(refusal);
  }
}

/** Endpoints of a run are asked the same, and most offers are one list for all of them. */
function setOf(suites: readonly number[]): ReadonlySet<number> {
  const known = SETS.get(suites);
  if (known !== undefined) return known;
  const made = new Set(suites);
  SETS.set(suites, made);
  return made;
}

const SETS = new WeakMap<readonly number[], ReadonlySet<number>>();

function entry<V>(map: Map<number, V>, key: number, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
