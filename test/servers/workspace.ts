import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary directory that daemons running as other users can enter. */
export interface Workspace {
  readonly path: (name: string) => string;
  /** Writes a text file, making its directory, and gives its path. */
  readonly write: (name: string, lines: readonly string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
}

export async function makeWorkspace(name: string): Promise<Workspace> {
  const directory = await mkdtemp(join(tmpdir(), `exchange-tls-${name}-`));
  await chmod(directory, 0o755);
  const path = (file: string): string => join(directory, file);
  return {
    path,
    write: async (file, lines) => {
      await mkdir(dirname(path(file)), { recursive: true });
      await writeFile(path(file), `${lines.join('\n')}\n`);
      return path(file);
    },
    remove: () => rm(directory, { recursive: true, force: true, maxRetries: 5 }),
  };
}
