import { setMaxListeners } from 'node:events';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Endpoint } from '../model/endpoint.ts';
import type { Fingerprint, Observation } from '../model/observation.ts';
import type { Pressure } from '../model/pressure.ts';
import type { Depth, Gathered, RunInfo } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { AnswerStore } from '../net/answer-store.ts';
import type { World } from '../net/world.ts';
import type { Probed, ProbeTimeouts } from '../probes/probe.ts';
import type { RecordedHello } from '../probes/recorded-hello.ts';
import type { FetchPolicy } from './certificate-phase.ts';
import { runCheck } from './check-plan.ts';
import { expandTarget } from './expand.ts';
import { createFetchDesk } from './fetch-desk.ts';
import { fetchRecallOf } from './fetch-recall.ts';
import { resolveBy } from '../net/resolve-by.ts';
import type { Resolve } from '../net/resolve.ts';
import { SYSTEM_RESOLVER } from '../net/dns.ts';
import { domainTargets } from './domain-targets.ts';
import { interviewOf, InterviewOver } from './interview.ts';
import type { LookDepth } from './look.ts';
import { knockAtPorts } from './knock-plan.ts';
import { recallOf } from './recall.ts';
import { runScan } from './scan-plan.ts';
import { runSimulations } from './simulate.ts';
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
  /** Mail domains that are asked about; none if absent. */
  readonly domains?: readonly string[];
  /** Address of the name server to ask; that of this machine if absent. */
  readonly resolver?: string;
  /** Name servers by view of split DNS, instead of that one; none if absent. */
  readonly views?: Readonly<Record<string, string>>;
  /** How closely endpoints are looked at besides their TLS; not at all if absent. */
  readonly fingerprint?: LookDepth;
  /** What is fetched about the certificates that are seen; nothing if absent. */
  readonly fetchIssuers?: boolean;
  readonly revocation?: FetchPolicy['revocation'];
  readonly allowPrivateFetch?: boolean;
  /** Most requests to certification authorities, and milliseconds for each. */
  readonly fetches?: number;
  readonly fetchMs?: number;
  /** Keeps answers of authorities between runs; null for nobody. */
  readonly store?: AnswerStore | null;
  /** An earlier run whose answers are not asked for again; null for none. */
  readonly resume?: Pick<Gathered, 'observations' | 'certificates'> | null;
  /** Hellos of clients to send to an endpoint that speaks TLS, behind all other questions; none if absent. */
  readonly clientHellos?: (endpoint: Endpoint) => readonly RecordedHello[];
}

