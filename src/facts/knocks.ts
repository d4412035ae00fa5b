import { FAILURE_CODES } from '../model/failure.ts';
import type { KnockObservation, Observation } from '../model/observation.ts';
import type { Fact } from './types.ts';
import type { KnockedPort, KnocksFact } from './web-types.ts';

/** Which ports of an address take connections, where nothing more was asked of them. */
export function knocksFact(observations: readonly Observation[]): Fact<KnocksFact> {
  const knocks = observations.filter((observation) => observation.kind === 'knock');
  const ports = [...new Set(knocks.map(({ asked }) => asked.port))].map((port) =>
    portOf(
      port,
      knocks.filter(({ asked }) => asked.port === port),
    ),
  );
  return { known: true, value: { ports }, evidence: knocks.map(({ id }) => id) };
}

/** One connection that was taken is proof, whatever came of others. */
function portOf(port: number, knocks: readonly KnockObservation[]): KnockedPort {
  const evidence = knocks.map(({ id }) => id);
  const failures = knocks.flatMap(({ outcome }) => (outcome.status === 'failed' ? [outcome.failure] : []));
  if (failures.length < knocks.length) return { port, state: 'open', why: 'it takes connections', evidence };
  const refused = failures.find(({ code }) => code === 'connection-refused');
  const shown = refused ?? failures.find(({ stage }) => stage !== 'local') ?? failures[0];
  const why = shown === undefined ? 'not asked' : FAILURE_CODES[shown.code];
  return { port, state: refused === undefined ? 'unknown' : 'closed', why, evidence };
}
