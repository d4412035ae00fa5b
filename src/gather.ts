import { parseRunOptions, type RunOptionsInput } from './config/options.ts';
import type { Gathered, RunInfo } from './model/report.ts';
import type { Target } from './model/target.ts';
import { realWorld, type World } from './net/world.ts';
import { observeAll, observeEach, type ObserveOptions, type ScanEvent } from './scan/observe.ts';

/** What a caller may bring to a run; everything has a default. */
export interface ScanSettings {
  /** Checked and filled in by `parseRunOptions`. */
  readonly options?: RunOptionsInput;
  /** Stops the run; what has been gathered is kept and marked incomplete. */
  readonly signal?: AbortSignal;
  /** Sockets, resolver, clock and randomness. */
  readonly world?: World;
  /** An earlier run: what it was told is not asked again. */
  readonly resume?: Pick<Gathered, 'observations' | 'certificates'>;
  /** Hears everything that happens, as it happens. */
  readonly onEvent?: (event: ScanEvent) => void;
}

/** Asks the targets and judges nothing. */
export function gather(targets: readonly Target[], settings: ScanSettings = {}): Promise<Gathered> {
  return observeAll(targets, observeOptionsOf(settings), settings.onEvent);
}

/** Asks the targets and hands over each event as it happens; ends when the run has ended. */
export async function* observe(
  targets: readonly Target[],
  settings: Omit<ScanSettings, 'onEvent'> = {},
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
 * in the order in which they end, and then forgotten. A target that is slow to be taken holds back the next ones.
 */
export function gatherEach(
  targets: readonly Target[],
  settings: ScanSettings,
  onTarget: (target: Target, gathered: Gathered) => void | Promise<void>,
): Promise<RunInfo> {
  return observeEach(targets, observeOptionsOf(settings), onTarget, settings.onEvent);
}

function observeOptionsOf(settings: ScanSettings): ObserveOptions {
  const options = parseRunOptions(settings.options);
  return {
    depth: options.depth,
    world: settings.world ?? realWorld(options.ehlo),
    signal: settings.signal ?? new AbortController().signal,
    concurrency: options.concurrency,
    timeouts: options.timeouts,
    retries: options.retries,
    budget: options.budget,
    gentle: options.gentle,
    endpointMs: options.endpointMs,
    deadlineMs: options.deadlineMs,
    families: options.families,
    resume: settings.resume ?? null,
  };
}
