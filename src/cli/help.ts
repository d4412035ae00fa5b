import type { Command } from './command.ts';
import { type Entry, GENERAL, optionEntries, positionalEntries, usageOf } from './entries.ts';
import { EXIT_CODES, MORE_HELP, PROGRAM, TAGLINE } from './ui.ts';

/** Columns of the widest page: longer lines are hard to read. */
const WIDEST = 100;
/** Columns that the left side of a list may take; what is longer stands on a line of its own. */
const LEFT = 26;

/**
 * The page of the program: what it can do.
 *
 * @param columns of the terminal
 */
export function programHelp(commands: readonly Command[], columns: number): string {
  return page(columns, [
    ['', [`${PROGRAM} <command> [options]`, '', TAGLINE]],
    ['Commands:', commands.map(({ usage, summary }) => [usage, summary])],
    ['Options:', GENERAL.map((entry) => [heading(entry), entry.text])],
    ['Exit codes:', EXIT_CODES],
    ['', [MORE_HELP]],
  ]);
}

/** The page of one command: its arguments, its options by group, and examples last, where a terminal stops. */
export function commandHelp(command: Command, columns: number): string {
  const { summary, examples } = command;
  const options = optionEntries(command);
  const groups = [...new Set(options.map(({ group }) => group))];
  return page(columns, [
    ['', [`${PROGRAM} ${usageOf(command)}`, '', summary]],
    ['Arguments:', positionalEntries(command).map(({ name, text }) => [name, text])],
    ...groups.map((group): Section => [
      group,
      options.filter((entry) => entry.group === group).map((entry) => [heading(entry), entry.text]),
    ]),
    ['Exit codes:', exitCodesOf(command)],
    ['Examples:', examples.flatMap(([line, meaning]) => [`  # ${meaning}`, `  ${PROGRAM} ${line}`])],
  ]);
}

/** Those that it can end with, where it judges; what asks can be stopped, and what has a state can be in the way of itself. */
function exitCodesOf({ options }: Command): Section[1] {
  if (!('fail-on' in options)) return [];
  return 'state' in options ? EXIT_CODES : EXIT_CODES.slice(0, JUDGING_CODES);
}

/** Of a command that only reads what was seen: 0 to 3. */
const JUDGING_CODES = 4;

/** `-f, --format FORMAT`, with room for the short name where there is none; `--no-color` is told by the text. */
function heading({ flags, placeholder }: Entry): string {
  const short = flags.find((flag) => !flag.startsWith('--'));
  const long = flags.find((flag) => flag.startsWith('--')) ?? '';
  const value = placeholder === null ? '' : ` ${placeholder}`;
  return `${short === undefined ? '    ' : `${short}, `}${long}${value}`;
}

type Section = readonly [title: string, lines: readonly (string | readonly [left: string, right: string])[]];

function page(columns: number, sections: readonly Section[]): string {
  const width = Math.min(columns, WIDEST);
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [...(title === '' ? [] : [title]), ...laidOut(lines, width)].join('\n'))
    .join('\n\n')
    .concat('\n');
}

function laidOut(lines: Section[1], width: number): readonly string[] {
  const lefts = lines.flatMap((line) => (typeof line === 'string' ? [] : [line[0].length]));
  const left = Math.max(...lefts.filter((length) => length <= LEFT), 0) + 4;
  return lines.flatMap((line) => {
    // Examples stay whole: they are there to be copied.
    if (typeof line === 'string') return line.startsWith(' ') ? [line] : wrapped(line, width);
    const [name, text] = line;
    const [first = '', ...rest] = wrapped(text, width - left).map((part) => ' '.repeat(left) + part);
    const label = `  ${name}`;
    return label.length > left - 2
      ? [label, first, ...rest]
      : [`${label.padEnd(left)}${first.slice(left)}`, ...rest];
  });
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.match(/\[default: [^\]]{1,20}\]|\S+/g) ?? ['']) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines;
}
