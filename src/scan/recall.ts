import type {
  HelloAsked,
  HelloObservation,
  HttpObservation,
  NtlmObservation,
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
  http(endpoint: string, question: string, asked: HttpOffer): HttpObservation | null;
  ntlm(endpoint: string, question: string): NtlmObservation | null;
  knock(endpoint: string, port: number): Observation | null;
}

/** What of a request makes the question; which TLS library sends it does not. */
type HttpOffer = Pick<HttpObservation['asked'], 'path' | 'tls' | 'headers'>;

/**
 * The answers of an earlier run by what was asked. Each is given once, in the order in which they came, so that a
 * plan that asks twice is told twice what it was told before. Failures are no answers.
 */
export function recallOf(observations: readonly Observation[]): Recall {
  const answers = new Map<string, Observation[]>();
  for (const observation of observations) {
    if (
      observation.outcome.status === 'failed' ||
      observation.kind === 'resolve' ||
      observation.kind === 'fetch' ||
      observation.kind === 'dns' ||
      observation.kind === 'web'
    )
      continue;
    const key = keyOf(observation.kind, observation.endpoint, observation.question, offerOf(observation));
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
    http: (endpoint, question, asked) => take('http', endpoint, question, asked) as HttpObservation | null,
    knock: (endpoint, port) => take('knock', endpoint, `port/${port}`, { port }),
    ntlm: (endpoint, question) => take('ntlm', endpoint, question, null) as NtlmObservation | null,
  };
}

/** The offer makes the question: an answer to a hello of another version of this program is not recalled. */
function keyOf(kind: string, endpoint: string, question: string, offer: unknown): string {
  return JSON.stringify([kind, endpoint, question, httpOrder(kind, offer)]);
}

function offerOf({ kind, asked }: Observation): unknown {
  return kind === 'session' || kind === 'ntlm' ? null : asked;
}

function httpOrder(kind: string, offer: unknown): unknown {
  if (kind !== 'http') return offer;
  const { path, tls, headers } = offer as HttpOffer;
  return [path, tls, headers];
}
