import { ConfigError } from './config-error.ts';

/** Gives the text of a file; rejects with the `code` of the operating system. */
export type ReadFile = (path: string) => Promise<string>;

/**
 * Reads an input file.
 *
 * @throws ConfigError saying why it cannot be read: missing, a directory, not allowed.
 */
export async function readInputFile(path: string, readFile: ReadFile): Promise<string> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ConfigError(path, [{ path: '', message: reason(error) }]);
  }
}

function reason(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'no such file';
    case 'EISDIR':
      return 'expected a file, got a directory';
    case 'EACCES':
    case 'EPERM':
      return 'not allowed to read the file';
    default:
      return `cannot read the file (${typeof code === 'string' ? code : String(message)})`;
  }
}
