import { ConfigError } from './config-error.ts';
import { DUPLICATE_KEY, placeOf, refuseUnreadable } from './document-fault.ts';

/**
 * Reads JSON (RFC 8259) in time that grows with its length; undefined for text that is not JSON, which may be YAML.
 *
 * @throws ConfigError with line and column of a key that its object already has, and for text that is too large or
 * not UTF-8.
 */
export function parseJson(text: string, source: string): { readonly value: unknown } | undefined {
  refuseUnreadable(text, source);
  const json = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const duplicate = duplicateKey(json);
  if (duplicate === undefined) return { value };
  throw new ConfigError(source, [{ path: placeOf(json, duplicate), message: DUPLICATE_KEY }]);
}

/**
 * Offset of the first key that its object already has, in text that is known to be JSON. RFC 8259, 4 leaves open what
 * two equal keys mean, and the parser of the language takes the last without a word.
 */
function duplicateKey(json: string): number | undefined {
  /** Keys of the objects around, from outside in; null for lists. */
  const around: (Set<string> | null)[] = [];
  let keys: Set<string> | null = null;
  let expectsKey = false;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case '{':
      case '[':
        around.push(keys);
        keys = json[at] === '{' ? new Set() : null;
        expectsKey = keys !== null;
        break;
      case '}':
      case ']':
        keys = around.pop() ?? null;
        break;
      case ',':
        expectsKey = keys !== null;
        break;
      case '"': {
        const end = closingQuote(json, at);
        if (keys !== null && expectsKey) {
          const key = keyOf(json.slice(at, end + 1));
          if (keys.has(key)) return at;
          keys.add(key);
          expectsKey = false;
        }
        at = end;
      }
    }
  }
  return undefined;
}

function closingQuote(json: string, opening: number): number {
  let at = opening + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** `"a"` and `"\u0061"` are the same key. */
function keyOf(literal: string): string {
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
}
