import { parseJson } from './json-document.ts';
import { parseYaml } from './yaml-document.ts';

/**
 * Reads JSON or YAML 1.2, told apart by content alone. Null for an empty file.
 *
 * @throws ConfigError with line and column for the first syntax error or repeated key.
 */
export function parseDocument(text: string, source: string): unknown {
  const json = parseJson(text, source);
  return json === undefined ? parseYaml(text, source) : json.value;
}
