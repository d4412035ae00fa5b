import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';

/**
 * Writes a file whole or not at all: beside its place, to the disk, and then moved there. A file that was there before
 * keeps its owner, and its mode unless another is given; behind a symbolic link it is the file that is written. Who is
 * killed meanwhile leaves `NAME.` and digits behind.
 *
 * @param mode permissions of the file, less the umask; of the one before, or those of any new file, if absent
 *
 * Rejects with the `code` of the operating system.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  const place = await realpath(path).catch(() => path);
  const before = await stat(place).catch(() => null);
  const beside = `${place}.${randomInt(2 ** 32)}`;
  const remove = (): void => rmSync(beside, { force: true });
  process.once('exit', remove);
  try {
    const file = await open(beside, 'wx', mode ?? (before === null ? 0o666 : before.mode & 0o7777));
    try {
      // Goes on after a write that took only a part, as one does when the disk is nearly full (write(2)).
      await file.writeFile(content);
      // Only root may give a file away; others have theirs already.
      if (before !== null) await file.chown(before.uid, before.gid).catch(() => undefined);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, place);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    process.off('exit', remove);
  }
}
