import type { Endpoint } from '../model/endpoint.ts';
import type { Target } from '../model/target.ts';
import { askKnock } from '../probes/knock.ts';
import type { Probed, ProbeContext } from '../probes/probe.ts';
import type { Recall } from './recall.ts';
import type { Scheduler } from './scheduler.ts';

export interface KnockContext extends Pick<ProbeContext, 'world' | 'timeouts' | 'signal'> {
  readonly scheduler: Scheduler;
  readonly gentle: boolean;
  readonly recall: Recall;
  readonly nextId: () => string;
  readonly record: (probed: Probed) => void;
}

/**
 * Knocks once at each port that a target wants to know no more of than whether it takes connections, at each of its
 * addresses. What comes of it is put down for the first endpoint of the address.
 */
export async function knockAtPorts(
  { knocks = [] }: Target,
  endpoints: readonly Endpoint[],
  { scheduler, gentle, recall, nextId, record, ...context }: KnockContext,
): Promise<void> {
  const first = endpoints.filter(
    ({ address }, at) => endpoints.findIndex((other) => other.address === address) === at,
  );
  const asked = first.flatMap((endpoint) => knocks.map((port) => ({ endpoint, port })));
  const open = asked.filter(({ endpoint, port }) => recall.knock(endpoint.id, port) === null);
  await Promise.all(
    open.map(async ({ endpoint, port }) => {
      const knock = async (): Promise<{ readonly observation: null }> => {
        record(
          await askKnock(endpoint, port, { ...context, id: nextId(), unasked: stopped(context.signal) }),
        );
        // A closed port here says nothing of how the endpoint feels that it is put down for.
        return { observation: null };
      };
      await scheduler.run(endpoint, gentle, knock);
    }),
  );
}

function stopped(signal: AbortSignal): ProbeContext['unasked'] {
  if (!signal.aborted) return null;
  const { message } = signal.reason as Error;
  const code = message === 'deadline' ? 'deadline' : 'aborted';
  return { code, stage: 'local', detail: `not asked: ${message}` };
}
