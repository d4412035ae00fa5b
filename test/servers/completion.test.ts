import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandName } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { ownGrammar } from '../../src/cli/completion.ts';
import { fishCompletion } from '../../src/cli/completion/fish.ts';
import { zshCompletion } from '../../src/cli/completion/zsh.ts';
import { FILES, FOLDERS, LINES, NESTED_LINES } from '../cli/completion/lines.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  for (const name of FILES) writeFileSync(join(folder, name), '');
  for (const name of FOLDERS) mkdirSync(join(folder, name));
  writeFileSync(join(folder, '.fish'), fishCompletion(ownGrammar()));
  writeFileSync(join(folder, '.zsh'), zshCompletion(ownGrammar()));
  writeFileSync(join(folder, '.capture'), CAPTURE);
  writeFileSync(join(folder, '.inner'), INNER);
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, argv: readonly string[]): readonly string[] {
  const env = { ...process.env, HOME: folder, TERM: 'dumb', LC_ALL: 'C.UTF-8' };
  return execFileSync(program, argv, {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  })
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line !== '');
}

/** Without the descriptions, and without `--format=` in front of a value. */
function fish(line: string): readonly string[] {
  const text = 'source ./.fish; complete -C $argv[1]';
  return run('fish', ['--no-config', '-c', text, `exchange-tls ${line}`]).map((found) =>
    found
      .replace(/\t.*$/, '')
      .replace(/^--[a-z-]+=(?=.)/, '')
      .replace(/\/$/, ''),
  );
}

/**
 * Completes as a key does, in a terminal of its own, with `compadd` in between that says what it is given
 * (zshcompwid(1), zshmodules(1) "The zsh/zpty Module").
 */
const CAPTURE = `
zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner "PROMPT= RPROMPT=; unsetopt prompt_cr prompt_sp; autoload -U compinit; compinit -u -D; source ./.zsh; source ./.inner; print -r -- rea''dy"
zpty -r -m inner line '*ready?'
for typed in "$@"; do
  zpty -w -n inner "$typed"$'\\t'
  zpty -r -m inner line '*<<end>>*'
  print -r -- $line
  print -r -- '<<next>>'
  # Control-U: away with the line.
  zpty -w -n inner $'\\x15'
done
zpty -d inner
`;

const INNER = `
bindkey '^I' complete-word
setopt no_list_beep no_always_last_prompt
zstyle ':completion:*' insert-tab false
compadd() {
  # What is only sorted or kept in a variable is not offered.
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a hits
  local hit
  builtin compadd -A hits "$@"
  for hit in $hits; do print -r -- "<$hit>"; done
  builtin compadd "$@"
}
_first() { print; print -r -- '<<begin>>'; }
# Both lists are emptied each time.
_last() { compprefuncs=(_first) comppostfuncs=(_last); print -r -- '<<end>>'; }
_last >/dev/null
`;

const OTHERS = ['', 'scan --simulate ios-18,outlook-win1'] as const;
const ZSH_LINES = [...LINES, ...NESTED_LINES].map(([line]) => line).concat(OTHERS);

/** Starting it takes far longer than completing, so that all is asked at once. */
let answersOfZsh: readonly string[] | null = null;

function zsh(line: string): readonly string[] {
  answersOfZsh ??= run('zsh', ['-f', '.capture', ...ZSH_LINES.map((one) => `exchange-tls ${one}`)])
    .join('\n')
    .split('<<next>>');
  const answer = answersOfZsh[ZSH_LINES.indexOf(line)] ?? '';
  return [...answer.matchAll(/^<([^<>]+)>$/gm)].map(([, word = '']) => word.replaceAll(/\\(.)/g, '$1'));
}

describe.each([
  ['fish', fish, LINES],
  ['zsh', zsh, [...LINES, ...NESTED_LINES]],
] as const)('%s', (_shell, offered, lines) => {
  test.each(lines)('completes %j', (line, wanted, unwanted) => {
    const found = offered(line);
    expect(found).toEqual(expect.arrayContaining([...wanted]));
    for (const word of unwanted) expect(found).not.toContain(word);
  });

  test('offers every command and no file', () => {
    const found = offered(OTHERS[0]);
    expect(found).toEqual(expect.arrayContaining([...COMMANDS.map(commandName), 'help']));
    for (const name of FILES) expect(found).not.toContain(name);
  });

  test('offers the next one of a list with commas', () => {
    const found = offered(OTHERS[1]).map((word) => word.replace(/^ios-18,/, ''));
    expect(found).toEqual(expect.arrayContaining(['outlook-win10', 'outlook-win11']));
  });
});
