import { parseDocument } from './document.ts';
import { readTargets } from './targets-document.ts';
import type { TargetsFile } from './targets-document.ts';

export type { TargetsFile, TargetsFileFetching } from './targets-document.ts';

/**
 * Reads a targets file, JSON or YAML.
 *
 * @param source what to call the file in faults.
 * @throws ConfigError with every fault and its path.
 */
export function parseTargets(text: string, source: string): TargetsFile {
  return readTargets(parseDocument(text, source), source);
}
