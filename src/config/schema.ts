import * as z from 'zod';
import type { ConfigFault } from './config-error.ts';
import { didYouMean } from './nearest.ts';
import type { Reading } from './reading.ts';
import { quoted, shown } from './shown.ts';

/** An object that refuses unknown keys and knows which ones exist. */
export function strict<T extends z.ZodRawShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  // An issue about unknown keys does not name the known ones, so they travel as its message.
  const known = Object.keys(shape).join(' ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined),
  });
}

/** Text with a grammar of its own. */
export function textOf<T>(read: (text: string) => Reading<T>): z.ZodType<T, string> {
  return z.string().transform((text, context) => {
    const reading = read(text);
    if (reading.ok) return reading.value;
    context.addIssue({ code: 'custom', message: reading.fault });
    return z.NEVER;
  });
}

/**
 * A list of `least` to `most` entries. Its length is settled before its entries are looked at, so that an
 * endless list is one fault and not a million.
 */
export function listOf<T extends z.ZodType>(entry: T, least: number, most: number) {
  // That it is a list is settled before its length, which text has, too.
  return z.array(z.unknown()).pipe(z.array(z.unknown()).min(least).max(most)).pipe(z.array(entry));
}

/** A number without a fraction; one fault names both of its bounds. */
export function wholeNumber(least: number, most: number, unit = ''): z.ZodType<number, number> {
  const expected = `a whole number from ${least} to ${most}${unit === '' ? '' : ` ${unit}`}`;
  return z.custom<number>(
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
    { error: (issue) => wanted(expected, issue.input) },
  );
}

/** Every fault with its path; `at` is where the validated value stands in the input. */
export function faultsOf(error: z.ZodError, at: readonly PropertyKey[] = []): ConfigFault[] {
  return error.issues.flatMap((issue) => translate(issue, at));
}

/** `targets[2].services[0]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    if (!/^[\w-]{1,60}$/.test(name)) return `${text}[${quoted(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function translate(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): ConfigFault[] {
  const path = [...at, ...issue.path];
  const one = (message: string): ConfigFault[] => [{ path: pathText(path), message }];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = issue.message.split(' ');
      return issue.keys.map((key) => ({
        path: pathText([...path, key]),
        message: `unknown key${didYouMean(key, known) || `; expected ${oneOf(known)}`}`,
      }));
    }
    case 'invalid_union':
      return union(issue, path) ?? one(wanted(kindsOf(issue.errors), issue.input));
    case 'invalid_type':
      return one(wanted(KINDS[issue.expected] ?? issue.expected, issue.input));
    case 'invalid_value': {
      const values = issue.values.map(String);
      const near = typeof issue.input === 'string' ? didYouMean(issue.input, values) : '';
      return one(`${wanted(oneOf(values), issue.input)}${near}`);
    }
    case 'too_small':
      return one(`expected at least ${sized(issue.minimum, issue.input)}`);
    case 'too_big':
      return one(`expected at most ${sized(issue.maximum, issue.input)}`);
    default:
      return one(issue.message);
  }
}

/** The faults of the alternative whose kind of value was given, so that nobody reads about the others. */
function union(issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): ConfigFault[] | undefined {
  const meant = issue.errors.find((issues) => issues.every((inner) => !isWrongKind(inner)));
  return meant?.flatMap((inner) => translate(inner, path));
}

/** An enumeration says `invalid_value` of everything; only a text can have been meant as one of its words. */
function isWrongKind(issue: z.core.$ZodIssue): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof issue.input !== 'string');
}

function kindsOf(alternatives: readonly (readonly z.core.$ZodIssue[])[]): string {
  const kinds = alternatives
    .flat()
    .map((issue) => (issue.code === 'invalid_type' ? issue.expected : 'string'))
    .map((kind) => KINDS[kind] ?? kind);
  return [...new Set(kinds)].join(' or ');
}

/** `1 entry, got 0`: the bounds of texts and lists; those of numbers are in wholeNumber. */
function sized(bound: number | bigint, input: unknown): string {
  const many = bound !== 1;
  if (typeof input === 'string') {
    return `${bound} character${many ? 's' : ''}, got ${input === '' ? 'none' : input.length}`;
  }
  return `${bound} ${many ? 'entries' : 'entry'}, got ${Array.isArray(input) ? input.length : shown(input)}`;
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
}

function wanted(expected: string, input: unknown): string {
  return input === undefined ? `missing; expected ${expected}` : `expected ${expected}, got ${shown(input)}`;
}
