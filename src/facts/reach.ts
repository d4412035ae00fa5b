import type { Endpoint } from '../model/endpoint.ts';
import type { Failure } from '../model/failure.ts';
import type { HelloObservation, Observation, Preamble } from '../model/observation.ts';
import { tlsStart } from '../model/protocol.ts';
import type { Fact, ReachFact, StarttlsFact } from './types.ts';

/**
 * Whether anybody answered, and if not, why.
 *
 * @param observations those about the way to TLS and TLS itself
 * @param all also what was asked inside of it and beside it
 */
export function reachFact(
  endpoint: Endpoint,
  observations: readonly Observation[],
  all: readonly Observation[] = observations,
): ReachFact {
  const asked = observations.filter(({ kind }) => kind !== 'resolve');
  const preambles = [...asked, ...all].flatMap((observation) => preambleOf(observation) ?? []);
  // One that was turned away heard no greeting; another one may have.
  const preamble = preambles.find(({ banner }) => banner !== null) ?? preambles[0] ?? null;
  const connections = all
    .filter(({ kind }) => kind !== 'resolve')
    .reduce((sum, observation) => sum + observation.connections, 0);
  const rung =
    observations.filter((observation) => observation.kind === 'hello').find(opens)?.asked.rung ?? null;
  const answered = asked.some(({ outcome }) => ANSWERS.has(outcome.status));
  if (answered) return { state: 'answered', failure: null, preamble, connections, rung };
  // A look-up in another view of DNS may have failed, which says nothing about this place.
  const failures = [...asked, ...observations].flatMap(({ outcome }) =>
    outcome.status === 'failed' ? [outcome.failure] : [],
  );
  const failure = failures.find(({ stage }) => stage !== 'local') ?? failures[0] ?? SILENT;
  return { state: stateOf(endpoint, failure), failure, preamble, connections, rung };
}

/**
 * How TLS is started, from the dialogues that were completed. The server's word that TLS may begin is not enough: it has
 * to begin, and nothing may come in its place.
 */
export function starttlsFact(endpoint: Endpoint, observations: readonly Observation[]): Fact<StarttlsFact> {
  if (tlsStart(endpoint.protocol) === 'implicit') {
    return { known: true, value: { state: 'implicit', detail: '', trailing: 0 }, evidence: [] };
  }
  const through = observations.filter(reachedTls);
  const trailing = Math.max(0, ...through.map((observation) => preambleOf(observation)?.trailing ?? 0));
  if (trailing > 0 || (through.some(began) && !through.some(isPlainText))) {
    return {
      known: true,
      value: { state: 'offered', detail: '', trailing },
      evidence: through.map(({ id }) => id),
    };
  }
  for (const { id, outcome } of observations) {
    if (outcome.status !== 'no-tls') continue;
    const value = { state: outcome.reason, detail: outcome.detail, trailing: 0 };
    return { known: true, value, evidence: [id] };
  }
  const evidence = through.map(({ id }) => id);
  if (through.some(isPlainText)) {
    return { known: false, why: 'plain text came where TLS should have begun', evidence };
  }
  const why =
    through.length > 0 ? 'TLS never began after STARTTLS' : 'the dialogue before TLS was not completed';
  return { known: false, why, evidence };
}

/** The hello with everything up to TLS 1.2 shows which rung was needed; the smaller ones pass on any. */
function opens({ question, outcome }: HelloObservation): boolean {
  return outcome.status === 'accepted' && (question === 'modern' || question === 'tls1.0');
}

const ANSWERS: ReadonlySet<string> = new Set(['accepted', 'refused', 'no-tls']);

const SILENT: Failure = { code: 'tls-closed', stage: 'tls', detail: 'connections end without an answer' };

function stateOf(endpoint: Endpoint, failure: Failure): ReachFact['state'] {
  if (failure.code === 'connection-refused') return endpoint.named ? 'unreachable' : 'not-enabled';
  return failure.stage === 'resolve' || failure.stage === 'dial' ? 'unreachable' : 'unknown';
}

function reachedTls(observation: Observation): boolean {
  if (observation.kind === 'resolve') return false;
  const { outcome } = observation;
  if (outcome.status === 'no-tls') return false;
  return outcome.status !== 'failed' || outcome.failure.stage === 'tls';
}

function began({ outcome }: Observation): boolean {
  return (
    outcome.status === 'accepted' ||
    outcome.status === 'refused' ||
    (outcome.status === 'failed' && outcome.failure.code === 'contradiction')
  );
}

function isPlainText({ outcome }: Observation): boolean {
  return outcome.status === 'failed' && outcome.failure.code === 'not-tls';
}

function preambleOf(observation: Observation): Preamble | null {
  return 'preamble' in observation ? observation.preamble : null;
}
