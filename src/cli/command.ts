import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { Shell } from './shell.ts';

interface CommandText {
  /** `scan [hosts..]`: the name and its positional arguments, as help shows them. */
  readonly usage: string;
  readonly summary: string;
  readonly positionals: Readonly<Record<string, PositionalOptions>>;
  /** The positional that takes all words behind `--`, as they are; there may be none if absent. */
  readonly behind?: string;
  readonly options: Readonly<Record<string, Options>>;
  /** Command lines without the program's name, each with what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
}

/** One command of the command line. What is heavy is imported when it runs, so that help is quick. */
export interface Command extends CommandText {
  /** Resolves to the exit code. */
  run(args: unknown, shell: Shell): Promise<number>;
}

/** Ties the arguments of `run` to the options and positionals that are declared. */
export function command<
  P extends Readonly<Record<string, PositionalOptions>>,
  O extends Readonly<Record<string, Options>>,
>(
  definition: CommandText & {
    readonly positionals: P;
    readonly options: O;
    run(args: InferredOptionTypes<P & O>, shell: Shell): Promise<number>;
  },
): Command {
  // The parser makes the arguments by the same declarations.
  return definition;
}

/** The first word of the usage. */
export function commandName({ usage }: Command): string {
  return usage.split(' ', 1)[0] ?? usage;
}
