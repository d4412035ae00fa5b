import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { Endpoint } from '../model/endpoint.ts';
import type { Fingerprint, Observation } from '../model/observation.ts';
import type { Pressure } from '../model/pressure.ts';
import type { Depth, Gathered, RunInfo } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { World } from '../net/world.ts';
import type { Probed, ProbeTimeouts } from '../probes/probe.ts';
import { runCheck } from './check-plan.ts';
import { expandTarget } from './expand.ts';
import { interviewOf, InterviewOver } from './interview.ts';
import { recallOf } from './recall.ts';
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
  /** One connection at a time to an address and service, one each second. */
  readonly gentle: boolean;
  /** One endpoint, ms; null for no limit. */
  readonly endpointMs: number | null;
  /** The whole run, ms; null for no limit. */
  readonly deadlineMs: number | null;
  readonly families: 'any' | 'ipv4' | 'ipv6';
  /** An earlier run whose answers are not asked for again; null for none. */
  readonly resume?: Pick<Gathered, 'observations' | 'certificates'> | null;
}

/** What happens during a run, as it happens. */
export type ScanEvent =
  | { readonly type: 'endpoint-found'; readonly endpoint: Endpoint }
  | {
      readonly type: 'observed';
      readonly observation: Observation;
      /** DER of certificates that the observation refers to and no earlier one of its target did. */
      readonly certificates: ReadonlyMap<Fingerprint, Uint8Array>;
    }
  | { readonly type: 'endpoint-done'; readonly endpoint: Endpoint; readonly connections: number }
  | { readonly type: 'pressure'; readonly pressure: Pressure };

/**
 * Asks all endpoints of all targets side by side and reports each event to `emit`. Never rejects for anything that
 * the network does; after an abort it ends soon, with everything gathered so far.
 */
export async function observeAll(
  targets: readonly Target[],
  options: ObserveOptions,
  emit: (event: ScanEvent) => void = () => undefined,
): Promise<Gathered> {
  const parts = new Map<Target, Gathered>();
  const run = await observeEach(targets, options, (target, part) => void parts.set(target, part), emit);
  const inOrder = targets.flatMap((target) => parts.get(target) ?? []);
  return {
    run,
    targets,
    endpoints: inOrder.flatMap(({ endpoints }) => endpoints),
    observations: inOrder.flatMap(({ observations }) => observations).toSorted(byNumber),
    certificates: Object.assign({}, ...inOrder.map(({ certificates }) => certificates)) as Record<
      string,
      string
    >,
  };
}

/**
 * The same for any number of targets in bounded memory: each is handed over when all its endpoints are done, and
 * then forgotten. Only as many targets are begun at a time as there are connections for.
 */
