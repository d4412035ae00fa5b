import type { Endpoint } from '../model/endpoint.ts';
import type {
  FailedOutcome,
  HelloObservation,
  NoTlsOutcome,
  Observation,
  Preamble,
  SessionObservation,
  Sslv2Observation,
} from '../model/observation.ts';
import { tlsStart } from '../model/protocol.ts';
import type { Connection } from '../net/connection.ts';
import { dialogueOn } from '../protocols/dialogue.ts';
import { protocolModule } from '../protocols/index.ts';
import { failedOutcome, fingerprint, type ProbeContext, type Probed } from './probe.ts';

/** The kinds of observation that are made at the point where TLS begins. */
type TlsObservation = HelloObservation | Sslv2Observation | SessionObservation;

/** What came of the talk from there on. */
export interface Talked<O extends TlsObservation> {
  readonly outcome: O['outcome'];
  /** DER of the certificates that the outcome refers to. */
  readonly certificates: readonly Uint8Array[];
}

/**
 * Leads one connection up to the point where TLS begins, hands it to `talk`, and puts down what came of it. At most one
 * connection, which `talk` has to close; never rejects.
 */
export async function observeTls<O extends TlsObservation>(
  endpoint: Endpoint,
  context: ProbeContext,
  base: Pick<O, 'kind' | 'question' | 'asked'>,
  talk: (connection: Connection) => Promise<Talked<O>>,
): Promise<Probed> {
  const startedAt = context.world.now();
  const reached = await reachTls(endpoint, context);
  const { outcome, certificates } = reached.ok
    ? await talk(reached.connection)
    : { outcome: reached.outcome, certificates: [] };
  const observation = {
    id: context.id,
    endpoint: endpoint.id,
    at: new Date(startedAt).toISOString(),
    elapsedMs: Math.max(0, Math.round(context.world.now() - startedAt)),
    ...base,
    connections: reached.ok ? 1 : reached.connections,
    preamble: reached.preamble,
    outcome,
  } as Observation;
  return { observation, certificates: new Map(certificates.map((der) => [fingerprint(der), der])) };
}

type ReachedTls =
  | { readonly ok: true; readonly connection: Connection; readonly preamble: Preamble | null }
  | {
      readonly ok: false;
      readonly outcome: NoTlsOutcome | FailedOutcome;
      readonly preamble: Preamble | null;
      readonly connections: 0 | 1;
    };

/** Opens the connection and leads the protocol's dialogue up to the point where TLS begins. */
async function reachTls(endpoint: Endpoint, context: ProbeContext): Promise<ReachedTls> {
  const { world, timeouts, signal } = context;
  if (context.unasked !== null) {
    return {
      ok: false,
      outcome: { status: 'failed', failure: context.unasked },
      preamble: null,
      connections: 0,
    };
  }
  if (endpoint.address === null) {
    const outcome = failedOutcome('no-address', 'resolve', `${endpoint.host} has no address`);
    return { ok: false, outcome, preamble: null, connections: 0 };
  }
  const dialled = await world.dial(endpoint.address, endpoint.port, {
    timeoutMs: timeouts.connectMs,
    signal,
  });
  if (!dialled.ok) {
    // An attempt that the server has seen counts as a connection.
    const connections = dialled.failure.stage === 'local' ? 0 : 1;
    return {
      ok: false,
      outcome: { status: 'failed', failure: dialled.failure },
      preamble: null,
      connections,
    };
  }
  const { connection } = dialled;
  if (tlsStart(endpoint.protocol) === 'implicit') return { ok: true, connection, preamble: null };

  const module = protocolModule(endpoint.protocol);
  const dialogue = dialogueOn(connection, {
    replyMs: timeouts.replyMs,
    now: world.now,
    ehlo: world.ehlo,
  });
  const result = await module.toTls(dialogue);
  const preamble = dialogue.preamble();
  if (result.status === 'ready') return { ok: true, connection, preamble };
  // After a failure the server may be in any state, and a second command would only make it worse.
  if (result.status === 'no-tls' && module.farewell !== null) dialogue.say(module.farewell);
  connection.close();
  return {
    ok: false,
    outcome:
      result.status === 'no-tls'
        ? { ...result, detail: result.detail.slice(0, 500) }
        : { ...result, failure: { ...result.failure, detail: result.failure.detail.slice(0, 500) } },
    preamble,
    connections: 1,
  };
}
