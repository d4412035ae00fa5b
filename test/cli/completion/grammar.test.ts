import { describe, expect, test } from '@jest/globals';
import { commandName } from '../../../src/cli/command.ts';
import { COMMANDS } from '../../../src/cli/commands/index.ts';
import { ownGrammar } from '../../../src/cli/completion.ts';
import { grammarOf, PLAIN_WORD } from '../../../src/cli/completion/grammar.ts';
import { COMPLETIONS } from '../../../src/cli/completion/index.ts';
import { main } from '../../../src/cli/main.ts';
import { valueOf } from '../../../src/cli/values.ts';
import { RULES } from '../../../src/rules/index.ts';
import { fakeShell } from '../fake-shell.ts';

const GRAMMAR = ownGrammar();

describe('what shells are told', () => {
  test('is words that need no quotes in any of them', () => {
    const { commands, values } = GRAMMAR;
    const words = [
      ...commands.flatMap(({ name, options }) => [name, ...options.flatMap(({ flags }) => flags)]),
      ...values.flatMap((value) => value.words),
    ];
    expect(words.filter((word) => !PLAIN_WORD.test(word))).toEqual([]);
  });

  test('is every rule', () => {
    const known = GRAMMAR.values.find(({ words }) => words.includes('cert/expired'));
    expect(known?.words).toEqual(RULES.map(({ id }) => id));
  });

  test('is --no-cache as a switch and --cache as a folder', () => {
    const scan = GRAMMAR.commands.find(({ name }) => name === 'scan');
    const value = (flag: string) => scan?.options.find(({ flags }) => flags.includes(flag))?.value;
    expect(value('--no-cache')).toBeNull();
    expect(GRAMMAR.values.find(({ id }) => id === value('--cache'))).toMatchObject({ paths: 'folders' });
  });

  test('is the same whatever order values come in', () => {
    const names = { rules: ['a/b'], clients: ['c'], baselines: ['d'] };
    expect(grammarOf(COMMANDS, names)).toEqual(grammarOf(COMMANDS, names));
  });

  const valued = COMMANDS.flatMap((command) =>
    Object.entries({ ...command.options, ...command.positionals })
      .filter(
        ([, { type, choices }]) => type !== 'boolean' && type !== 'count' && type !== 'number' && !choices,
      )
      .map(([name]) => [commandName(command), name] as const),
  );

  test.each(valued)('knows what %s takes for %s', (command, name) => {
    expect(valueOf(command, name)).toBeDefined();
  });
});

describe('exchange-tls completion', () => {
  test.each(Object.keys(COMPLETIONS))('prints the script for %s', async (name) => {
    const shell = fakeShell();
    expect(await main(['completion', name], shell)).toBe(0);
    expect(shell.out()).toContain(
      `Completion of exchange-tls for ${name === 'powershell' ? 'PowerShell' : name}.`,
    );
    expect(shell.out()).toMatch(/[^\n]\n$/);
    // What ends up in somebody's profile says nothing about the machine that it was made on.
    expect(shell.out()).not.toContain(process.cwd());
  });

  test('refuses a shell that it does not know', async () => {
    const shell = fakeShell();
    expect(await main(['completion', 'tcsh'], shell)).toBe(2);
    expect(shell.err()).toContain('expected one of bash, zsh, fish, powershell, got "tcsh"');
  });
});
