import type {
  HelloAsked,
  HelloObservation,
  Observation,
  Sslv2Asked,
  Sslv2Observation,
} from '../model/observation.ts';

/** What an earlier run was already told, so that it need not be asked again. */
export interface Recall {
  /** What was asked is worked out only if there is anything to recall. */
  hello(endpoint: string, question: string, asked: () => HelloAsked): HelloObservation | null;
  sslv2(endpoint: string, question: string, asked: Sslv2Asked): Sslv2Observation | null;
  session(endpoint: string, question: string): Observation | null;
}

/**
 * The answers of an earlier run by what was asked. Each is given once, in the order in which they came, so that a
 * plan that asks twice is told twice what it was told before. Failures are no answers.
 */
export function recallOf(observations: readonly Observation[]): Recall {
  const answers = new Map<string, Observation[]>();
  for (const observation of observations) {
    if (observation.outcome.status === 'failed' || observation.kind === 'resolve') continue;
    const key = keyOf(observation.kind, observation.endpoint, observation.question, observation.asked);
    const known = answers.get(key);
    if (known === undefined) answers.set(key, [observation]);
    else known.push(observation);
  }
  const take = (...key: Parameters<typeof keyOf>): Observation | null =>
    answers.get(keyOf(...key))?.shift() ?? null;
  return {
    hello: (endpoint, question, asked) =>
      answers.size === 0 ? null : (take('hello', endpoint, question, asked()) as HelloObservation | null),
    sslv2: (endpoint, question, asked) => take('sslv2', endpoint, question, asked) as Sslv2Observation | null,
    session: (endpoint, question) => take('session', endpoint, question, null),
  };
}

/** The offer makes the question: an answer to a hello of another version of this program is not recalled. */
function keyOf(kind: string, endpoint: string, question: string, asked: unknown): string {
  return JSON.stringify([kind, endpoint, question, kind === 'session' ? null : asked]);
}
