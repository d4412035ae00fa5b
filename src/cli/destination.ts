import { constants } from 'node:fs';
import { access, open, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '../config/config-error.ts';
import type { Shell } from './shell.ts';
import { writeWhole } from './whole-file.ts';
import { writerOf } from './writer.ts';

/** Where the report goes. */
export interface Destination {
  /** Null for standard output. */
  readonly path: string | null;
  /** Writes the whole of it, and a file whole or not at all. @throws ConfigError if the text cannot be written. */
  write(text: string): Promise<void>;
  /** Begins to write piece by piece; a file is emptied and grows. @throws ConfigError if it cannot be opened. */
  begin(): Promise<Growing>;
}

/** A text that is written piece by piece. */
export interface Growing {
  /** False if the reader has gone away. @throws ConfigError if the text cannot be written. */
  write(text: string): Promise<boolean>;
  /** May be called again. */
  end(): Promise<void>;
}

/**
 * Makes sure that the report can be written before anything is asked. `-` and nothing are standard output.
 *
 * @throws ConfigError if it cannot.
 */
export async function openDestination(path: string | undefined, shell: Shell): Promise<Destination> {
  if (path === undefined || path === '-') {
    return {
      path: null,
      async write(text) {
        await shell.stdout.write(text);
      },
      begin: () =>
        Promise.resolve({ write: (text) => shell.stdout.write(text), end: () => Promise.resolve() }),
    };
  }
  const whole = await isReplaceable(path).catch((error: unknown) => refuse(path, error));
  return {
    path,
    async write(text) {
      try {
        if (whole) await writeWhole(path, text);
        else await writeFile(path, text);
      } catch (error) {
        refuse(path, error);
      }
    },
    begin: () => beginFile(path),
  };
}

async function beginFile(path: string): Promise<Growing> {
  const file = await open(path, 'w').catch((error: unknown) => refuse(path, error));
  const stream = file.createWriteStream();
  const write = writerOf(stream);
  return {
    write: (text) => write(text).catch((error: unknown) => refuse(path, error)),
    end: () =>
      new Promise((done) => {
        if (stream.closed) done();
        else stream.once('close', done).end();
      }),
  };
}

/** True for what a new file may take the place of; devices and pipes are written into instead. */
async function isReplaceable(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (found?.isDirectory() === true) throw new ConfigError(path, [{ path: '', message: IS_DIRECTORY }]);
  if (found !== null) await access(path, constants.W_OK);
  if (found !== null && !found.isFile()) return false;
  await access(dirname(path), constants.W_OK);
  return true;
}

const IS_DIRECTORY = 'expected a file to write to, got a directory';

/** @throws ConfigError that says why it cannot be written. */
export function refuse(path: string, error: unknown): never {
  if (error instanceof ConfigError) throw error;
  throw new ConfigError(path, [{ path: '', message: writeReason(error) }]);
}

/** Why something cannot be written, without the place. */
export function writeReason(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'cannot be written: there is no such directory';
    case 'ENOTDIR':
      return 'cannot be written: what should be its directory is a file';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'cannot be written: not allowed';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'cannot be written: the disk is full';
    case 'EFBIG':
      return 'cannot be written: larger than files may be here';
    default:
      return `cannot be written (${codeOf(error) ?? String(error)})`;
  }
}

/** Whether it is room that something lacks, and no right. */
export function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | null {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : null;
}
