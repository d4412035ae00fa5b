import { type Command, commandName } from '../command.ts';
import { type Entry, GENERAL, optionEntries, positionalEntries } from '../entries.ts';
import { FORMATS } from '../options.ts';
import { PROGRAM } from '../ui.ts';

/** What a shell has to know of the command line, the same for all of them. */
export interface Grammar {
  readonly program: string;
  readonly commands: readonly CommandGrammar[];
  /** Before a command: `--help` and its like. */
  readonly general: readonly OptionGrammar[];
  /** Every kind of value that something takes; they are referred to by their ids. */
  readonly values: readonly ValueGrammar[];
}

export interface CommandGrammar {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionGrammar[];
  /** Ids of values. */
  readonly positionals: readonly string[];
  /** Of all further positionals; null if there may be none. */
  readonly others: string | null;
  /** Behind `--` stands another command line. */
  readonly nests: boolean;
}

export interface OptionGrammar {
  readonly flags: readonly string[];
  readonly summary: string;
  /** Id of its value, null for a switch. */
  readonly value: string | null;
  readonly placeholder: string;
  readonly repeated: boolean;
}

export interface ValueGrammar {
  /** `v3`. */
  readonly id: string;
  readonly words: readonly string[];
  readonly paths: 'files' | 'folders' | null;
  /** Several words with commas between. */
  readonly list: boolean;
}

/** Names that only the tables of the program know. */
export interface Names {
  readonly rules: readonly string[];
  readonly clients: readonly string[];
  readonly baselines: readonly string[];
}

/** Words of a grammar need no quotes in any shell. */
export const PLAIN_WORD = /^[\w./-]+=?$/;

export function grammarOf(commands: readonly Command[], names: Names): Grammar {
  const values = new Map<string, ValueGrammar>();
  const idOf = (value: Omit<ValueGrammar, 'id'>): string => {
    const key = JSON.stringify(value);
    const known = values.get(key) ?? { id: `v${values.size}`, ...value };
    values.set(key, known);
    return known.id;
  };
  const option = (entry: Entry): OptionGrammar => ({
    flags: entry.flags,
    summary: brief(entry.text),
    value: entry.placeholder === null ? null : idOf(valueOf(entry, names)),
    placeholder: entry.placeholder ?? '',
    repeated: entry.repeated,
  });
  const own = commands.map((command): CommandGrammar => {
    const places = positionalEntries(command).filter(({ name }) => name !== command.behind);
    return {
      name: commandName(command),
      summary: brief(command.summary),
      options: optionEntries(command).flatMap((entry) => split(entry).map(option)),
      positionals: places.filter(({ repeated }) => !repeated).map((entry) => idOf(valueOf(entry, names))),
      others:
        places.filter(({ repeated }) => repeated).map((entry) => idOf(valueOf(entry, names)))[0] ?? null,
      nests: command.behind !== undefined,
    };
  });
  const general = GENERAL.map(option);
  const help: CommandGrammar = {
    name: 'help',
    summary: 'Explain a command',
    options: general,
    positionals: [idOf({ words: commands.map(commandName), paths: null, list: false })],
    others: null,
    nests: false,
  };
  return { program: PROGRAM, commands: [...own, help], general, values: [...values.values()] };
}

/** `--no-cache` takes nothing, even where `--cache` takes a folder. */
function split(entry: Entry): readonly Entry[] {
  const isNegative = (flag: string): boolean => flag.startsWith('--no-');
  const negative = entry.flags.filter(isNegative);
  if (negative.length === 0) return [entry];
  return [
    { ...entry, flags: entry.flags.filter((flag) => !isNegative(flag)) },
    { ...entry, flags: negative, placeholder: null },
  ];
}

function valueOf({ source, choices }: Entry, names: Names): Omit<ValueGrammar, 'id'> {
  const paths = PATHS[source] ?? null;
  const list = source === 'clients';
  switch (source) {
    case 'baseline':
      return { words: names.baselines, paths, list };
    case 'rule':
      return { words: names.rules, paths, list };
    case 'client':
      return { words: names.clients, paths, list };
    case 'clients':
      return { words: ['all', ...names.clients], paths, list };
    case 'output':
      return { words: FORMATS.map((format) => `${format}=`), paths, list };
    case 'state':
      return { words: ['default'], paths, list };
    case 'tab':
      return { words: ['tab'], paths, list };
    default:
      return { words: choices, paths, list };
  }
}

const PATHS: Readonly<Partial<Record<Entry['source'], 'files' | 'folders'>>> = {
  baseline: 'files',
  file: 'files',
  output: 'files',
  folder: 'folders',
  state: 'folders',
};

/** The first part of a text, which fits a list. */
function brief(text: string): string {
  return (text.split(/[;:[(]/, 1)[0] ?? text).trim();
}
