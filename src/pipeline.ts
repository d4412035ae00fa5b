import { DEFAULT_EXPIRY, type ExpiryDays } from './config/expiry.ts';
import { parseRunOptions } from './config/options.ts';
import type { Certificate } from './certs/certificate.ts';
import { storesFor } from './certs/trust/stores-for.ts';
import type { TrustStore } from './certs/trust/store.ts';
import type { Baseline } from './exchange/baseline.ts';
import { baseline, DEFAULT_BASELINE } from './exchange/baselines.ts';
import type { Client } from './exchange/clients/client.ts';
import { bringToBaseline } from './judge/bring-to-baseline.ts';
import { judge as judgeWith, type JudgeOptions } from './judge/judge.ts';
import type { Gathered, Report, RunInfo } from './model/report.ts';
import type { Target } from './model/target.ts';
import type { Waiver } from './model/waiver.ts';
import { gather, gatherEach, type ScanSettings } from './gather.ts';
import { VERSION } from './version.ts';

export { gather, gatherEach, observe, type ScanSettings } from './gather.ts';

/** How to judge; everything has a default but the moment. */
export interface JudgeSettings {
  /** The moment judged at, milliseconds since 1970. */
  readonly now: number;
  /** For every host whose target names none; Exchange 2019 by default. */
  readonly baseline?: Baseline;
  /** False if the baseline is only the usual one, which a host whose build is known is not judged by. */
  readonly baselineGiven?: boolean;
  /** The operator's own baselines, which targets may name; the built-in ones are always known. */
  readonly baselines?: readonly Baseline[];
  /** Days before the end of a certificate; 60 and 30 by default. */
  readonly expiry?: ExpiryDays;
  /** In the order in which reports show them; the public ones and those of `authorities` and `systemRoots` by default. */
  readonly stores?: readonly TrustStore[];
  /** Issuers that are known and no roots, besides those that the run gathered. */
  readonly pool?: readonly Certificate[];
  /** Clients that the operator describes, besides those of the table. */
  readonly clients?: readonly Client[];
  /** Work out how clients fare with each endpoint; true by default. */
  readonly clientMatrix?: boolean;
  /** Risks that are accepted. */
  readonly waivers?: readonly Waiver[];
  /** The organization's own certification authorities: what names itself as its issuer is trusted. */
  readonly authorities?: readonly Certificate[];
  /** Roots that this machine trusts; null if nobody asked for them. */
  readonly systemRoots?: readonly Certificate[] | null;
  /** Judges what would be if the TLS of every endpoint were as this baseline asks, and not what was seen. */
  readonly asIf?: Baseline | null;
}

/**
 * Asks the targets and judges the answers. After the signal it resolves soon, to a report that is marked as incomplete.
 * Never rejects for anything that the network does.
 *
 * @throws ConfigError for options that make no sense, and baselines and clients that are not known.
 */
export async function scan(
  targets: readonly Target[],
  settings: ScanSettings & { readonly judge?: Partial<JudgeSettings> } = {},
): Promise<Report> {
  const { expiry } = parseRunOptions(settings.options);
  const gathered = await gather(targets, settings);
  const now = (settings.world?.now ?? Date.now)();
  return judge(gathered, { now, expiry, ...ownOf(settings), ...settings.judge });
}

/**
 * Judges what was gathered, now or years later, and opens no connection.
 * @throws ConfigError if a target names a baseline that is not known.
 */
export function judge(gathered: Gathered, settings: JudgeSettings): Report {
  return judgeWith(gathered, optionsOf(settings));
}

/** The settings with every default filled in. */
export function optionsOf(settings: JudgeSettings): JudgeOptions {
  const { authorities = NO_AUTHORITIES, systemRoots = null, asIf = null, ...options } = settings;
  const trusting = storesFor(authorities, systemRoots);
  // Who hands over a baseline has chosen it, unless he says that it is only the usual one.
  const given = { baselineGiven: options.baseline !== undefined };
  const assumed: Pick<JudgeOptions, 'assume'> =
    asIf === null ? {} : { assume: (facts, endpoint) => bringToBaseline(facts, endpoint, asIf) };
  return Object.assign({}, defaults(), given, trusting, assumed, options, { version: VERSION });
}

/** The same objects each time: a fleet is judged endpoint by endpoint, and what is known by them stays known. */
function defaults(): Usual {
  if (usual !== null) return usual;
  const standard = baseline(DEFAULT_BASELINE);
  if (standard === undefined) throw new RangeError(`no baseline ${DEFAULT_BASELINE}`);
  usual = { baseline: standard, expiry: DEFAULT_EXPIRY };
  return usual;
}

type Usual = Pick<JudgeOptions, 'baseline' | 'expiry'>;

let usual: Usual | null = null;

const NO_AUTHORITIES: readonly Certificate[] = [];

/**
 * Asks and judges any number of targets in bounded memory: each gets a report of its own, handed over when all its
 * endpoints are done, in the order in which they end. Rules that compare endpoints compare those of one target.
 * Resolves to what the run was, when all have been handed over. What `onReport` throws stops the run, and is what this
 * rejects with.
 *
 * @throws ConfigError as `scan` does.
 */
export async function scanEach(
  targets: readonly Target[],
  settings: ScanSettings & { readonly judge?: Partial<JudgeSettings> },
  onReport: (report: Report) => void | Promise<void>,
): Promise<RunInfo> {
  const { expiry } = parseRunOptions(settings.options);
  const now = settings.world?.now ?? Date.now;
  return gatherEach(targets, settings, (_target, gathered) =>
    onReport(judge(gathered, { now: now(), expiry, ...ownOf(settings), ...settings.judge })),
  );
}

/** Who names his authorities for the asking means them for the judging as well. */
function ownOf({ authorities }: ScanSettings): Pick<JudgeSettings, 'authorities'> {
  return authorities === undefined ? {} : { authorities };
}
