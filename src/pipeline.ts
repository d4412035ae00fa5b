import { parseRunOptions, type RunOptionsInput } from './config/options.ts';
import { knownAnchors } from './certs/anchors.ts';
import { baseline, DEFAULT_BASELINE } from './exchange/baselines.ts';
import { judge as judgeWith, type JudgeOptions } from './judge/judge.ts';
import type { Gathered, Report, RunInfo } from './model/report.ts';
import type { Target } from './model/target.ts';
import { realWorld, type World } from './net/world.ts';
import { observeAll, observeEach, type ObserveOptions, type ScanEvent } from './scan/observe.ts';
import { VERSION } from './version.ts';

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
  return observeAll(targets, observeOptionsOf(settings), settings.onEvent);
}

/**
 * Asks and judges any number of targets in bounded memory: each gets a report of its own, handed over when all its
 * endpoints are done, in the order in which they end. Rules that compare endpoints compare those of one target.
 * Resolves to what the run was, when all have been handed over.
 */
export async function scanEach(
  targets: readonly Target[],
  settings: ScanSettings & { readonly judge?: Partial<JudgeSettings> },
  onReport: (report: Report) => void | Promise<void>,
): Promise<RunInfo> {
  const { expiry } = parseRunOptions(settings.options);
  const now = settings.world?.now ?? Date.now;
  return observeEach(
    targets,
    observeOptionsOf(settings),
    (_target, gathered) => onReport(judge(gathered, { now: now(), expiry, ...settings.judge })),
    settings.onEvent,
  );
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
