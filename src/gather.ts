import type { Certificate } from './certs/certificate.ts';
import { withBackEnd } from './config/back-end.ts';
import { hellosFor, unknownClients } from './clients/hellos.ts';
import { ConfigError } from './config/config-error.ts';
import { parseRunOptions, type RunOptionsInput } from './config/options.ts';
import type { Client } from './exchange/clients/client.ts';
import type { Gathered, RunInfo } from './model/report.ts';
import type { Target } from './model/target.ts';
import type { AnswerStore } from './net/answer-store.ts';
import { realWorld, type SessionRoots, type World } from './net/world.ts';
import { observeAll, observeEach, type ObserveOptions, type ScanEvent } from './scan/observe.ts';

/** What a caller may bring to a run; everything has a default. */
export interface ScanSettings {
  /** Checked and filled in by `parseRunOptions`. */
  readonly options?: RunOptionsInput;
  /** Stops the run; what has been gathered is kept and marked incomplete. */
  readonly signal?: AbortSignal;
  /** Sockets, resolver, clock and randomness. */
  readonly world?: World;
  /** The organization's own certification authorities, for OpenSSL's opinion beside ours. */
  readonly authorities?: readonly Certificate[];
  /** Clients that the operator describes, for the hellos that are sent. */
  readonly clients?: readonly Client[];
  /** An earlier run: what it was told is not asked again. */
  readonly resume?: Pick<Gathered, 'observations' | 'certificates'>;
  /** Keeps answers of certification authorities between runs; nobody by default. */
  readonly store?: AnswerStore | null;
  /**
   * Hears everything that happens, as it happens, and is not waited for. What it throws goes to `onEventFault`; the run
   * goes on, and so do the events.
   */
  readonly onEvent?: (event: ScanEvent) => void;
  /** Hears what `onEvent` throws, or rejects with if it is asynchronous; nobody by default. */
  readonly onEventFault?: (error: unknown) => void;
}

/**
 * Asks the targets and judges nothing. After the signal it resolves soon, with what has been gathered until then; never
 * rejects for anything that the network does.
 *
 * @throws ConfigError (a rejection) for options that make no sense and clients that are not known.
 */
export async function gather(targets: readonly Target[], settings: ScanSettings = {}): Promise<Gathered> {
  return observeAll(asAsked(targets, settings), observeOptionsOf(settings), listenerOf(settings));
}

/**
 * Asks the targets and hands over each event as it happens; ends when the run has ended, with everything that was
 * gathered as the return value. Who stops listening before the end (`break`) stops the run.
 *
 * @throws ConfigError as `gather` does, when the first event is asked for.
 */
export async function* observe(
  targets: readonly Target[],
  settings: Omit<ScanSettings, 'onEvent' | 'onEventFault'> = {},
): AsyncGenerator<ScanEvent, Gathered, undefined> {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  if (settings.signal?.aborted === true) onAbort();
  settings.signal?.addEventListener('abort', onAbort);
  const waiting: ScanEvent[] = [];
  let wake = (): void => undefined;
  let ended = false;
  const running = gather(targets, {
    ...settings,
    signal: stop.signal,
    onEvent: (event) => {
      waiting.push(event);
      wake();
    },
  }).finally(() => {
    ended = true;
    wake();
  });
  // It may reject while the caller is busy with an event; he learns it when he asks for the next one.
  running.catch(() => undefined);
  try {
    for (;;) {
      const event = waiting.shift();
      if (event !== undefined) yield event;
      else if (ended) return await running;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    // The caller may stop listening before the end: then nobody is left to ask for.
    stop.abort();
    settings.signal?.removeEventListener('abort', onAbort);
    await running.catch(() => undefined);
  }
}

/**
 * Asks any number of targets in bounded memory and judges nothing: each is handed over when all its endpoints are done,
 * in the order in which they end, and then forgotten. A target that is slow to be taken holds back the next ones. What
 * `onTarget` throws stops the run; once nothing is open any more, it is what this rejects with.
 *
 * @throws ConfigError as `gather` does.
 */
export async function gatherEach(
  targets: readonly Target[],
  settings: ScanSettings,
  onTarget: (target: Target, gathered: Gathered) => void | Promise<void>,
): Promise<RunInfo> {
  const stop = new AbortController();
  const signal =
    settings.signal === undefined ? stop.signal : AbortSignal.any([settings.signal, stop.signal]);
  const faults: unknown[] = [];
  const run = await observeEach(
    asAsked(targets, settings),
    observeOptionsOf({ ...settings, signal }),
    async (target, gathered) => {
      if (faults.length > 0) return;
      try {
        await onTarget(target, gathered);
      } catch (error) {
        faults.push(error);
        stop.abort();
      }
    },
    listenerOf(settings),
  );
  if (faults.length > 0) throw faults[0];
  return run;
}

/** The run is not to suffer from those who only watch it. */
function listenerOf({ onEvent, onEventFault }: ScanSettings): (event: ScanEvent) => void {
  if (onEvent === undefined) return () => undefined;
  const fault = (error: unknown): void => {
    try {
      onEventFault?.(error);
    } catch {
      // Nobody is left to tell.
    }
  };
  return (event) => {
    try {
      // The type does not keep a caller from handing over an asynchronous function.
      const result: unknown = onEvent(event);
      if (result instanceof Promise) result.catch(fault);
    } catch (error) {
      fault(error);
    }
  };
}

/** With the ports of the back end, if they are wanted. */
function asAsked(targets: readonly Target[], { options }: ScanSettings): readonly Target[] {
  return options?.backEnd === true ? withBackEnd(targets) : targets;
}

function observeOptionsOf(settings: ScanSettings): ObserveOptions {
  const options = parseRunOptions(settings.options);
  return {
    depth: options.depth,
    world: withRoots(settings.world ?? realWorld(options.ehlo), settings.authorities ?? []),
    signal: settings.signal ?? new AbortController().signal,
    concurrency: options.concurrency,
    timeouts: options.timeouts,
    retries: options.retries,
    budget: options.budget,
    gentle: options.gentle,
    endpointMs: options.endpointMs,
    deadlineMs: options.deadlineMs,
    families: options.families,
    fingerprint: options.fingerprint,
    domains: options.domains,
    resolver: options.resolver,
    views: options.views,
    clientHellos: simulated(options.simulate, settings.clients ?? []),
    fetchIssuers: options.fetchIssuers,
    revocation: options.revocation,
    allowPrivateFetch: options.allowPrivateFetch,
    fetches: options.fetches,
    fetchMs: options.fetchMs,
    store: settings.store ?? null,
    resume: settings.resume ?? null,
  };
}

function simulated(
  ids: readonly string[],
  own: readonly Client[],
): NonNullable<ObserveOptions['clientHellos']> {
  const [unknown] = unknownClients(ids, own);
  if (unknown === undefined) return hellosFor(ids, own);
  const message = `unknown client ${JSON.stringify(unknown)}; "exchange-tls clients" lists them`;
  throw new ConfigError('options', [{ path: 'simulate', message }]);
}

/** The roots are read when the first session wants them; most runs have none. */
function withRoots(world: World, authorities: readonly Certificate[]): World {
  const roots = async (): Promise<SessionRoots> => {
    const { sessionRoots } = await import('./certs/trust/session-roots.ts');
    return sessionRoots(authorities);
  };
  return { ...world, roots: world.roots ?? roots };
}