export async function observeEach(
  targets: readonly Target[],
  options: ObserveOptions,
  onTarget: (target: Target, gathered: Gathered) => void | Promise<void>,
  emit: (event: ScanEvent) => void = () => undefined,
): Promise<RunInfo> {
  const { world } = options;
  const startedAt = world.now();
  const stop = stopOf(options);
  const pressures: Pressure[] = [];
  const scheduler = createScheduler(options.concurrency, {
    world,
    signal: stop.signal,
    onPressure: (pressure) => {
      if (pressures.length < MOST_PRESSURES) pressures.push(pressure);
      emit({ type: 'pressure', pressure });
    },
  });
  const before = options.resume?.observations ?? [];
  const recall = recallOf(before);
  const earlier = carriedOver(before);
  let lastId = before.reduce((most, { id }) => Math.max(most, numberOf(id)), 0);
  const nextId = (): string => `o${(lastId += 1)}`;
  let incomplete = false;

  const runInfo = (): RunInfo => ({
    depth: options.depth,
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(world.now()).toISOString(),
    complete: !incomplete,
    stopped: incomplete ? (stop.signal.reason as Error).message : null,
    budget: options.budget,
    pressure: pressures,
  });

  const askTarget = async (target: Target): Promise<Gathered> => {
    const observations: Observation[] = [];
    const certificates = new Map<Fingerprint, Uint8Array>();
    const record = ({ observation, certificates: seen }: Probed): void => {
      const fresh = new Map([...seen].filter(([fingerprint]) => !certificates.has(fingerprint)));
      for (const [fingerprint, der] of fresh) certificates.set(fingerprint, der);
      observations.push(observation);
      incomplete ||= wasStopped(observation);
      emit({ type: 'observed', observation, certificates: fresh });
    };
    const { endpoints, lookups } = await expandTarget(target, {
      resolve: (name) => abandonable(world.resolve(name), stop.signal),
      now: world.now,
      nextId,
      families: options.families,
    });
    for (const endpoint of endpoints) emit({ type: 'endpoint-found', endpoint });
    for (const observation of lookups) record({ observation, certificates: new Map() });
    const carried = endpoints.flatMap(({ id }) => earlier.get(id) ?? []);
    const reachable = endpoints.filter(({ address }) => address !== null);
    await Promise.all(
      reachable.map(async (endpoint) => {
        let connections = 0;
        const interview = interviewOf(endpoint, {
          world: target.pace?.ehlo === undefined ? world : { ...world, ehlo: target.pace.ehlo },
          timeouts: options.timeouts,
          scheduler,
          signal: stop.signal,
          retries: options.retries,
          budget: target.pace?.budget ?? options.budget,
          endpointMs: options.endpointMs,
          gentle: target.pace?.gentle ?? options.gentle,
          recall,
          nextId,
          record: (probed) => {
            connections += probed.observation.connections;
            record(probed);
          },
        });
        try {
          await (options.depth === 'check' ? runCheck(interview) : runScan(interview));
        } catch (error) {
          // Asking on was pointless; what is still open stays unknown.
          if (!(error instanceof InterviewOver)) throw error;
        }
        emit({ type: 'endpoint-done', endpoint, connections });
      }),
    );
    scheduler.forget(reachable.flatMap(({ address }) => address ?? []));
    return {
      run: runInfo(),
      targets: [target],
      endpoints,
      observations: [...carried, ...observations].toSorted(byNumber),
      certificates: {
        ...certificatesOf(carried, options.resume?.certificates ?? {}),
        ...Object.fromEntries(
          [...certificates].map(([fingerprint, der]) => [fingerprint, Buffer.from(der).toString('base64')]),
        ),
      },
    };
  };

  const window = pLimit(options.concurrency.global);
  await Promise.all(
    targets.map((target) =>
      window(async () => {
        await onTarget(target, await askTarget(target));
      }),
    ),
  );
  stop.end();
  return runInfo();
}

/** More signs of pressure than this add nothing to a report. */
const MOST_PRESSURES = 200;

/** A signal that is given by the caller's or by the end of the time allowed. */
function stopOf(options: ObserveOptions): { readonly signal: AbortSignal; end(): void } {
  const stop = new AbortController();
  // One listener for each connection that is open, which is no leak.
  setMaxListeners(0, stop.signal);
  const onAbort = (): void => stop.abort(new Error('interrupted'));
  if (options.signal.aborted) onAbort();
  options.signal.addEventListener('abort', onAbort);
  const deadline =
    options.deadlineMs === null
      ? undefined
      : setTimeout(() => stop.abort(new Error('deadline')), options.deadlineMs);
  return {
    signal: stop.signal,
    end() {
      clearTimeout(deadline);
      options.signal.removeEventListener('abort', onAbort);
    },
  };
}

/** What an earlier run was told, by endpoint. Its look-ups are made anew, and so is what it failed to learn. */
function carriedOver(before: readonly Observation[]): ReadonlyMap<string, readonly Observation[]> {
  const byEndpoint = new Map<string, Observation[]>();
  for (const observation of before) {
    if (observation.kind === 'resolve' || observation.outcome.status === 'failed') continue;
    const known = byEndpoint.get(observation.endpoint);
    if (known === undefined) byEndpoint.set(observation.endpoint, [observation]);
    else known.push(observation);
  }
  return byEndpoint;
}

function certificatesOf(
  observations: readonly Observation[],
  all: Readonly<Record<Fingerprint, string>>,
): Record<Fingerprint, string> {
  const wanted = observations.flatMap(({ outcome }) =>
    outcome.status === 'accepted' && 'certificates' in outcome ? outcome.certificates : [],
  );
  return Object.fromEntries(
    wanted.flatMap((fingerprint) => {
      const der = all[fingerprint];
      return der === undefined ? [] : [[fingerprint, der] as const];
    }),
  );
}

/** The run was stopped before or while this was asked, so its answer is missing. */
function wasStopped({ outcome }: Observation): boolean {
  if (!('failure' in outcome) || outcome.failure === null) return false;
  const { code, detail } = outcome.failure;
  return code === 'aborted' || (code === 'deadline' && detail.endsWith('deadline'));
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

function byNumber(one: Observation, other: Observation): number {
  return numberOf(one.id) - numberOf(other.id);
}

function numberOf(id: string): number {
  return Number(id.slice(1));
}
