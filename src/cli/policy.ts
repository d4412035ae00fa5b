import type { InferredOptionTypes } from 'yargs';
import type { Certificate } from '../certs/certificate.ts';
import type { TrustStore } from '../certs/trust/store.ts';
import { readBuiltIn } from '../config/baseline-id.ts';
import { ConfigError } from '../config/config-error.ts';
import { DEFAULT_EXPIRY, type ExpiryDays } from '../config/expiry.ts';
import { readInputFile } from '../config/input-file.ts';
import type { Baseline } from '../exchange/baseline.ts';
import type { Client } from '../exchange/clients/client.ts';
import { DEFAULT_BASELINE } from '../exchange/baselines.ts';
import type { Waiver } from '../model/waiver.ts';
import type { JUDGING } from './options.ts';
import type { Shell } from './shell.ts';

export type JudgingArguments = InferredOptionTypes<typeof JUDGING>;

/** What to judge by, with every file read. */
export interface Policy {
  readonly baseline: Baseline;
  /** False for the usual one: then the build of a server may choose another. */
  readonly baselineGiven: boolean;
  /** The operator's own, which targets may name. */
  readonly baselines: readonly Baseline[];
  readonly authorities: readonly Certificate[];
  /** Roots of this machine; null if they were not asked for. */
  readonly systemRoots: readonly Certificate[] | null;
  /** In the place of those that follow from the two; only the demo has its own. */
  readonly stores?: readonly TrustStore[];
  readonly expiry: ExpiryDays;
  /** Accepted risks. */
  readonly waivers: readonly Waiver[];
  /** Clients of the operator's own; absent if there is no file of them. */
  readonly clients?: readonly Client[];
}

/** What is judged by where the command line says nothing: a targets file or a saved report. */
export interface PolicySource {
  /** Id of a baseline; null for the usual one. */
  readonly baseline: string | null;
  readonly expiry: ExpiryDays | null;
  readonly baselineFiles: readonly string[];
  readonly caFiles: readonly string[];
  /** Accepted risks; none if absent. */
  readonly waivers?: readonly Waiver[];
}

export const NO_SOURCE: PolicySource = { baseline: null, expiry: null, baselineFiles: [], caFiles: [] };

/**
 * Puts together what to judge by: the command line before the file before the defaults.
 *
 * @throws ConfigError for files with faults and unknown baselines.
 */
export async function readPolicy(
  args: Partial<JudgingArguments>,
  source: PolicySource,
  shell: Shell,
  /** What the baseline was given with. */
  option = '--baseline',
): Promise<Policy> {
  const baselines: Baseline[] = [];
  for (const path of source.baselineFiles) baselines.push(await readBaseline(path, shell));
  const authorities = await readAllAuthorities([...source.caFiles, ...(args.ca ?? [])], shell);
  const given = args.baseline ?? source.baseline;
  const wanted = given ?? DEFAULT_BASELINE;
  const known = baselines.find(({ id }) => id === wanted);
  const read = known === undefined && args.baseline !== undefined && isPath(wanted);
  const baseline = known ?? (read ? await readBaseline(wanted, shell) : builtIn(wanted, option));
  return {
    baseline,
    baselineGiven: given !== null,
    baselines: read ? [...baselines, baseline] : baselines,
    authorities,
    systemRoots: args['system-store'] === true ? await readSystemStore(shell) : null,
    expiry: expiryOf(args, source.expiry ?? DEFAULT_EXPIRY),
    waivers: await readAllWaivers(source.waivers ?? [], args.waivers ?? [], shell),
    ...(args.clients === undefined ? {} : { clients: await readClients(args.clients, shell) }),
  };
}

async function readAllAuthorities(paths: readonly string[], shell: Shell): Promise<readonly Certificate[]> {
  if (paths.length === 0) return [];
  const { readAuthorities } = await import('./authorities.ts');
  const found: Certificate[] = [];
  for (const path of paths) found.push(...(await readAuthorities(path, shell)));
  return found;
}

async function readAllWaivers(
  written: readonly Waiver[],
  paths: readonly string[],
  shell: Shell,
): Promise<readonly Waiver[]> {
  if (written.length === 0 && paths.length === 0) return [];
  const { readWaivers } = await import('./waivers.ts');
  return readWaivers(written, paths, shell);
}

async function readSystemStore(shell: Shell): Promise<readonly Certificate[]> {
  const { readSystemRoots } = await import('./system-store.ts');
  return readSystemRoots(shell);
}

async function readBaseline(path: string, shell: Shell): Promise<Baseline> {
  const { parseBaseline } = await import('../config/baseline-file.ts');
  return parseBaseline(await readInputFile(path, shell.readFile), path);
}

async function readClients(path: string, shell: Shell): Promise<readonly Client[]> {
  const { parseClients } = await import('../config/clients-file.ts');
  return parseClients(await readInputFile(path, shell.readFile), path);
}

/** Ids have neither slashes nor these endings. */
function isPath(text: string): boolean {
  return /[/\\]|\.(?:json|ya?ml)$/i.test(text);
}

function builtIn(id: string, option: string): Baseline {
  const reading = readBuiltIn(id);
  if (reading.ok) return reading.value;
  throw new ConfigError(option, [{ path: '', message: reading.fault }]);
}

/** Who moves only the earlier date below the later one wants both there. */
function expiryOf(args: Partial<JudgingArguments>, otherwise: ExpiryDays): ExpiryDays {
  const warningDays =
    args['warning-days'] ?? Math.max(otherwise.warningDays, args['critical-days'] ?? otherwise.warningDays);
  const criticalDays = args['critical-days'] ?? Math.min(otherwise.criticalDays, warningDays);
  if (criticalDays <= warningDays) return { warningDays, criticalDays };
  const message = `expected at most --warning-days (${warningDays}), got ${criticalDays}`;
  throw new ConfigError('--critical-days', [{ path: '', message }]);
}
