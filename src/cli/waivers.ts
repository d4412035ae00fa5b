import { ConfigError } from '../config/config-error.ts';
import { readInputFile } from '../config/input-file.ts';
import { didYouMean } from '../config/nearest.ts';
import { quoted } from '../config/shown.ts';
import type { Waiver } from '../model/waiver.ts';
import type { Shell } from './shell.ts';

/**
 * The accepted risks of files, behind those that are known already.
 *
 * @throws ConfigError for files with faults, and for rules that do not exist.
 */
export async function readWaivers(
  written: readonly Waiver[],
  paths: readonly string[],
  shell: Shell,
): Promise<readonly Waiver[]> {
  const waivers = [...written];
  for (const path of paths) {
    const { parseWaivers } = await import('../config/waivers-file.ts');
    waivers.push(...parseWaivers(await readInputFile(path, shell.readFile), path));
  }
  if (waivers.length > 0) await checkRules(waivers);
  return waivers;
}

async function checkRules(waivers: readonly Waiver[]): Promise<void> {
  const { RULES } = await import('../rules/index.ts');
  const ids = new Set(RULES.flatMap(({ id }) => [id, `${id.split('/', 1)[0] ?? ''}/*`]));
  const faults = waivers.flatMap(({ rule }, index) =>
    ids.has(rule)
      ? []
      : [{ path: `[${index}].rule`, message: `unknown rule ${quoted(rule)}${didYouMean(rule, [...ids])}` }],
  );
  if (faults.length > 0) throw new ConfigError('waivers', faults);
}
