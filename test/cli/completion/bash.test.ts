import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandName } from '../../../src/cli/command.ts';
import { COMMANDS } from '../../../src/cli/commands/index.ts';
import { ownGrammar } from '../../../src/cli/completion.ts';
import { bashCompletion } from '../../../src/cli/completion/bash.ts';
import { FILES, FOLDERS, LINES, NESTED_LINES } from './lines.ts';

const SCRIPT = bashCompletion(ownGrammar());

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  for (const name of FILES) writeFileSync(join(folder, name), '');
  for (const name of FOLDERS) mkdirSync(join(folder, name));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a function of bash as bash does at Tab, with the last word unfinished. */
function offered(words: readonly string[], shellOptions = ''): readonly string[] {
  const quoted = words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  const text = [
    shellOptions,
    SCRIPT,
    `COMP_WORDS=(exchange-tls ${quoted})`,
    `COMP_CWORD=${words.length}`,
    '_exchange_tls',
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ].join('\n');
  const out = execFileSync('bash', ['--norc', '--noprofile'], { cwd: folder, input: text, encoding: 'utf8' });
  return out.split('\n').filter((line) => line !== '');
}

/** What stands between the characters at which bash cuts words (bash(1), COMP_WORDBREAKS), and they themselves. */
function cut(line: string): readonly string[] {
  return line.split(' ').flatMap((word) => (word === '' ? [''] : (word.match(/=|[^=]+/g) ?? [])));
}

describe('bash', () => {
  test.each([...LINES, ...NESTED_LINES])('completes %j', (line, wanted, unwanted) => {
    const found = offered(cut(line));
    expect(found).toEqual(expect.arrayContaining([...wanted]));
    for (const word of unwanted) expect(found).not.toContain(word);
  });

  test('offers every command and nothing of any of them', () => {
    expect(offered([''])).toEqual([...COMMANDS.map(commandName), 'help', '-h', '--help', '-V', '--version']);
  });

  test('offers files whatever their names are', () => {
    expect(offered(['judge', ''])).toEqual(expect.arrayContaining([...FILES, ...FOLDERS]));
    expect(offered(['judge', 'old'])).toEqual(['old*.json']);
    expect(offered(['scan', '--cache', ''])).toEqual(['reports']);
  });

  test.each(['set -u', 'set -f', 'IFS=:', 'shopt -s nullglob extglob'])(
    'is not confused by %s',
    (shellOptions) => {
      expect(offered(['scan', '--fail-on', 'h'], shellOptions)).toEqual(['high']);
    },
  );

  test('leaves no names behind but its own', () => {
    const before = 'compgen -v; compgen -A function';
    const text = `before=1 after=1\n${before} > a\n${SCRIPT}\nCOMP_WORDS=(exchange-tls scan -o '=' j) COMP_CWORD=4\n_exchange_tls\n${before} > b\ndiff a b`;
    const out = execFileSync('bash', ['--norc', '-c', `${text}; true`], { cwd: folder, encoding: 'utf8' });
    const added = out.split('\n').filter((line) => line.startsWith('>'));
    expect(added.filter((line) => !/^> (?:_exchange_tls\w*|COMP\w*|_)$/.test(line))).toEqual([]);
  });
});
