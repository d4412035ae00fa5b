import { parseRunOptions } from './config/options.ts';
import { knownAnchors } from './certs/anchors.ts';
import { baseline, DEFAULT_BASELINE } from './exchange/baselines.ts';
import { judge as judgeWith, type JudgeOptions } from './judge/judge.ts';
import type { Gathered, Report, RunInfo } from './model/report.ts';
import type { Target } from './model/target.ts';
import { gather, gatherEach, type ScanSettings } from './gather.ts';
import { VERSION } from './version.ts';

export { gather, gatherEach, observe, type ScanSettings } from './gather.ts';

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
  return gatherEach(targets, settings, (_target, gathered) =>
    onReport(judge(gathered, { now: now(), expiry, ...settings.judge })),
  );
}
