import type { Options, PositionalOptions } from 'yargs';
import { type Command, commandName } from './command.ts';
import { valueOf, type ValueSource } from './values.ts';

/** An option or positional of a command, as help, the manual page and the completions show it. */
export interface Entry {
  /** Without hyphens. */
  readonly name: string;
  /** `-f`, `--format`, `--no-color`, as they are typed; none for a positional. */
  readonly flags: readonly string[];
  /** What stands for its value, null for a switch. */
  readonly placeholder: string | null;
  readonly source: ValueSource;
  /** The only values that it takes; empty if there is no such list. */
  readonly choices: readonly string[];
  readonly repeated: boolean;
  /** With its choices and its default, where the words themselves do not name them. */
  readonly text: string;
  /** The heading that it stands under: `Output:`. */
  readonly group: string;
}

/** `scan [hosts..] [options]`: what can be typed, without the program's name. */
export function usageOf({ usage, behind }: Command): string {
  return behind === undefined
    ? `${usage} [options]`
    : usage.replace(` [${behind}..]`, ` [options] -- <${behind}..>`);
}

const OPTIONS = 'Options:';

/** What every command and the program itself understand. */
export const GENERAL: readonly Entry[] = [
  generalEntry('help', ['-h', '--help'], 'show this help'),
  generalEntry('version', ['-V', '--version'], 'show the version'),
];

/** Options in the order in which they are declared, and behind them those of every command. */
export function optionEntries(command: Command): readonly Entry[] {
  const own = Object.entries(command.options).map(([name, option]) => optionEntry(command, name, option));
  return [...own, ...GENERAL];
}

export function positionalEntries(command: Command): readonly Entry[] {
  return Object.entries(command.positionals).map(([name, positional]) => ({
    ...entryOf(command, name, positional),
    flags: [],
    repeated: positional.array === true,
    group: '',
  }));
}

function optionEntry(command: Command, name: string, option: Options): Entry {
  const { alias, type, describe = '', group = OPTIONS, array = false } = option;
  const entry = entryOf(command, name, option);
  const isSwitch = type === 'boolean' || type === 'count';
  return {
    ...entry,
    flags: [
      ...(typeof alias === 'string' ? [`-${alias}`] : []),
      `--${name}`,
      ...(describe.includes(`--no-${name}`) ? [`--no-${name}`] : []),
    ],
    placeholder: isSwitch ? null : entry.placeholder,
    repeated: array || type === 'count',
    group,
  };
}

function entryOf(
  command: Command,
  name: string,
  { describe = '', choices = [], default: usual, type }: Options | PositionalOptions,
): Pick<Entry, 'name' | 'placeholder' | 'source' | 'choices' | 'text'> {
  const { shown, source } = valueOf(commandName(command), name) ?? {
    shown: type === 'number' ? 'N' : name.toUpperCase(),
    source: 'free',
  };
  const words = choices.map(String);
  const unsaid = words.some((word) => !new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(describe));
  const says = typeof usual === 'string' && !describe.includes('[default:') ? ` [default: ${usual}]` : '';
  return {
    name,
    placeholder: shown,
    source,
    choices: words,
    text: `${describe}${unsaid ? ` (${words.join(', ')})` : ''}${says}`,
  };
}

function generalEntry(name: string, flags: readonly string[], text: string): Entry {
  return {
    name,
    flags,
    text,
    placeholder: null,
    source: 'free',
    choices: [],
    repeated: false,
    group: OPTIONS,
  };
}
