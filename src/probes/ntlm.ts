import { isIP } from 'node:net';
import type { Endpoint } from '../model/endpoint.ts';
import type { NtlmObservation, Preamble } from '../model/observation.ts';
import { tlsStart } from '../model/protocol.ts';
import { type Connection, connectionOf } from '../net/connection.ts';
import { secure } from '../net/secure.ts';
import { type Dialogue, dialogueOn } from '../protocols/dialogue.ts';
import { protocolModule } from '../protocols/index.ts';
import { ntlmTalk } from './ntlm-talk.ts';
import { failedOutcome, type ProbeContext, type Probed } from './probe.ts';

type Outcome = NtlmObservation['outcome'];

interface Talked {
  readonly outcome: Outcome;
  readonly preamble: Preamble | null;
  readonly connections: 0 | 1;
}

/** Characters of a server's words kept as evidence. */
const KEPT = 500;

/**
 * Asks a mail server for the challenge of an NTLM logon and gives it up there. At most one connection; never rejects.
 *
 * @param tls ask inside of TLS; always so where TLS begins with the first byte
 */
export async function askNtlm(
  endpoint: Endpoint,
  { question, tls }: { readonly question: string; readonly tls: boolean },
  context: ProbeContext,
): Promise<Probed> {
  const { world } = context;
  const startedAt = world.now();
  const inside = tls || tlsStart(endpoint.protocol) === 'implicit';
  const { outcome, preamble, connections } = await talk(endpoint, inside, context);
  const observation: NtlmObservation = {
    id: context.id,
    endpoint: endpoint.id,
    question,
    at: new Date(startedAt).toISOString(),
    elapsedMs: Math.max(0, Math.round(world.now() - startedAt)),
    connections,
    kind: 'ntlm',
    asked: { tls: inside },
    preamble,
    outcome: short(outcome),
  };
  return { observation, certificates: new Map() };
}

async function talk(endpoint: Endpoint, inside: boolean, context: ProbeContext): Promise<Talked> {
  const { world, timeouts, signal } = context;
  const asking = ntlmTalk(endpoint.protocol);
  const without = (outcome: Outcome): Talked => ({ outcome, preamble: null, connections: 0 });
  if (context.unasked !== null) return without({ status: 'failed', failure: context.unasked });
  if (asking === null) {
    return without(
      failedOutcome('local-limit', 'local', `there is no NTLM of its own in ${endpoint.protocol}`),
    );
  }
  if (endpoint.address === null) {
    return without(failedOutcome('no-address', 'resolve', `${endpoint.host} has no address`));
  }
  const dialled = await world.dial(endpoint.address, endpoint.port, {
    timeoutMs: timeouts.connectMs,
    signal,
  });
  if (!dialled.ok) {
    const connections = dialled.failure.stage === 'local' ? 0 : 1;
    return { outcome: { status: 'failed', failure: dialled.failure }, preamble: null, connections };
  }
  const dialogueFor = (connection: Connection): Dialogue =>
    dialogueOn(connection, { replyMs: timeouts.replyMs, now: world.now, ehlo: world.ehlo });
  const module = protocolModule(endpoint.protocol);

  let { connection } = dialled;
  const starttls = inside && tlsStart(endpoint.protocol) === 'starttls';
  const before = inside && !starttls ? null : dialogueFor(connection);
  const end = (outcome: Outcome, last: Dialogue | null): Talked => {
    // After a failure the server may be in any state, and a second command would only make it worse.
    if (outcome.status !== 'failed' && module.farewell !== null) last?.say(module.farewell);
    connection.close();
    return { outcome, preamble: (before ?? last)?.preamble() ?? null, connections: 1 };
  };
  if (!inside && before !== null) return end(await asking(before, false), before);

  if (starttls && before !== null) {
    const reached = await module.toTls(before);
    if (reached.status === 'no-tls')
      return end(failedOutcome('rejected', 'preamble', reached.detail), before);
    if (reached.status === 'failed') return end(reached, before);
  }
  const secured = await secure(connection, {
    sni: isIP(endpoint.host) === 0 ? endpoint.host : null,
    timeoutMs: timeouts.tlsMs,
    signal,
  });
  if (!secured.ok) return end({ status: 'failed', failure: secured.failure }, null);
  connection = connectionOf(secured.socket, signal);
  const within = dialogueFor(connection);
  return end(await asking(within, starttls), within);
}

function short(outcome: Outcome): Outcome {
  if (outcome.status === 'challenged') return outcome;
  if (outcome.status !== 'failed') return { ...outcome, detail: outcome.detail.slice(0, KEPT) };
  const { failure } = outcome;
  return { ...outcome, failure: { ...failure, detail: failure.detail.slice(0, KEPT) } };
}
