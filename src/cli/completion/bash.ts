import { kindsOf, positionalKinds, takesPrefix } from './arms.ts';
import type { CommandGrammar, Grammar, ValueGrammar } from './grammar.ts';

/**
 * A script for bash 3.2 and newer that starts no program. Bash hands over `--format=csv` as three words, cut at the sign
 * (bash(1), COMP_WORDBREAKS), and `-o json=report.json` as four.
 */
export function bashCompletion({ program, commands, general, values }: Grammar): string {
  const name = `_${program.replaceAll('-', '_')}`;
  const flags = general.flatMap((option) => option.flags);
  const nesting = commands.filter(({ nests }) => nests).map((command) => command.name);
  return `# Completion of ${program} for bash.

${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} end=$COMP_CWORD command='' kind='' last='' place=0
  local at word words='' paths='' before='' IFS=$' \\t\\n'
  COMPREPLY=()
  if [[ $cur == '=' ]]; then
    cur=''
    end=$((end + 1))
  fi
  for ((at = 1; at < end; at++)); do
    word=\${COMP_WORDS[at]}
    if [[ $word == '=' ]]; then
      if [[ -z $kind ]]; then
        case $last in
          ${
            values
              .filter(takesPrefix)
              .map(({ id }) => id)
              .join('|') || 'none'
          }) kind=files ;;
          *) kind=none ;;
        esac
      fi
    elif [[ -n $kind ]]; then
      last=$kind
      kind=''
    elif [[ -z $command ]]; then
      command=$word
    elif [[ $word == '--' ]]; then
      case $command in
        ${nesting.join('|') || 'none'}) command='' place=0 last='' ;;
        *) return ;;
      esac
    elif [[ $word == -* ]]; then
      last=''
      ${name}_kind "$command:$word"
    else
      last=''
      place=$((place + 1))
    fi
  done

  if [[ -n $kind ]]; then
    ${name}_value
  elif [[ -z $command ]]; then
    words='${[...commands.map((command) => command.name), ...flags].join(' ')}'
  elif [[ $cur == -* ]]; then
    ${name}_options
  else
    ${name}_place
    ${name}_value
    if [[ -z $words$paths$cur ]]; then ${name}_options; fi
  fi

  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -P "$before" -W "$words" -- "$cur"))
    if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
  fi
  if [[ -n $paths ]]; then
    # Bash puts quotes and slashes on names of files, which would spoil other words.
    if [[ \${#COMPREPLY[@]} -eq 0 ]]; then compopt -o filenames 2>/dev/null; fi
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$paths" -- "$cur")
  fi
}

# What the option of a command takes.
${name}_kind() {
  case $1 in
${kindsOf(commands)
  .map(([patterns, id]) => `    ${patterns.join('|')}) kind=${id} ;;`)
  .join('\n')}
  esac
}

# What stands at a place among the arguments of a command.
${name}_place() {
  case $command:$place in
${positionalKinds(commands)
  .map(([patterns, id]) => `    ${patterns.join('|')}) kind=${id} ;;`)
  .join('\n')}
  esac
}

${name}_options() {
  case $command in
${commands.map(optionWords).join('\n')}
  esac
}

${name}_value() {
  case $kind in
    files) paths=-f ;;
${values
  .filter(hasHelp)
  .map((value) => `    ${value.id}) ${assignments(value)} ;;`)
  .join('\n')}
  esac
}

complete -F ${name} ${program}
`;
}

function optionWords({ name, options }: CommandGrammar): string {
  return `    ${name}) words='${options.flatMap(({ flags }) => flags).join(' ')}' ;;`;
}

function hasHelp({ words, paths }: ValueGrammar): boolean {
  return words.length > 0 || paths !== null;
}

function assignments({ words, paths, list }: ValueGrammar): string {
  return [
    ...(words.length > 0 ? [`words='${words.join(' ')}'`] : []),
    ...(paths === null ? [] : [`paths=${paths === 'files' ? '-f' : '-d'}`]),
    // What stands before the last comma stays.
    ...(list ? [`[[ $cur == *,* ]] && before=\${cur%,*}, cur=\${cur##*,}`] : []),
  ].join('; ');
}
