import type { Argv, Options } from 'yargs';
import yargs from 'yargs';
import { nearest } from '../config/nearest.ts';
import { quoted } from '../config/shown.ts';
import { type Command, commandName } from './command.ts';
import { optionEntries } from './entries.ts';
import { commandHelp, programHelp } from './help.ts';
import { RANGES } from './ranges.ts';
import { noCommand, PROGRAM } from './ui.ts';

export type Parsed =
  | { readonly kind: 'command'; readonly command: Command; readonly args: unknown }
  /** Help or version, ready to print. */
  | { readonly kind: 'text'; readonly text: string }
  /** What is wrong with the command line, and the command whose help may tell more. */
  | { readonly kind: 'fault'; readonly message: string; readonly command: string | null };

/**
 * Reads the command line; never prints, exits or throws.
 *
 * @param columns for which help is laid out
 */
export function parseArguments(
  argv: readonly string[],
  commands: readonly Command[],
  version: string,
  columns = USUAL_COLUMNS,
): Parsed {
  const [word = '', ...rest] = argv;
  if (word === 'help') return parseArguments([...rest, '--help'], commands, version, columns);
  const command = commands.find((candidate) => commandName(candidate) === word);
  if (word !== '' && !word.startsWith('-') && command === undefined) {
    return { kind: 'fault', message: unknownCommand(word, commands), command: null };
  }
  const end = argv.indexOf('--');
  if (command?.behind !== undefined && end >= 0) {
    const parsed = parseArguments(argv.slice(0, end), commands, version, columns);
    if (parsed.kind !== 'command') return parsed;
    return { ...parsed, args: Object.assign({}, parsed.args, { [command.behind]: argv.slice(end + 1) }) };
  }
  const name = command === undefined ? null : commandName(command);
  const { args, fault } = read(parserOf(commands), withJoinedHyphen(argv, command));
  const wants = (option: string, letter: string): boolean =>
    // Whoever asks for help need not have the rest right.
    args[option] === true ||
    (fault !== null && (argv.includes(`--${option}`) || argv.includes(`-${letter}`)));
  if (wants('help', 'h')) {
    // `--help scan` is understood, too.
    const asked = command ?? commands.find((candidate) => argv.includes(commandName(candidate)));
    const page = asked === undefined ? programHelp(commands, columns) : commandHelp(asked, columns);
    return { kind: 'text', text: page };
  }
  if (wants('version', 'V')) return { kind: 'text', text: `${version}\n` };
  if (fault !== null) return { kind: 'fault', message: inOurWords(fault, command), command: name };
  if (command === undefined) {
    return { kind: 'fault', message: noCommand(commands.map(commandName)), command: null };
  }
  const message = faultOf(args, command, argv);
  if (message !== null) return { kind: 'fault', message, command: name };
  return { kind: 'command', command, args: withHyphen(args, command, argv) };
}

type Arguments = Readonly<Record<string, unknown>>;

interface Read {
  readonly args: Arguments;
  /** In the words of the parser. */
  readonly fault: string | null;
}

/**
 * What the parser throws in the end, understood or not: after a handler that returns, it lays out the whole help of the
 * command and throws it away, which takes longer than everything before.
 */
class Ended {
  readonly read: Read;

  constructor(args: Arguments, fault: string | null) {
    this.read = { args, fault };
  }
}

function read(parser: Argv, argv: readonly string[]): Read {
  try {
    // Its handlers throw, so that it never gives a promise.
    return { args: parser.parseSync(argv), fault: null };
  } catch (thrown) {
    if (thrown instanceof Ended) return thrown.read;
    throw thrown;
  }
}

/** Of a terminal that does not say, of pipes and of files. */
const USUAL_COLUMNS = 80;

/** The pages of help are ours: laying out its own would take twice as long as all the rest. */
function parserOf(commands: readonly Command[]): Argv {
  const parser = yargs()
    .scriptName(PROGRAM)
    .locale('en')
    .parserConfiguration({ 'greedy-arrays': false, 'parse-positional-numbers': false })
    .version(false)
    .help(false)
    .options({ help: { type: 'boolean', alias: 'h' }, version: { type: 'boolean', alias: 'V' } })
    .strict()
    .exitProcess(false)
    // It calls back for every fault; thrown, the first one ends the parsing.
    .fail((message, error) => {
      throw error instanceof Ended ? error : new Ended({}, message ?? error.message);
    });
  return commands.reduce(
    (all, { usage, summary, positionals, options }) =>
      all.command(
        usage,
        summary,
        (own) => {
          for (const [name, positional] of Object.entries(positionals)) own.positional(name, positional);
          return own.options({ ...options });
        },
        (args) => {
          throw new Ended(args, null);
        },
      ),
    parser,
  );
}

/** What the parser lets through: an option given twice, numbers that are none, words after `--`. */
function faultOf(args: Arguments, { options }: Command, argv: readonly string[]): string | null {
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
      const given = quoted(wordBehind(name, option, argv));
      return `--${name}: expected a ${whole ? 'whole ' : ''}number from ${least} to ${most}, got ${given}`;
    }
  }
  return null;
}

/** What was written where a number was expected: the parser keeps of a text only that it is none. */
function wordBehind(name: string, { alias }: Options, argv: readonly string[]): string {
  const short = typeof alias === 'string' ? `|-[A-Za-z]*${alias}=?` : '';
  const flag = new RegExp(`^(?:--${name}(?:=|$)${short})`);
  const at = argv.findIndex((word) => flag.test(word));
  const joined = argv[at]?.replace(flag, '') ?? '';
  return joined === '' && !argv[at]?.endsWith('=') ? (argv[at + 1] ?? '') : joined;
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
    const label = Object.hasOwn(command?.positionals ?? {}, name) ? name : `--${name}`;
    return `${label}: expected one of ${choices.replaceAll('"', '')}, got ${given}`;
  }
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(flat)?.[1];
  if (unknown !== undefined) return unknownOption(unknown, command);
  const lonely = /^Not enough arguments following: (.+)$/.exec(flat)?.[1];
  if (lonely !== undefined) return `${optionName(lonely)} needs a value`;
  const pair = /^Arguments (\S+) and (\S+) are mutually exclusive$/.exec(flat);
  if (pair !== null) return `--${pair[1]} and --${pair[2]} exclude each other`;
  if (/^(?:Not enough non-option|Missing required) arguments?/.test(flat))
    return `expected: ${PROGRAM} ${command === undefined ? '' : neededOf(command)}`;
  return flat;
}

/** What cannot be left out, and positionals that can. */
function neededOf(command: Command): string {
  const needed = optionEntries(command).filter(({ name }) => command.options[name]?.demandOption === true);
  return [command.usage, ...needed.map(({ name, placeholder }) => `--${name} ${placeholder}`)].join(' ');
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
