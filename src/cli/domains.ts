import type { RunOptions } from '../config/options.ts';

/** The mail domains of the command line and those of the targets file. */
export function withDomains(options: RunOptions, file: readonly string[]): RunOptions {
  return { ...options, domains: [...new Set([...options.domains, ...file])] };
}
