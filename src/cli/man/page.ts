import { type Command, commandName } from '../command.ts';
import { type Entry, GENERAL, optionEntries, positionalEntries, usageOf } from '../entries.ts';
import { EXIT_CODES, PROGRAM, TAGLINE } from '../ui.ts';
import { argument, bold, italic, item, prose, roffText, verbatim } from './roff.ts';
import {
  DESCRIPTION,
  ENVIRONMENT,
  FILES,
  PLUGIN_STATUS,
  SEE_ALSO,
  TARGETS_EXAMPLE,
  TARGETS_FILE,
  TARGETS_KEYS,
} from './texts.ts';

/**
 * The manual page in the macros of man(7).
 *
 * @param date of the release, `2026-11-22`
 */
export function manualPage(commands: readonly Command[], version: string, date: string): string {
  const isShared = sharedBy(commands);
  return [
    `.TH ${argument(PROGRAM.toUpperCase())} 1 "${date}" ${argument(`${PROGRAM} ${version}`)} "User Commands"`,
    // Neither hyphens at the end of lines nor spread words: half of it are names.
    '.nh',
    '.ad l',
    section('NAME', [`${roffText(PROGRAM)} \\-\n${prose(lowerFirst(TAGLINE.replace(/\.$/, '')))}`]),
    section('SYNOPSIS', [
      synopsis(PROGRAM, ['command', '[arguments]', '[options]']),
      '.br',
      synopsis(`${PROGRAM} help`, ['[command]']),
    ]),
    section('DESCRIPTION', DESCRIPTION.flatMap((text) => ['.PP', prose(text)]).slice(1)),
    section(
      'COMMANDS',
      commands.flatMap((command) => commandText(command, isShared)),
    ),
    section('OPTIONS OF SEVERAL COMMANDS', sharedOptions(commands, isShared)),
    section('TARGETS FILE', [
      ...TARGETS_FILE.map(prose),
      ...TARGETS_KEYS.file.map(([key, text]) => item(bold(key), text)),
      '.PP',
      'A target has these:',
      ...TARGETS_KEYS.target.map(([key, text]) => item(bold(key), text)),
      '.PP',
      'An example in YAML:',
      verbatim(TARGETS_EXAMPLE),
    ]),
    section('EXIT STATUS', [
      ...EXIT_CODES.map(([code, text]) => item(bold(code), text)),
      '.PP',
      prose(PLUGIN_STATUS),
    ]),
    section(
      'ENVIRONMENT',
      ENVIRONMENT.map(([name, text]) => item(bold(name), text)),
    ),
    section(
      'FILES',
      FILES.map(([name, text]) => item(italic(name), text)),
    ),
    section('EXAMPLES', commands.flatMap(({ examples }) => examples.slice(0, 1).flatMap(example)).slice(1)),
    section('SEE ALSO', [roffText(SEE_ALSO)]),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return [`.SH ${argument(title)}`, ...lines].join('\n');
}

function synopsis(start: string, words: readonly string[]): string {
  return [bold(start), ...words.map(italic)].join(' ');
}

/** Whether another command has the same option with the same meaning. */
function sharedBy(commands: readonly Command[]): (entry: Entry) => boolean {
  const times = new Map<string, number>();
  for (const entry of commands.flatMap(optionEntries))
    times.set(keyOf(entry), (times.get(keyOf(entry)) ?? 0) + 1);
  return (entry) => (times.get(keyOf(entry)) ?? 0) > 1;
}

function keyOf({ flags, text }: Entry): string {
  return JSON.stringify([flags, text]);
}

/** What is its own in full, and the names of what it has in common with others. */
function commandText(command: Command, isShared: (entry: Entry) => boolean): readonly string[] {
  const options = optionEntries(command).filter(({ name }) => !GENERAL.some((one) => one.name === name));
  const shared = options.filter(isShared).map(({ name }) => `--${name}`);
  return [
    `.SS ${argument(`${PROGRAM} ${usageOf(command)}`)}`,
    prose(`${command.summary}.`),
    ...positionalEntries(command).map(({ name, text }) => item(italic(name), text)),
    ...options.filter((entry) => !isShared(entry)).map(optionItem),
    ...(shared.length === 0 ? [] : ['.PP', prose(`Also: ${shared.join(', ')}.`)]),
  ];
}

function sharedOptions(commands: readonly Command[], isShared: (entry: Entry) => boolean): readonly string[] {
  const known = new Map<string, { readonly entry: Entry; readonly of: string[] }>();
  for (const command of commands) {
    for (const entry of optionEntries(command).filter(isShared)) {
      const found = known.get(keyOf(entry)) ?? { entry, of: [] };
      found.of.push(commandName(command));
      known.set(keyOf(entry), found);
    }
  }
  const all = [...known.values()];
  const groups = [...new Set(all.map(({ entry }) => entry.group))];
  return groups.flatMap((group) => [
    `.SS ${argument(group.replace(/:$/, ''))}`,
    ...all
      .filter(({ entry }) => entry.group === group)
      .map(({ entry, of }) => {
        const isAmbiguous = all.some((other) => other.entry !== entry && other.entry.name === entry.name);
        return optionItem(isAmbiguous ? { ...entry, text: `${entry.text} (of ${of.join(', ')})` } : entry);
      }),
  ]);
}

function optionItem({ flags, placeholder, text }: Entry): string {
  const value = placeholder === null ? '' : ` ${italic(placeholder)}`;
  const names = flags.filter((flag) => !flag.startsWith('--no-')).map(bold);
  const negative = flags.filter((flag) => flag.startsWith('--no-')).map(bold);
  return item([`${names.join(', ')}${value}`, ...negative].join(', '), text);
}

function example([line, meaning]: readonly [line: string, meaning: string]): readonly string[] {
  return [
    '.PP',
    prose(`${upperFirst(meaning)}${/[.?]$/.test(meaning) ? '' : ':'}`),
    verbatim([`${PROGRAM} ${line}`]),
  ];
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
