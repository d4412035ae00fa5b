import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import type { Grammar } from './grammar.ts';
import { powershellCompletion } from './powershell.ts';
import { zshCompletion } from './zsh.ts';

/** Scripts by the name of the shell that they are for. */
export const COMPLETIONS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
} as const satisfies Readonly<Record<string, (grammar: Grammar) => string>>;
