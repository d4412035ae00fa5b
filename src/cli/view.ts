import { ConfigError } from '../config/config-error.ts';
import { formatOf } from './format.ts';

export interface ViewArguments {
  readonly by: string;
  readonly format: string;
  readonly plain?: boolean | undefined;
}

/** True if the format has that view of a report. */
export function canShow(by: string, format: string): boolean {
  return by === 'host' || (VIEWS[format] ?? []).includes(by);
}

const VIEWS: Readonly<Record<string, readonly string[]>> = {
  table: ['certificate', 'client'],
  json: ['certificate', 'client'],
  csv: ['certificate', 'client'],
  plain: ['certificate'],
};

/**
 * Checks that the format can show what is asked for.
 *
 * @throws ConfigError if it cannot.
 */
export function checkView(args: ViewArguments): void {
  const { by } = args;
  const format = formatOf(args);
  if (canShow(by, format)) return;
  const own = format === 'jsonl' ? 'jsonl has a line for each endpoint' : `${format} has no such view`;
  const rows = by === 'client' ? 'one by client' : 'a row a certificate';
  const message = `${own}; take table, json or csv for ${rows}`;
  throw new ConfigError(`--by ${by}`, [{ path: '', message }]);
}
