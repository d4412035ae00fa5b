import type { InferredOptionTypes } from 'yargs';
import type { Certificate } from '../certs/certificate.ts';
import { readBuiltIn } from '../config/baseline-id.ts';
import { ConfigError } from '../config/config-error.ts';
import { DEFAULT_EXPIRY, type ExpiryDays } from '../config/expiry.ts';
import { readInputFile } from '../config/input-file.ts';
import type { Baseline } from '../exchange/baseline.ts';
import { DEFAULT_BASELINE } from '../exchange/baselines.ts';
import type { JUDGING } from './options.ts';
import type { Shell } from './shell.ts';

export type JudgingArguments = InferredOptionTypes<typeof JUDGING>;

/** What to judge by, with every file read. */
export interface Policy {
  readonly baseline: Baseline;
  /** The operator's own, which targets may name. */
  readonly baselines: readonly Baseline[];
  readonly authorities: readonly Certificate[];
  readonly expiry: ExpiryDays;
}

/** What is judged by where the command line says nothing: a targets file or a saved report. */
export interface PolicySource {
  /** Id of a baseline; null for the usual one. */
  readonly baseline: string | null;
  readonly expiry: ExpiryDays | null;
  readonly baselineFiles: readonly string[];
  readonly caFiles: readonly string[];
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
): Promise<Policy> {
  const baselines: Baseline[] = [];
  for (const path of source.baselineFiles) baselines.push(await readBaseline(path, shell));
  const authorities = await readAllAuthorities([...source.caFiles, ...(args.ca ?? [])], shell);
  const wanted = args.baseline ?? source.baseline ?? DEFAULT_BASELINE;
  const known = baselines.find(({ id }) => id === wanted);
  const read = known === undefined && args.baseline !== undefined && isPath(wanted);
  const baseline = known ?? (read ? await readBaseline(wanted, shell) : builtIn(wanted));
  return {
    baseline,
    baselines: read ? [...baselines, baseline] : baselines,
    authorities,
    expiry: expiryOf(args, source.expiry ?? DEFAULT_EXPIRY),
  };
}

async function readAllAuthorities(paths: readonly string[], shell: Shell): Promise<readonly Certificate[]> {
  if (paths.length === 0) return [];
  const { readAuthorities } = await import('./authorities.ts');
  const found: Certificate[] = [];
  for (const path of paths) found.push(...(await readAuthorities(path, shell)));
  return found;
}

async function readBaseline(path: string, shell: Shell): Promise<Baseline> {
  const { parseBaseline } = await import('../config/baseline-file.ts');
  return parseBaseline(await readInputFile(path, shell.readFile), path);
}

/** Ids have neither slashes nor these endings. */
function isPath(text: string): boolean {
  return /[/\\]|\.(?:json|ya?ml)$/i.test(text);
}

function builtIn(id: string): Baseline {
  const reading = readBuiltIn(id);
  if (reading.ok) return reading.value;
  throw new ConfigError('--baseline', [{ path: '', message: reading.fault }]);
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
