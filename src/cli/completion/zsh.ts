import { takesPrefix } from './arms.ts';
import type { CommandGrammar, Grammar, OptionGrammar, ValueGrammar } from './grammar.ts';

/** A script for the completion system of zsh (zshcompsys(1)): to source, or as `_exchange-tls` in a folder of `fpath`. */
export function zshCompletion({ program, commands, general, values }: Grammar): string {
  const name = `_${program}`;
  const nesting = commands.filter(({ nests }) => nests).map((command) => command.name);
  return `#compdef ${program}
# Completion of ${program} for zsh.

${name}() {
  local curcontext=$curcontext at
  shift words
  (( CURRENT-- ))
  at=\${words[(i)--]}
  if [[ $words[1] == (${nesting.join('|')}) ]] && (( CURRENT > at )); then
    shift at words
    (( CURRENT -= at ))
  fi
  if (( CURRENT == 1 )); then
    ${name}_commands
  else
    ${name}_arguments
  fi
}

${name}_commands() {
  local -a commands
  commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${command.summary}`)}`).join('\n')}
  )
  if [[ $PREFIX == -* ]]; then
    compadd -- ${general.flatMap(({ flags }) => flags).join(' ')}
  else
    _describe -t commands command commands
  fi
}

${name}_arguments() {
  case $words[1] in
${commands.map((command) => argumentsOf(command, name)).join('\n')}
  esac
}

${values.map((value) => valueFunction(value, name)).join('\n\n')}

if [[ $funcstack[1] == ${name} ]]; then
  ${name} "$@"
else
  compdef ${name} ${program}
fi
`;
}

function argumentsOf({ name, options, positionals, others }: CommandGrammar, program: string): string {
  const specs = [
    ...options.flatMap((option) => optionSpecs(option, program)),
    ...positionals.map((value) => quoted(`:argument:${program}_${value}`)),
    ...(others === null ? [] : [quoted(`*:argument:${program}_${others}`)]),
  ];
  return `    ${name})
      _arguments -s \\
${specs.map((spec) => `        ${spec}`).join(' \\\n')}
      ;;`;
}

/** One for each name of the option; they exclude each other unless it may be repeated. */
function optionSpecs(
  { flags, summary, value, placeholder, repeated }: OptionGrammar,
  program: string,
): readonly string[] {
  const before = repeated ? '*' : flags.length > 1 ? `(${flags.join(' ')})` : '';
  const text = summary.replaceAll(/[[\]\\]/g, String.raw`\$&`);
  const action = value === null ? '' : `:${placeholder}:${program}_${value}`;
  return flags.map((flag) => {
    const joins = value === null ? '' : flag.startsWith('--') ? '=' : '+';
    return quoted(`${before}${flag}${joins}[${text}]${action}`);
  });
}

function valueFunction(value: ValueGrammar, program: string): string {
  const { id, words, paths, list } = value;
  const add = `compadd "$@"${takesPrefix(value) ? " -S ''" : ''} - ${words.join(' ')}`;
  const lines = [
    ...(takesPrefix(value) ? [`  if compset -P '*='; then _files; return; fi`] : []),
    ...(words.length > 0 ? [`  ${list ? `_sequence compadd - ${words.join(' ')}` : add}`] : []),
    ...(paths === null ? [] : [`  _files${paths === 'folders' ? ' -/' : ''}`]),
  ];
  return `${program}_${id}() {\n${lines.length > 0 ? lines.join('\n') : '  _message value'}\n}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
