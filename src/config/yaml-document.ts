import { parseDocument } from 'yaml';
import type { YAMLError } from 'yaml';
import { ConfigError } from './config-error.ts';
import { DUPLICATE_KEY, placeOf, refuseUnreadable } from './document-fault.ts';
import { duplicateKey } from './duplicate-key.ts';
import { printable } from './shown.ts';

/** Ten thousand targets may share two lists each; a bomb of nested aliases needs far more. */
const MAX_ALIASES = 20_000;

/**
 * Reads YAML 1.2, which JSON is too in its flow style. Null for an empty file.
 *
 * @throws ConfigError with line and column for the first syntax error; later ones are mostly its echo.
 */
export function parseYaml(text: string, source: string): unknown {
  refuseUnreadable(text, source);
  const fail = (message: string, path = ''): ConfigError => new ConfigError(source, [{ path, message }]);
  // What the parser throws at hostile nesting is not promised to be one of its own errors.
  try {
    const document = parseDocument(text, {
      prettyErrors: false,
      logLevel: 'error',
      version: '1.2',
      uniqueKeys: false,
    });
    const fault = document.errors[0] ?? document.warnings[0];
    if (fault !== undefined) throw fail(explain(fault), placeOf(text, fault.pos[0]));
    const duplicate = duplicateKey(document);
    if (duplicate !== undefined) throw fail(DUPLICATE_KEY, placeOf(text, duplicate));
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw fail(`the file cannot be read as JSON or YAML: ${printable((error as Error).message)}`);
  }
}

/** The parser's words where they help an operator, ours where they are written for programmers. */
function explain(fault: YAMLError): string {
  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return 'a tab is used for indentation; YAML takes spaces only';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here; expected one';
    case 'RESOURCE_EXHAUSTION':
      return 'nested too deeply';
    default:
      return fault.message;
  }
}