/** What happens during a run, as it happens. */
export type ScanEvent =
  /** A target has its turn: its host is looked up now. */
  | { readonly type: 'target-begun'; readonly target: Target }
  /** An address of the host was found, or its name leads nowhere: then its address is null and nothing is asked. */
  | { readonly type: 'endpoint-found'; readonly endpoint: Endpoint }
  /** A question was asked, or could not be; look-ups and fetches as well. */
  | {
      readonly type: 'observed';
      readonly observation: Observation;
      /** DER of certificates that the observation refers to and no earlier one of its target did. */
      readonly certificates: ReadonlyMap<Fingerprint, Uint8Array>;
    }
  /** Nothing more is asked of an endpoint; what was fetched from authorities is not among its connections. */
  | { readonly type: 'endpoint-done'; readonly endpoint: Endpoint; readonly connections: number }
  /** A server felt crowded, and is asked more slowly from now on. */
  | { readonly type: 'pressure'; readonly pressure: Pressure }
  /** Nothing more is asked for a target, its certificates' authorities included. */
  | { readonly type: 'target-done'; readonly target: Target };

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

  const policy: FetchPolicy = {
    fetchIssuers: options.fetchIssuers ?? false,
    revocation: options.revocation ?? 'stapled',
    allowPrivateFetch: options.allowPrivateFetch ?? false,
  };
  const { fetches = 0, fetchMs = 0, store = null } = options;
  const desk =
    policy.fetchIssuers || policy.revocation === 'online'
      ? createFetchDesk({ world, signal: stop.signal, limits: { most: fetches, timeoutMs: fetchMs }, store })
      : null;
  const fetchRecall = fetchRecallOf(before);

  const ways = Object.entries(options.views ?? {});
  // What strangers look up by a mail domain is the same in every view, or should be: the last one is asked.
  const resolver = ways.at(-1)?.[1] ?? options.resolver ?? SYSTEM_RESOLVER;
  const timeoutMs = options.timeouts.replyMs;
  const resolveWith = (by: string): Resolve => {
    const resolve = resolveBy(world, { resolver: by, timeoutMs, signal: stop.signal });
    return (name) => abandonable(resolve(name), stop.signal);
  };
  const views = ways.map(([name, by]) => ({ name, resolve: resolveWith(by) }));
  const domains = domainTargets(options.domains ?? [], targets);
  const askDomains = async (names: readonly string[], record: (probed: Probed) => void): Promise<void> => {
    if (names.length === 0) return;
    const { domainPhase } = await import('./domain-phase.ts');
    const context = { world, resolver, timeoutMs, signal: stop.signal, nextId, record };
    await Promise.all(names.map((name) => domainPhase(name, context)));
  };

  const askTarget = async (target: Target): Promise<Asked> => {
    emit({ type: 'target-begun', target });
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
      resolve: resolveWith(resolver),
      views,
      now: world.now,
      nextId,
      families: options.families,
    });
    for (const endpoint of endpoints) emit({ type: 'endpoint-found', endpoint });
    for (const observation of lookups) record({ observation, certificates: new Map() });
    const carried = endpoints.flatMap(({ id }) => earlier.get(id) ?? []);
    const reachable = endpoints.filter(({ address }) => address !== null);
    const aside = askDomains(domains.get(target) ?? [], record);
    await Promise.all(
      reachable.map(async (endpoint) => {
        let connections = 0;
        let speaksTls = false;
        const interview = interviewOf(endpoint, {
          world: target.pace?.ehlo === undefined ? world : { ...world, ehlo: target.pace.ehlo },
          timeouts: options.timeouts,
          scheduler,
          signal: stop.signal,
          retries: options.retries,
          budget: target.pace?.budget ?? options.budget,
          endpointMs: options.endpointMs,
          gentle: target.pace?.gentle ?? options.gentle,
          lookDepth: options.fingerprint ?? 'none',
          recall,
          nextId,
          record: (probed) => {
            connections += probed.observation.connections;
            speaksTls ||=
              probed.observation.kind === 'hello' && probed.observation.outcome.status === 'accepted';
            record(probed);
          },
        });
        try {
          await (options.depth === 'check' ? runCheck(interview) : runScan(interview));
          const hellos = speaksTls ? (options.clientHellos?.(endpoint) ?? []) : [];
          await runSimulations(interview, hellos);
        } catch (error) {
          // Asking on was pointless; what is still open stays unknown.
          if (!(error instanceof InterviewOver)) throw error;
        }
        emit({ type: 'endpoint-done', endpoint, connections });
      }),
    );
    await knockAtPorts(target, reachable, {
      world,
      timeouts: options.timeouts,
      scheduler,
      signal: stop.signal,
      gentle: target.pace?.gentle ?? options.gentle,
      recall,
      nextId,
      record,
    });
    await aside;
    scheduler.forget(reachable.flatMap(({ address }) => address ?? []));
    return { target, endpoints, carried, observations, certificates, record };
  };

  /** What the certificates refer to, once nothing more is asked of the servers. */
  const fetchFor = async ({
    endpoints,
    carried,
    observations,
    certificates,
    record,
  }: Asked): Promise<void> => {
    if (desk === null) return;
    const { certificatePhase } = await import('./certificate-phase.ts');
    const known = Object.entries(certificatesOf(carried, options.resume?.certificates ?? {}));
    const seen = {
      endpoints,
      observations: [...carried, ...observations],
      certificates: new Map([
        ...known.map(
          ([fingerprint, der]) => [fingerprint, new Uint8Array(Buffer.from(der, 'base64'))] as const,
        ),
        ...certificates,
      ]),
    };
    await certificatePhase(seen, policy, { world, desk, recall: fetchRecall, nextId, record });
  };

  const gathered = ({ target, endpoints, carried, observations, certificates }: Asked): Gathered => ({
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
  });

  const handOver = async (asked: Asked): Promise<void> => {
    const { target } = asked;
    emit({ type: 'target-done', target });
    await onTarget(target, gathered(asked));
  };

  const window = pLimit(options.concurrency.global);
  const fetching = pLimit(FETCHING_FOR_EACH * options.concurrency.global);
  await Promise.all(
    targets.map(async (target) => {
      if (desk === null) {
        await window(async () => handOver(await askTarget(target)));
        return;
      }
      // Whoever waits for an authority must not keep the next target from being asked.
      const { asked, leave } = await window(async () => ({
        asked: await askTarget(target),
        leave: await placeIn(fetching),
      }));
      try {
        await fetchFor(asked);
        await handOver(asked);
      } finally {
        leave();
      }
    }),
  );
  stop.end();
  return runInfo();
}

/** What the questions to one target have brought, and where more is put. */
interface Asked {
  readonly target: Target;
  readonly endpoints: readonly Endpoint[];
  readonly carried: readonly Observation[];
  readonly observations: readonly Observation[];
  readonly certificates: ReadonlyMap<Fingerprint, Uint8Array>;
  readonly record: (probed: Probed) => void;
}

/** For each target that is asked so many may wait for what is fetched. */
const FETCHING_FOR_EACH = 4;

/** Waits for a place and holds it until the returned function is called. */
function placeIn(limit: LimitFunction): Promise<() => void> {
  return new Promise((granted) => {
    void limit(() => new Promise<void>((leave) => granted(leave)));
  });
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
  const wanted = observations.flatMap(({ outcome }) => {
    if ('certificates' in outcome) return outcome.certificates;
    return 'certificate' in outcome ? (outcome.certificate ?? []) : [];
  });
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
