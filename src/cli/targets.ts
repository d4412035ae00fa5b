import { dirname, isAbsolute, join } from 'node:path';
import type { InferredOptionTypes } from 'yargs';
import { readAddress } from '../config/address.ts';
import { checkBaselineIds } from '../config/baseline-id.ts';
import { ConfigError } from '../config/config-error.ts';
import { readName } from '../config/host.ts';
import { mergeTargets } from '../config/merge-targets.ts';
import type { Reading } from '../config/reading.ts';
import { parseTargetArgument } from '../config/target-argument.ts';
import type { TargetsFileFetching } from '../config/targets-document.ts';
import type { TargetsFile } from '../config/targets-file.ts';
import { BASELINES } from '../exchange/baselines.ts';
import type { Report } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { TARGETING } from './options.ts';
import { NO_SOURCE, type Policy, type PolicySource } from './policy.ts';
import type { Shell } from './shell.ts';
import { NO_TARGETS } from './ui.ts';

export type TargetingArguments = InferredOptionTypes<typeof TARGETING> & {
  readonly hosts?: readonly string[] | undefined;
};

/** The targets that the operator named, and what their file says about judging. */
export interface NamedTargets {
  readonly targets: readonly Target[];
  readonly source: PolicySource;
  /** Mail domains that the file names. */
  readonly domains: readonly string[];
  /** What the file says about fetching; null where it says nothing. */
  readonly fetching: TargetsFileFetching | null;
  /** @throws ConfigError if the file names a baseline that is not there. */
  readonly check: (policy: Policy) => void;
}

/**
 * Reads the hosts of the command line and of the targets file; without any, those of the run that is resumed.
 *
 * @param earlier the report of that run
 * @throws ConfigError for faults in either, and if there is no target at all.
 */
export async function readTargets(
  args: TargetingArguments,
  shell: Shell,
  earlier: Report | null = null,
): Promise<NamedTargets> {
  const named = (args.hosts ?? []).map(parseTargetArgument);
  const addresses = readAll('--address', args.address, readAddress);
  const names = readAll('--name', args.name, readName);
  const hosts = new Set(named.map(({ host }) => host));
  if (addresses.length > 0 && hosts.size !== 1) {
    throw fault('--address', `it stands for one host, and the command line names ${hosts.size}`);
  }
  if (names.length > 0 && hosts.size === 0) {
    throw fault('--name', 'it adds to the hosts of the command line, and there is none');
  }
  const file = args.targets === undefined ? null : await readFile(args.targets, shell);
  const written = [...(file?.targets ?? []), ...named.map((target) => ({ ...target, addresses, names }))];
  const targets = written.length === 0 ? (earlier?.targets ?? []) : mergeTargets(written);
  if (targets.length === 0) throw fault('command line', NO_TARGETS);
  return {
    targets,
    domains: file?.domains ?? [],
    fetching: file?.fetching ?? null,
    source: resumedSource(file === null ? NO_SOURCE : sourceOf(file, args.targets ?? ''), earlier),
    check({ baseline, baselines }) {
      const known = [...new Set([...BASELINES, ...baselines, baseline].map(({ id }) => id))];
      if (file !== null) checkBaselineIds(file, known, args.targets ?? '');
      else checkBaselineIds({ baseline: null, targets }, known, args.resume ?? 'command line');
    },
  };
}

/** A run that is resumed is judged as it was before where nobody says otherwise. */
function resumedSource(source: PolicySource, earlier: Report | null): PolicySource {
  if (earlier === null) return source;
  const { baseline, baselineGiven, expiry } = earlier.judged;
  const before = baselineGiven ? baseline : null;
  return { ...source, baseline: source.baseline ?? before, expiry: source.expiry ?? expiry };
}

async function readFile(path: string, shell: Shell): Promise<TargetsFile> {
  const { loadTargetsFile } = await import('../config/load-targets-file.ts');
  return loadTargetsFile(path, shell.readFile);
}

/** Files that a targets file names are relative to it; those of standard input to where we are. */
export function sourceOf(file: TargetsFile, path: string): PolicySource {
  const folder = path === '-' ? '.' : dirname(path);
  const beside = (other: string): string => (isAbsolute(other) ? other : join(folder, other));
  return {
    baseline: file.baseline,
    expiry: file.expiry,
    baselineFiles: file.baselineFiles.map(beside),
    caFiles: file.caFiles.map(beside),
    waivers: file.waivers,
  };
}

function readAll(
  flag: string,
  texts: readonly string[] | undefined,
  read: (text: string) => Reading<string>,
): readonly string[] {
  const values = (texts ?? []).map((text) => {
    const reading = read(text);
    if (reading.ok) return reading.value;
    throw fault(flag, reading.fault);
  });
  return [...new Set(values)];
}

function fault(source: string, message: string): ConfigError {
  return new ConfigError(source, [{ path: '', message }]);
}
