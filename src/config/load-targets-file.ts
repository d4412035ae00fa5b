import { readInputFile } from './input-file.ts';
import type { ReadFile } from './input-file.ts';
import { parseJson } from './json-document.ts';
import { readTargets } from './targets-document.ts';
import type { TargetsFile } from './targets-document.ts';

/**
 * Reads and parses a targets file. The parser of YAML is loaded only if the file is not JSON.
 *
 * @throws ConfigError if it cannot be read or has faults.
 */
export async function loadTargetsFile(path: string, readFile: ReadFile): Promise<TargetsFile> {
  const text = await readInputFile(path, readFile);
  const json = parseJson(text, path);
  if (json !== undefined) return readTargets(json.value, path);
  const { parseYaml } = await import('./yaml-document.ts');
  return readTargets(parseYaml(text, path), path);
}
