import { describe, expect, test } from '@jest/globals';
import { ownGrammar } from '../../../src/cli/completion.ts';
import { powershellCompletion } from '../../../src/cli/completion/powershell.ts';
import { readPowerShell, type Token } from '../../fixtures/powershell.ts';

const GRAMMAR = ownGrammar();

function tokens(text: string): readonly Token[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  return readPowerShell(lines.join(' '));
}

const TOKENS = tokens(powershellCompletion(GRAMMAR));

/** The strings behind `Name =`. */
function names(list: readonly Token[]): readonly string[] {
  return list.flatMap(({ kind }, at) =>
    kind === 'single' && list[at - 1]?.text === '=' && list[at - 2]?.text === 'Name'
      ? [list[at]?.text ?? '']
      : [],
  );
}

describe('PowerShell', () => {
  test('reads the script: strings and brackets are closed, and nothing is of another shell', () => {
    expect(TOKENS.length).toBeGreaterThan(1000);
    expect(TOKENS.filter(({ kind }) => kind === 'double')).toEqual([]);
  });

  test('is told every command, and every option by all of its names', () => {
    const { commands, general } = GRAMMAR;
    expect(names(TOKENS)).toEqual([
      ...commands.map(({ name }) => name),
      ...[...general, ...commands.flatMap(({ options }) => options)].flatMap(({ flags }) => flags),
    ]);
  });

  test('is told every word that a value can be', () => {
    for (const { id, words } of GRAMMAR.values.filter((value) => value.words.length > 0)) {
      const isEntry = ({ text }: Token, at: number): boolean => text === id && TOKENS[at + 2]?.text === '@';
      const list = TOKENS.slice(TOKENS.findIndex(isEntry) + 4);
      const end = list.findIndex(({ text }) => text === ')');
      expect(list.slice(0, end).flatMap(({ kind, text }) => (kind === 'single' ? [text] : []))).toEqual(
        words,
      );
    }
  });

  test('gives an empty tool tip to nothing, which it would refuse', () => {
    const texts = GRAMMAR.commands.flatMap(({ summary, options }) => [
      summary,
      ...options.map((option) => option.summary),
    ]);
    expect(texts.filter((text) => text.trim() === '')).toEqual([]);
  });

  test.each(["it's", '\u2018\u2019', '$(x) `n "q"', 'a; b | c'])('keeps %j a text', (hostile) => {
    const [command] = GRAMMAR.commands;
    if (command === undefined) throw new Error('no command');
    const text = powershellCompletion({ ...GRAMMAR, commands: [{ ...command, summary: hostile }] });
    expect(tokens(text)).toContainEqual({ kind: 'single', text: hostile });
  });
});
