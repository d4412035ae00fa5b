import type { Baseline } from '../exchange/baseline.ts';
import { BASELINES, baseline } from '../exchange/baselines.ts';
import { ConfigError } from './config-error.ts';
import type { ConfigFault } from './config-error.ts';
import { didYouMean } from './nearest.ts';
import { refused, understood } from './reading.ts';
import type { Reading } from './reading.ts';
import { quoted, shown } from './shown.ts';
import type { TargetsFile } from './targets-document.ts';

/** Reads the id of a baseline of the organization's own. */
export function readBaselineId(text: string): Reading<string> {
  if (!/^[a-z\d][a-z\d._-]{0,63}$/.test(text)) {
    return refused(`expected an id of small letters, digits, dots and hyphens, got ${shown(text)}`);
  }
  if (baseline(text) !== undefined) return refused(`${quoted(text)} is built in; choose another id`);
  return understood(text);
}

/** Reads the id of a baseline that is built in. */
export function readBuiltIn(text: string): Reading<Baseline> {
  const found = baseline(text);
  return found === undefined ? refused(unknownId(text, BUILT_IN)) : understood(found);
}

/**
 * Checks that every baseline a targets file names exists.
 *
 * @param known ids of the baselines there are: built in and read from files.
 * @throws ConfigError with every unknown id and its path.
 */
export function checkBaselineIds(
  file: Pick<TargetsFile, 'baseline' | 'targets'>,
  known: readonly string[],
  source: string,
): void {
  const named = [
    { path: 'baseline', id: file.baseline },
    ...file.targets.map((target, index) => ({ path: `targets[${index}].baseline`, id: target.baseline })),
  ];
  const faults = named.flatMap(({ path, id }): ConfigFault[] =>
    id === null || known.includes(id) ? [] : [{ path, message: unknownId(id, known) }],
  );
  if (faults.length > 0) throw new ConfigError(source, faults);
}

const BUILT_IN: readonly string[] = BASELINES.map(({ id }) => id);

function unknownId(id: string, known: readonly string[]): string {
  return `unknown baseline ${quoted(id)}; expected one of ${known.join(', ')}${didYouMean(id, known)}`;
}
