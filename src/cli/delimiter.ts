import { ConfigError } from '../config/config-error.ts';
import { quoted } from '../config/shown.ts';

/**
 * The delimiter of CSV.
 *
 * @throws ConfigError if it is not one character that can stand between cells.
 */
export function delimiterOf(args: { readonly 'csv-delimiter'?: string | undefined }): string {
  const written = args['csv-delimiter'] ?? ',';
  const delimiter = written === 'tab' || written === '\\t' ? '\t' : written;
  if (/^[^"'\r\n\p{L}\p{N}]$/u.test(delimiter) && delimiter.length === 1) return delimiter;
  const message = `expected one character, not a letter, digit or quote, or the word tab, got ${quoted(written)}`;
  throw new ConfigError('--csv-delimiter', [{ path: '', message }]);
}
