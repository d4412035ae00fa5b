import { ConfigError } from '../config/config-error.ts';

/**
 * The format of the command line; `--plain` is short for one.
 *
 * @throws ConfigError if both say something else.
 */
export function formatOf(args: { readonly format: string; readonly plain?: boolean | undefined }): string {
  if (args.plain !== true) return args.format;
  if (args.format === 'table' || args.format === 'plain') return 'plain';
  throw new ConfigError('--plain', [
    { path: '', message: `is a format itself, so it excludes --format ${args.format}` },
  ]);
}
