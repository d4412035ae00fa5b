import { kindsOf } from './arms.ts';
import type { CommandGrammar, Grammar, OptionGrammar, ValueGrammar } from './grammar.ts';

/** A script for fish 3 and newer, to be kept as `exchange-tls.fish` in a folder of completions. */
export function fishCompletion({ program, commands, general, values }: Grammar): string {
  const name = `__${program.replaceAll('-', '_')}`;
  const known = new Map(values.map((value) => [value.id, value]));
  const nesting = commands.filter(({ nests }) => nests).map((command) => command.name);
  const valued = kindsOf(commands).flatMap(([patterns]) => patterns);
  return `# Completion of ${program} for fish.

# Prints the command and the number of its arguments before the cursor.
function ${name}_at
    set -l tokens (commandline -opc)
    set -l command
    set -l place 0
    set -l skip 0
    for token in $tokens[2..]
        if test $skip = 1
            set skip 0
        else if test -z "$command"
            set command $token
        else if test "$token" = --; and contains -- $command ${nesting.join(' ')}
            set command
            set place 0
        else if string match -q -- '-*' $token
            contains -- $command:$token ${valued.join(' ')}
            and set skip 1
        else
            set place (math $place + 1)
        end
    end
    echo $command
    echo $place
end

# True in a command, or before any; with a number, at that argument of it.
function ${name}_in -a command place
    set -l at (${name}_at)
    test "$at[1]" = "$command"; or return 1
    test -z "$place"; or test $at[2] = $place
end

# Words of a list with commas, behind those that are there.
function ${name}_list
    set -l typed (commandline -ct | string replace -r '^--?[a-z][a-z-]*=' '' | string replace -r '[^,]*$' '')
    printf '%s\\n' $typed$argv
end

complete -c ${program} -f
${general.map((option) => optionLine(option, `${name}_in ''`, '', program)).join('\n')}
${commands.map((command) => `complete -c ${program} -n ${quoted(`${name}_in ''`)} -a ${command.name} -d ${quoted(command.summary)}`).join('\n')}
${commands.flatMap((command) => commandLines(command, { program, name, known })).join('\n')}
`;
}

interface Scope {
  readonly program: string;
  readonly name: string;
  readonly known: ReadonlyMap<string, ValueGrammar>;
}

function commandLines(
  { name: command, options, positionals, others }: CommandGrammar,
  { program, name, known }: Scope,
): readonly string[] {
  const offered = (id: string): string => offers(known.get(id), name);
  const place = (id: string, condition: string): string =>
    `complete -c ${program} -n ${quoted(condition)} ${offered(id)}`.trimEnd();
  return [
    ...options.map((option) =>
      optionLine(
        option,
        `${name}_in ${command}`,
        option.value === null ? '' : ` -r ${offered(option.value)}`.trimEnd(),
        program,
      ),
    ),
    ...positionals.map((id, at) => place(id, `${name}_in ${command} ${at}`)),
    ...(others === null || offered(others) === '-f' ? [] : [place(others, `${name}_in ${command}`)]),
  ];
}

function optionLine(
  { flags, summary }: OptionGrammar,
  condition: string,
  value: string,
  program: string,
): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return `complete -c ${program} -n ${quoted(condition)} ${names.join(' ')}${value} -d ${quoted(summary)}`;
}

/** Files are off for the program as a whole, so they are switched on where they belong. */
function offers(value: ValueGrammar | undefined, name: string): string {
  const { words = [], paths = null, list = false } = value ?? {};
  const choices = list ? [`(${name}_list ${words.join(' ')})`] : words;
  const all = [...choices, ...(paths === 'folders' ? ['(__fish_complete_directories)'] : [])];
  return [paths === 'files' ? '-F' : '-f', ...(all.length > 0 ? [`-a ${quoted(all.join(' '))}`] : [])].join(
    ' ',
  );
}

/** In single quotes fish reads only a backslash before a backslash or a single quote. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
