import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { waitingSchema } from '../../config/notification-schema.ts';
import type { NoticeItem } from '../../model/notification.ts';
import type { Memory } from '../state/memory.ts';
import { writeWhole } from '../whole-file.ts';

/** What could not be told yet, by the name of the receiver. */
export type Waiting = ReadonlyMap<string, readonly NoticeItem[]>;

/** Of one receiver, newest first: whoever cannot be reached for so long reads reports. */
const MOST_WAITING = 500;

const NAME = 'undelivered.json';

/**
 * What waits beside the runs that are kept.
 *
 * @param since start of the last run that was kept there, RFC 3339; null if there is none. Of a run that is not, everything
 * is found anew
 * @returns null if the file is damaged
 */
export async function readWaiting(
  { folder, remembers }: Pick<Memory, 'folder' | 'remembers'>,
  since: string | null,
): Promise<Waiting | null> {
  const text = await readFile(join(folder, NAME), 'utf8').catch((error: unknown) => {
    if ((error as { readonly code?: unknown }).code === 'ENOENT') return null;
    return '';
  });
  if (text === null || since === null) return new Map();
  try {
    const { waiting } = waitingSchema.parse(JSON.parse(text));
    // After a clock was set back, runs that are kept seem to be later than the last one.
    const isKept = ({ seenAt }: NoticeItem): boolean =>
      remembers(seenAt) || Date.parse(seenAt) <= Date.parse(since);
    return new Map(waiting.map(({ receiver, items }) => [receiver, items.filter(isKept)]));
  } catch {
    return null;
  }
}

/** Writes it down, whole or not at all. Rejects with the `code` of the operating system. */
export async function writeWaiting(folder: string, waiting: Waiting): Promise<void> {
  const path = join(folder, NAME);
  const some = [...waiting].filter(([, items]) => items.length > 0);
  if (some.length === 0) {
    await rm(path, { force: true });
    return;
  }
  const kept = some.map(([receiver, items]) => ({ receiver, items: items.slice(0, MOST_WAITING) }));
  await writeWhole(path, JSON.stringify({ format: 1, waiting: kept }), 0o600);
}
