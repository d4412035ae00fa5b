import type { InferredOptionTypes } from 'yargs';
import { ConfigError } from '../config/config-error.ts';
import { parseRunOptions, type RunOptions } from '../config/options.ts';
import type { Depth } from '../model/report.ts';
import type { ASKING, FETCHING } from './options.ts';
import { resolversOf } from './resolvers.ts';

export type AskingArguments = InferredOptionTypes<typeof ASKING> &
  Omit<FetchingArguments, 'cache'> & {
    readonly ipv4?: boolean | undefined;
    readonly ipv6?: boolean | undefined;
    readonly domain?: readonly string[] | undefined;
  };

/** The parser makes `false` of --no-cache. */
export type FetchingArguments = Omit<InferredOptionTypes<typeof FETCHING>, 'cache'> & {
  readonly cache?: string | false | undefined;
};

/**
 * How to ask, from the words of the command line; seconds become milliseconds.
 *
 * @throws ConfigError that names the option.
 */
export function runOptionsOf(args: AskingArguments, depth: Depth): RunOptions {
  const waitMs = milliseconds(args.timeout);
  try {
    return parseRunOptions({
      depth,
      concurrency: {
        global: args.concurrency,
        perAddress: args['address-concurrency'],
        smtpPerAddress: args['smtp-concurrency'],
        startsPerSecond: args.rate,
      },
      gentle: args.gentle,
      timeouts: { connectMs: waitMs, replyMs: waitMs, tlsMs: waitMs },
      endpointMs: milliseconds(args['endpoint-deadline']),
      deadlineMs: milliseconds(args.deadline),
      ehlo: args.ehlo,
      retries: args.retries,
      budget: args.budget,
      families: args.ipv4 === true ? 'ipv4' : args.ipv6 === true ? 'ipv6' : 'any',
      fingerprint: args.fingerprint,
      backEnd: args['back-end'],
      simulate: args.simulate?.flatMap((ids) => ids.split(',')).filter((id) => id !== ''),
      fetchIssuers: args['fetch-issuers'],
      revocation: args.revocation,
      allowPrivateFetch: args['allow-private-fetch'],
      fetches: args.fetches,
      fetchMs: waitMs,
      domains: args.domain,
      ...resolversOf(args.resolver),
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // The parser of the command line has checked every number, so what is left has the option's own name.
    const faults = error.faults.map(({ path, message }) => ({
      path: `--${path.replace(/^domains.*$/, 'domain').replace(/^views.*$/, 'resolver')}`,
      message,
    }));
    throw new ConfigError('command line', faults);
  }
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}
