import { ConfigError } from '../config/config-error.ts';
import type { RunOptions } from '../config/options.ts';
import type { TargetsFileFetching } from '../config/targets-document.ts';
import type { Job } from './job.ts';
import type { AskingArguments, FetchingArguments } from './run-options.ts';
import type { Shell } from './shell.ts';

/** What the targets file says counts where the command line says nothing. */
export function withFile(
  options: RunOptions,
  args: FetchingArguments & Pick<AskingArguments, 'fingerprint'>,
  file: TargetsFileFetching | null,
): RunOptions {
  if (file === null) return options;
  return {
    ...options,
    fetchIssuers: args['fetch-issuers'] ?? file.fetchIssuers ?? options.fetchIssuers,
    revocation: args.revocation ?? file.revocation ?? options.revocation,
    fingerprint: args.fingerprint ?? file.fingerprint ?? options.fingerprint,
    allowPrivateFetch: args['allow-private-fetch'] ?? file.allowPrivateFetch ?? options.allowPrivateFetch,
  };
}

/**
 * Where answers are kept: nowhere if none is fetched or none is to be kept.
 *
 * @throws ConfigError for a folder without a name.
 */
export async function storeOf(
  options: RunOptions,
  cache: FetchingArguments['cache'],
  shell: Shell,
): Promise<Pick<Job, 'store'>> {
  if (cache === '') throw new ConfigError('--cache', [{ path: '', message: 'expected a folder' }]);
  const fetches = options.fetchIssuers || options.revocation === 'online';
  if (!fetches || cache === false) return {};
  const { answerFolder, answerFolderOf } = await import('./answer-folder.ts');
  const path = cache ?? answerFolderOf(shell.environment);
  return path === null ? {} : { store: answerFolder(path) };
}
