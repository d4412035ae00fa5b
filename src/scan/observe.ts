import { setMaxListeners } from 'node:events';
import type { Endpoint } from '../model/endpoint.ts';
import type { Fingerprint, Observation } from '../model/observation.ts';
import type { Depth, Gathered } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { World } from '../net/world.ts';
import type { Probed, ProbeTimeouts } from '../probes/probe.ts';
import { runCheck } from './check-plan.ts';
import { expandTarget } from './expand.ts';
import { interviewOf, InterviewOver } from './interview.ts';
import { runScan } from './scan-plan.ts';
import { type Concurrency, createScheduler } from './scheduler.ts';

export interface ObserveOptions {
  readonly depth: Depth;
  readonly world: World;
  readonly signal: AbortSignal;
  readonly concurrency: Concurrency;
  readonly timeouts: ProbeTimeouts;
  readonly retries: number;
  /** Connections that one endpoint may cost. */
  readonly budget: number;
  /** The whole run, ms; null for no limit. */
  readonly deadlineMs: number | null;
  readonly families: 'any' | 'ipv4' | 'ipv6';
}

/** What happens during a run, as it happens. */
export type ScanEvent =
  | { readonly type: 'endpoint-found'; readonly endpoint: Endpoint }
  | {
      readonly type: 'observed';
      readonly observation: Observation;
      /** DER of certificates that the observation refers to and no earlier one did. */
      readonly certificates: ReadonlyMap<Fingerprint, Uint8Array>;
    }
  | { readonly type: 'endpoint-done'; readonly endpoint: Endpoint; readonly connections: number };

/**
 * Asks all endpoints of all targets side by side and reports each event to `emit`. Never rejects for anything that
 * the network does; after an abort it ends soon, with everything gathered so far.
 */
export async function observeAll(
  targets: readonly Target[],
  options: ObserveOptions,
  emit: (event: ScanEvent) => void = () => undefined,
): Promise<Gathered> {
  const { world } = options;
  const startedAt = world.now();
  const stop = new AbortController();
  // One listener for each connection that is open, which is no leak.
  setMaxListeners(0, stop.signal);
  const onAbort = (): void => stop.abort(new Error('interrupted'));
  if (options.signal.aborted) onAbort();
  options.signal.addEventListener('abort', onAbort);
  const deadline =
    options.deadlineMs === null
      ? null
      : setTimeout(() => stop.abort(new Error('deadline')), options.deadlineMs);

  const endpoints: Endpoint[] = [];
  const observations: Observation[] = [];
  const certificates = new Map<Fingerprint, Uint8Array>();
  let lastId = 0;
  let unasked = 0;
  const nextId = (): string => `o${(lastId += 1)}`;
  const record = ({ observation, certificates: seen }: Probed): void => {
    const fresh = new Map([...seen].filter(([fingerprint]) => !certificates.has(fingerprint)));
    for (const [fingerprint, der] of fresh) certificates.set(fingerprint, der);
    observations.push(observation);
    emit({ type: 'observed', observation, certificates: fresh });
  };

  const scheduler = createScheduler(options.concurrency);
  const askEndpoint = async (endpoint: Endpoint): Promise<void> => {
    let connections = 0;
    const interview = interviewOf(endpoint, {
      world,
      timeouts: options.timeouts,
      scheduler,
      signal: stop.signal,
      retries: options.retries,
      budget: options.budget,
      nextId,
      record: (probed) => {
        connections += probed.observation.connections;
        record(probed);
      },
    });
    try {
      await (options.depth === 'check' ? runCheck(interview) : runScan(interview));
      await interview.close();
    } catch (error) {
      // Asking on was pointless; what is still open stays unknown.
      if (!(error instanceof InterviewOver)) throw error;
      if (stop.signal.aborted) unasked += 1;
    }
    emit({ type: 'endpoint-done', endpoint, connections });
  };

  await Promise.all(
    targets.map(async (target) => {
      const { endpoints: found, lookups } = await expandTarget(target, {
        resolve: (name) => abandonable(world.resolve(name), stop.signal),
        now: world.now,
        nextId,
        families: options.families,
      });
      for (const endpoint of found) {
        endpoints.push(endpoint);
        emit({ type: 'endpoint-found', endpoint });
      }
      for (const observation of lookups) record({ observation, certificates: new Map() });
      await Promise.all(found.filter(({ address }) => address !== null).map(askEndpoint));
    }),
  );

  if (deadline !== null) clearTimeout(deadline);
  options.signal.removeEventListener('abort', onAbort);
  const complete = unasked === 0 && !observations.some(wasAborted);
  return {
    run: {
      depth: options.depth,
      startedAt: new Date(startedAt).toISOString(),
      finishedAt: new Date(world.now()).toISOString(),
      complete,
      stopped: complete ? null : (stop.signal.reason as Error).message,
    },
    targets,
    endpoints: inTargetOrder(endpoints, targets),
    observations: observations.toSorted((one, other) => number(one.id) - number(other.id)),
    certificates: Object.fromEntries(
      [...certificates].map(([fingerprint, der]) => [fingerprint, Buffer.from(der).toString('base64')]),
    ),
  };
}

/** The question was under way when the run was stopped, so its answer is missing. */
function wasAborted({ outcome }: Observation): boolean {
  return 'failure' in outcome && outcome.failure?.code === 'aborted';
}

/** A look-up cannot be stopped, but nobody has to wait for it. */
async function abandonable(
  lookup: ReturnType<World['resolve']>,
  signal: AbortSignal,
): ReturnType<World['resolve']> {
  if (signal.aborted) return STOPPED;
  let onAbort = (): void => undefined;
  const stopped = new Promise<typeof STOPPED>((resolve) => {
    onAbort = () => resolve(STOPPED);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([lookup, stopped]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const STOPPED = {
  ok: false,
  failure: { code: 'aborted', stage: 'local', detail: 'stopped while looking up the name' },
} as const;

function inTargetOrder(endpoints: readonly Endpoint[], targets: readonly Target[]): Endpoint[] {
  const rank = new Map(targets.map(({ host }, index) => [host, index]));
  return endpoints.toSorted((one, other) => (rank.get(one.host) ?? 0) - (rank.get(other.host) ?? 0));
}

function number(id: string): number {
  return Number(id.slice(1));
}
