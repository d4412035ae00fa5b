import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { AnswerStore } from '../net/answer-store.ts';
import { writeWhole } from './whole-file.ts';

export interface FolderLimits {
  /** All files together, bytes. */
  readonly bytes: number;
  readonly files: number;
  /** One file, bytes. */
  readonly file: number;
}

/** Room for the largest list of a large authority, and for the answers about some thousand certificates. */
const LIMITS: FolderLimits = { bytes: 256 * 1024 ** 2, files: 5000, file: 40 * 1024 ** 2 };

/** What is left when files are removed for their number or size: not at the limit, or each new one would remove one. */
const KEPT = 0.8;

/**
 * Keeps answers as files of a folder, which is made when the first one is kept and is for its owner alone. Each is
 * written beside its place and then moved there. Beyond the limits the oldest go; files of others are left alone.
 */
export function answerFolder(path: string, limits: FolderLimits = LIMITS): AnswerStore {
  /** Bytes and files kept, as far as this process knows; null before it has looked. */
  let kept: { bytes: number; files: number } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const keep = async (name: string, bytes: Uint8Array): Promise<void> => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await writeWhole(join(path, name), bytes, 0o600);
    if (kept !== null) kept = { bytes: kept.bytes + bytes.length, files: kept.files + 1 };
    if (kept === null || kept.bytes > limits.bytes || kept.files > limits.files)
      kept = await prune(path, limits);
  };

  return {
    async read(name) {
      if (!NAME.test(name)) return null;
      try {
        const file = join(path, name);
        const found = await lstat(file);
        if (!found.isFile() || found.size > limits.file) return null;
        return new Uint8Array(await readFile(file));
      } catch {
        return null;
      }
    },
    async write(name, bytes) {
      if (!NAME.test(name) || bytes.length > limits.file) return;
      // One after the other: pruning must not race with itself.
      last = last.then(() => keep(name, bytes)).catch(() => undefined);
      await last;
    },
  };
}

/** Where programs of this user keep what can be made again: XDG Base Directory, or what Windows has for it. */
export function answerFolderOf(environment: Readonly<Record<string, string | undefined>>): string | null {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = environment;
  const base = [XDG_CACHE_HOME, LOCALAPPDATA, HOME === undefined ? undefined : join(HOME, '.cache')].find(
    (candidate) => candidate !== undefined && isAbsolute(candidate),
  );
  return base === undefined ? null : join(base, 'exchange-tls', 'answers');
}

const NAME = /^[0-9a-f]{64}$/;

async function prune(path: string, limits: FolderLimits): Promise<{ bytes: number; files: number }> {
  const names = (await readdir(path)).filter((name) => NAME.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      const found = await lstat(join(path, name)).catch(() => null);
      return found === null ? [] : [{ name, bytes: found.size, at: found.mtimeMs }];
    }),
  );
  const newestFirst = files.flat().toSorted((one, other) => other.at - one.at);
  const total = newestFirst.reduce((sum, { bytes }) => sum + bytes, 0);
  const fits = total <= limits.bytes && newestFirst.length <= limits.files;
  const share = fits ? 1 : KEPT;
  const kept = { bytes: 0, files: 0 };
  for (const { name, bytes } of newestFirst) {
    if (kept.bytes + bytes <= limits.bytes * share && kept.files + 1 <= limits.files * share) {
      kept.bytes += bytes;
      kept.files += 1;
    } else await rm(join(path, name), { force: true });
  }
  return kept;
}
