import type { Endpoint } from '../model/endpoint.ts';
import type { KnockObservation } from '../model/observation.ts';
import { failedOutcome, type ProbeContext, type Probed } from './probe.ts';

/** Opens one connection to a port of the endpoint's address, sends nothing and closes it. Never rejects. */
export async function askKnock(endpoint: Endpoint, port: number, context: ProbeContext): Promise<Probed> {
  const { world } = context;
  const startedAt = world.now();
  const { outcome, connections } = await knock(endpoint, port, context);
  const observation: KnockObservation = {
    id: context.id,
    endpoint: endpoint.id,
    kind: 'knock',
    question: `port/${port}`,
    at: new Date(startedAt).toISOString(),
    elapsedMs: Math.max(0, Math.round(world.now() - startedAt)),
    connections,
    asked: { port },
    outcome,
  };
  return { observation, certificates: new Map() };
}

async function knock(
  { address, host }: Endpoint,
  port: number,
  { world, timeouts, signal, unasked }: ProbeContext,
): Promise<Pick<KnockObservation, 'outcome' | 'connections'>> {
  if (unasked !== null) return { outcome: { status: 'failed', failure: unasked }, connections: 0 };
  if (address === null) {
    return { outcome: failedOutcome('no-address', 'resolve', `${host} has no address`), connections: 0 };
  }
  const dialled = await world.dial(address, port, { timeoutMs: timeouts.connectMs, signal });
  if (dialled.ok) {
    dialled.connection.close();
    return { outcome: { status: 'open' }, connections: 1 };
  }
  const { failure } = dialled;
  return { outcome: { status: 'failed', failure }, connections: failure.stage === 'local' ? 0 : 1 };
}
