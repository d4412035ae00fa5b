import type { CommandGrammar, ValueGrammar } from './grammar.ts';

/** Patterns with the value that they lead to, for the `case` of a shell. */
export type Arms = readonly (readonly [patterns: readonly string[], value: string])[];

/** `scan:--format` and `scan:-f`, by what they take. */
export function kindsOf(commands: readonly CommandGrammar[]): Arms {
  return grouped(
    commands.flatMap(({ name, options }) =>
      options.flatMap(({ flags, value }) =>
        value === null ? [] : flags.map((flag) => [`${name}:${flag}`, value] as const),
      ),
    ),
  );
}

/** `explain:0`, or `scan:*` for all that follow. The first pattern that fits counts. */
export function positionalKinds(commands: readonly CommandGrammar[]): Arms {
  return commands.flatMap(({ name, positionals, others }) => [
    ...positionals.map((value, place) => [[`${name}:${place}`], value] as const),
    ...(others === null ? [] : [[[`${name}:*`], others] as const]),
  ]);
}

/** `json=` stands before the name of a file. */
export function takesPrefix({ words }: ValueGrammar): boolean {
  return words.some((word) => word.endsWith('='));
}

function grouped(pairs: readonly (readonly [pattern: string, value: string])[]): Arms {
  const patterns = new Map<string, string[]>();
  for (const [pattern, value] of pairs) patterns.set(value, [...(patterns.get(value) ?? []), pattern]);
  return [...patterns].map(([value, all]) => [all, value]);
}
