import { type RunOptions, parseRunOptions } from './config/options.ts';
import { knownAnchors } from './certs/anchors.ts';
import { baseline, DEFAULT_BASELINE } from './exchange/baselines.ts';
import { judge as judgeWith, type JudgeOptions } from './judge/judge.ts';
import type { Gathered, Report } from './model/report.ts';
import type { Target } from './model/target.ts';
import { realWorld, type World } from './net/world.ts';
import { observeAll, type ScanEvent } from './scan/observe.ts';
import { VERSION } from './version.ts';

/** What a caller may bring to a run; everything has a default. */
export interface ScanSettings {
  /** Checked and filled in by `parseRunOptions`. */
  readonly options?: Partial<RunOptions>;
  /** Stops the run; what has been gathered is kept and marked incomplete. */
  readonly signal?: AbortSignal;
  /** Sockets, resolver, clock and randomness. */
  readonly world?: World;
  /** Hears everything that happens, as it happens. */
  readonly onEvent?: (event: ScanEvent) => void;
}

/** How to judge; everything has a default but the moment. */
export type JudgeSettings = Partial<Omit<JudgeOptions, 'version'>> & Pick<JudgeOptions, 'now'>;

/**
 * Asks the targets and judges the answers. Never rejects for anything that the network does.
 * @throws ConfigError for options that make no sense.
 */
export async function scan(
  targets: readonly Target[],
  settings: ScanSettings & { readonly judge?: Partial<JudgeSettings> } = {},
): Promise<Report> {
  const { expiry } = parseRunOptions(settings.options);
  const gathered = await gather(targets, settings);
  const now = (settings.world?.now ?? Date.now)();
  return judge(gathered, { now, expiry, ...settings.judge });
}

/**
 * Judges what was gathered, now or years later, and opens no connection.
 * @throws ConfigError if a target names a baseline that is not known.
 */
export function judge(gathered: Gathered, settings: JudgeSettings): Report {
  const { expiry } = parseRunOptions({});
  const standard = baseline(DEFAULT_BASELINE);
  if (standard === undefined) throw new RangeError(`no baseline ${DEFAULT_BASELINE}`);
  return judgeWith(gathered, {
    baseline: standard,
    expiry,
    anchors: knownAnchors(),
    authorities: [],
    ...settings,
    version: VERSION,
  });
}

/** Asks the targets and judges nothing. */
export function gather(targets: readonly Target[], settings: ScanSettings = {}): Promise<Gathered> {
  const options = parseRunOptions(settings.options);
  return observeAll(
    targets,
    {
      depth: options.depth,
      world: settings.world ?? realWorld(options.ehlo),
      signal: settings.signal ?? new AbortController().signal,
      concurrency: options.concurrency,
      timeouts: options.timeouts,
      retries: options.retries,
      budget: options.budget,
      deadlineMs: options.deadlineMs,
      families: options.families,
    },
    settings.onEvent,
  );
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
