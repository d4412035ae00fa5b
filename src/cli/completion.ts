import { BASELINES } from '../exchange/baselines.ts';
import { CLIENTS } from '../exchange/clients/index.ts';
import { RULES } from '../rules/index.ts';
import { COMMANDS } from './commands/index.ts';
import { type Grammar, grammarOf } from './completion/grammar.ts';
import { COMPLETIONS } from './completion/index.ts';
import type { Shell } from './shell.ts';

/** Prints the script that completes command lines in a shell of that name. */
export async function showCompletion(
  args: { readonly shell: keyof typeof COMPLETIONS },
  shell: Shell,
): Promise<number> {
  await shell.stdout.write(COMPLETIONS[args.shell](ownGrammar()));
  return 0;
}

/** With every name that this program knows. */
export function ownGrammar(): Grammar {
  return grammarOf(COMMANDS, {
    rules: RULES.map(({ id }) => id),
    clients: CLIENTS.map(({ id }) => id),
    baselines: BASELINES.map(({ id }) => id),
  });
}
