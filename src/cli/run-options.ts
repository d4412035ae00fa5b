import type { InferredOptionTypes } from 'yargs';
import { ConfigError } from '../config/config-error.ts';
import { parseRunOptions, type RunOptions } from '../config/options.ts';
import type { Depth } from '../model/report.ts';
import type { ASKING } from './options.ts';

export type AskingArguments = InferredOptionTypes<typeof ASKING> & {
  readonly ipv4?: boolean | undefined;
  readonly ipv6?: boolean | undefined;
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
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // The parser of the command line has checked every number, so what is left has the option's own name.
    const faults = error.faults.map(({ path, message }) => ({ path: `--${path}`, message }));
    throw new ConfigError('command line', faults);
  }
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}
