import type { Argv } from 'yargs';
import yargs from 'yargs';
import { nearest } from '../config/nearest.ts';
import { quoted } from '../config/shown.ts';
import { type Command, commandName } from './command.ts';
import { RANGES } from './ranges.ts';
import { HELP_END, NO_COMMAND, PROGRAM, TAGLINE } from './ui.ts';

export type Parsed =
  | { readonly kind: 'command'; readonly command: Command; readonly args: unknown }
  /** Help or version, ready to print. */
  | { readonly kind: 'text'; readonly text: string }
  /** What is wrong with the command line, and the command whose help may tell more. */
  | { readonly kind: 'fault'; readonly message: string; readonly command: string | null };

/** Reads the command line; never prints, exits or throws. */
export function parseArguments(
  argv: readonly string[],
  commands: readonly Command[],
  version: string,
): Parsed {
  const [word = '', ...rest] = argv;
  if (word === 'help') return parseArguments([...rest, '--help'], commands, version);
  const command = commands.find((candidate) => commandName(candidate) === word);
  if (word !== '' && !word.startsWith('-') && command === undefined) {
    return { kind: 'fault', message: unknownCommand(word, commands), command: null };
  }
  const end = argv.indexOf('--');
  if (command?.behind !== undefined && end >= 0) {
    const parsed = parseArguments(argv.slice(0, end), commands, version);
    if (parsed.kind !== 'command') return parsed;
    return { ...parsed, args: Object.assign({}, parsed.args, { [command.behind]: argv.slice(end + 1) }) };
  }
  const name = command === undefined ? null : commandName(command);
  let text = '';
  try {
    // Its handlers throw, so that it never gives a promise.
    void parserOf(commands, version).parse(withJoinedHyphen(argv, command), {}, (_error, _args, output) => {
      text = output;
    });
  } catch (thrown) {
    if (!(thrown instanceof Understood)) {
      return { kind: 'fault', message: inOurWords((thrown as Error).message, command), command: name };
    }
    if (command !== undefined) {
      const { args } = thrown;
      const message = faultOf(args, command);
      if (message !== null) return { kind: 'fault', message, command: name };
      return { kind: 'command', command, args: withHyphen(args, command, argv) };
    }
  }
  if (text !== '') return { kind: 'text', text: `${text}\n` };
  return { kind: 'fault', message: NO_COMMAND, command: null };
}

type Arguments = Readonly<Record<string, unknown>>;

/**
 * What the handler of a command throws: after a handler that returns, the parser lays out the whole help of the command
 * and throws it away, which takes longer than everything before.
 */
class Understood {
  readonly args: Arguments;

  constructor(args: Arguments) {
    this.args = args;
  }
}

const HELP_WIDTH = 110;

function parserOf(commands: readonly Command[], version: string): Argv {
  const parser = yargs()
    .scriptName(PROGRAM)
    .usage(`$0 <command>\n\n${TAGLINE}`)
    .locale('en')
    .parserConfiguration({ 'greedy-arrays': false, 'parse-positional-numbers': false })
    .version(version)
    .help()
    .alias('help', 'h')
    .strict()
    .exitProcess(false)
    .wrap(HELP_WIDTH)
    .epilog(HELP_END)
    // It calls back for every fault; thrown, the first one ends the parsing.
    .fail((message, error) => {
      throw error ?? new Error(message);
    });
  return commands.reduce(
    (all, { usage, summary, positionals, options, examples }) =>
      all.command(
        usage,
        summary,
        (own) => {
          for (const [name, positional] of Object.entries(positionals)) own.positional(name, positional);
          for (const [line, meaning] of examples) own.example(`$0 ${line}`, meaning);
          return own.options({ ...options });
        },
        (args) => {
          throw new Understood(args);
        },
      ),
    parser,
  );
}

/** What the parser lets through: an option given twice, numbers that are none, words after `--`. */
function faultOf(args: Arguments, { options }: Command): string | null {
  const [, extra] = args['_'] as readonly (string | number)[];
  if (extra !== undefined) return `unexpected argument ${quoted(String(extra))}`;
  for (const [name, option] of Object.entries(options)) {
    const value = args[name];
    if (Array.isArray(value) && option.array !== true) return `--${name} was given twice`;
    const range = RANGES[name];
    if (range === undefined || value === undefined) continue;
    const { least, most, whole } = range;
    const fits = typeof value === 'number' && value >= least && value <= most;
    if (!fits || (whole && !Number.isInteger(value))) {
      return `--${name}: expected a ${whole ? 'whole ' : ''}number from ${least} to ${most}`;
    }
  }
  return null;
}

/** The parser takes no lone hyphen for the value of an option that may be repeated, unless an equals sign joins them. */
function withJoinedHyphen(argv: readonly string[], command: Command | undefined): string[] {
  const words = new Map<string, string>();
  for (const [name, { array, alias }] of Object.entries(command?.options ?? {})) {
    if (array !== true) continue;
    words.set(`--${name}`, name);
    if (typeof alias === 'string') words.set(`-${alias}`, name);
  }
  const joined: string[] = [];
  for (const word of argv) {
    const option = word === '-' ? words.get(joined.at(-1) ?? '') : undefined;
    if (option === undefined) joined.push(word);
    else joined.splice(-1, 1, `--${option}=-`);
  }
  return joined;
}

/** The parser makes an empty text of a lone hyphen among the positionals, which stands for standard input. */
function withHyphen(args: Arguments, { positionals }: Command, argv: readonly string[]): Arguments {
  if (!argv.includes('-')) return args;
  const empty = Object.keys(positionals).filter((name) => args[name] === '');
  return { ...args, ...Object.fromEntries(empty.map((name) => [name, '-'])) };
}

function unknownCommand(word: string, commands: readonly Command[]): string {
  const near = nearest(word, commands.map(commandName));
  if (near !== undefined) return `unknown command ${quoted(word)}; did you mean "${near}"?`;
  const way = /[.:]/.test(word) ? `; to look at a host: ${PROGRAM} scan ${word}` : '';
  return `unknown command ${quoted(word)}${way}`;
}

/** The parser's faults name options without their hyphens, and those about choices take three lines. */
function inOurWords(message: string, command: Command | undefined): string {
  const flat = message.replaceAll(/\s+/g, ' ').trim();
  const choice = /Argument: ([\w-]+), Given: (.*), Choices: (.*)$/.exec(flat);
  if (choice !== null) {
    const [, name = '', given = '', choices = ''] = choice;
    return `--${name}: expected one of ${choices.replaceAll('"', '')}, got ${given}`;
  }
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(flat)?.[1];
  if (unknown !== undefined) return unknownOption(unknown, command);
  const lonely = /^Not enough arguments following: (.+)$/.exec(flat)?.[1];
  if (lonely !== undefined) return `${optionName(lonely)} needs a value`;
  const pair = /^Arguments (\S+) and (\S+) are mutually exclusive$/.exec(flat);
  if (pair !== null) return `--${pair[1]} and --${pair[2]} exclude each other`;
  if (flat.startsWith('Not enough non-option arguments'))
    return `expected: ${PROGRAM} ${command?.usage ?? ''}`;
  return flat;
}

function unknownOption(word: string, command: Command | undefined): string {
  const known = Object.keys(command?.options ?? {});
  const near = nearest(word, known);
  const hint = near === undefined ? '' : `; did you mean "--${near}"?`;
  return `unknown argument ${quoted(known.length > 0 && near !== undefined ? optionName(word) : word)}${hint}`;
}

function optionName(word: string): string {
  return `${word.length === 1 ? '-' : '--'}${word}`;
}
