import { LineCounter, parseDocument as parseYaml } from 'yaml';
import type { YAMLError } from 'yaml';
import { ConfigError } from './config-error.ts';
import { duplicateKey } from './duplicate-key.ts';
import { printable } from './shown.ts';

/** Largest input file, characters. */
export const MAX_INPUT_LENGTH = 5_000_000;

/** Ten thousand targets may share two lists each; a bomb of nested aliases needs far more. */
const MAX_ALIASES = 20_000;

/**
 * Reads JSON or YAML 1.2, told apart by content alone: JSON is YAML in flow style. Null for an empty file.
 *
 * @throws ConfigError with line and column for the first syntax error; later ones are mostly its echo.
 */
export function parseDocument(text: string, source: string): unknown {
  const fail = (message: string, path = ''): ConfigError => new ConfigError(source, [{ path, message }]);
  if (text.length > MAX_INPUT_LENGTH) {
    throw fail(`the file is too large: ${text.length} characters, the most is ${MAX_INPUT_LENGTH}`);
  }
  if (text.includes('\0')) {
    throw fail('the file is not text in UTF-8; if PowerShell wrote it, save it again with -Encoding utf8');
  }
  const lines = new LineCounter();
  // What the parser throws at hostile nesting is not promised to be one of its own errors.
  try {
    const document = parseYaml(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      version: '1.2',
      uniqueKeys: false,
    });
    const fault = document.errors[0] ?? document.warnings[0];
    if (fault !== undefined) throw fail(explain(fault), position(lines, fault.pos[0]));
    const duplicate = duplicateKey(document);
    if (duplicate !== undefined) {
      throw fail('this key is already there in the same object', position(lines, duplicate));
    }
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw fail(`the file cannot be read as JSON or YAML: ${printable((error as Error).message)}`);
  }
}

function position(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `line ${line}, column ${col}`;
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
