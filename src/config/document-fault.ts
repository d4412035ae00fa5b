import { ConfigError } from './config-error.ts';

/** Largest input file, characters. */
export const MAX_INPUT_LENGTH = 5_000_000;

export const DUPLICATE_KEY = 'this key is already there in the same object';

/** @throws ConfigError for text that is too large, and for bytes that were not UTF-8. */
export function refuseUnreadable(text: string, source: string): void {
  const refuse = (message: string): ConfigError => new ConfigError(source, [{ path: '', message }]);
  if (text.length > MAX_INPUT_LENGTH) {
    throw refuse(`the file is too large: ${text.length} characters, the most is ${MAX_INPUT_LENGTH}`);
  }
  if (text.includes('\0')) {
    throw refuse('the file is not text in UTF-8; if PowerShell wrote it, save it again with -Encoding utf8');
  }
}

/** `line 2, column 7` of an offset in characters. No editor counts a byte order mark. */
export function placeOf(text: string, offset: number): string {
  const lines = text
    .slice(0, offset)
    .replace(/^\uFEFF/, '')
    .split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}
