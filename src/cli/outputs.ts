import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../config/config-error.ts';
import { nearest } from '../config/nearest.ts';
import { quoted } from '../config/shown.ts';
import { type Destination, openDestination } from './destination.ts';
import { formatOf } from './format.ts';
import { FORMATS } from './options.ts';
import type { Shell } from './shell.ts';

/** Where the report goes in the format of the command line, and where else in which formats. */
export interface Outputs extends Destination {
  readonly format: string;
  readonly more: readonly Output[];
}

export interface Output {
  readonly format: string;
  readonly destination: Destination;
}

export interface OutputArguments {
  readonly format: string;
  readonly plain: boolean;
  readonly output?: readonly string[] | undefined;
  /** Files that are read, which somebody wrote by hand. */
  readonly targets?: string | undefined;
  readonly waivers?: readonly string[] | undefined;
  readonly notify?: string | undefined;
  readonly clients?: string | undefined;
  readonly ca?: readonly string[] | undefined;
}

/**
 * Reads `--output FILE` and `--output FORMAT=FILE` and makes sure that each can be written before anything is asked.
 *
 * @throws ConfigError for a format that there is none of, one file twice, and what cannot be written.
 */
export async function openOutputs(args: OutputArguments, shell: Shell): Promise<Outputs> {
  const written = (args.output ?? []).map(readOutput);
  const [path, second] = written.filter(({ format }) => format === null).map((one) => one.path);
  if (second !== undefined) {
    throw fault(
      second,
      `is the second file for --format ${args.format}; write FORMAT=FILE for other formats`,
    );
  }
  const format = formatOf(args);
  const others = written.flatMap((one) =>
    one.format === null ? [] : [{ format: one.format, path: one.path }],
  );
  const [other] = others;
  if (format === 'jsonl' && other !== undefined) {
    const message =
      '--format jsonl keeps nothing of what it has written; take --output jsonl=FILE beside others';
    throw fault(`${other.format}=${other.path}`, message);
  }
  await refuseTwice(
    [...(path === undefined || path === '-' ? [] : [path]), ...others.map((one) => one.path)],
    [args.targets ?? [], args.waivers ?? [], args.clients ?? [], args.ca ?? [], args.notify ?? []].flat(),
  );
  const main = await openDestination(path, shell);
  const more: Output[] = [];
  for (const one of others) {
    more.push({ format: one.format, destination: await openDestination(one.path, shell) });
  }
  return { ...main, format, more };
}

function readOutput(text: string): { readonly format: string | null; readonly path: string } {
  const [, format, path = ''] = /^([a-z][a-z0-9]*)=(.*)$/s.exec(text) ?? [];
  if (format === undefined) return { format: null, path: text };
  if (!FORMATS.some((known) => known === format)) {
    const near = nearest(format, FORMATS);
    const hint = near === undefined ? `there are ${FORMATS.join(', ')}` : `did you mean ${near}?`;
    throw fault(text, `there is no format ${quoted(format)}; ${hint} (a file of that name is ./${text})`);
  }
  if (path === '') throw fault(text, 'expected FORMAT=FILE');
  if (path === '-') throw fault(text, `standard output is for --format; write --format ${format}`);
  return { format, path };
}

/** @param inputs files that would be gone if one of them were written */
async function refuseTwice(paths: readonly string[], inputs: readonly string[]): Promise<void> {
  const placeOf = (path: string): Promise<string> => realpath(path).catch(() => placeOfNew(path));
  const read = new Set(await Promise.all(inputs.map(placeOf)));
  const seen = new Set<string>();
  for (const path of paths) {
    const place = await placeOf(path);
    if (read.has(place)) throw fault(path, 'is a file that is read, and would be overwritten');
    if (seen.has(place)) throw fault(path, 'is named twice; each format needs a file of its own');
    seen.add(place);
  }
}

/** Where a file that is not there yet will be, whatever links lead to its folder. */
async function placeOfNew(path: string): Promise<string> {
  const whole = resolve(path);
  const folder = await realpath(dirname(whole)).catch(() => dirname(whole));
  return join(folder, basename(whole));
}

function fault(text: string, message: string): ConfigError {
  return new ConfigError(`--output ${text}`, [{ path: '', message }]);
}
