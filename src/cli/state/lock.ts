import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import type { Shell } from '../shell.ts';

/** Keeps a second run of the same kind away. */
export interface Lock {
  /** In words: a lock that nobody held any more and that was taken away; null if there was none. */
  readonly broken: string | null;
  release(): Promise<void>;
}

/** Who holds a lock shows that he is alive this often, and counts as gone when he has not for so long, ms. */
const BEAT_MS = 60_000;
const DEAD_MS = 15 * 60_000;

const TRIES = 5;

/**
 * Takes the lock; null if another process holds it. A lock counts as left behind if its process does not run any more on
 * this machine, or has not touched it for a quarter of an hour, wherever it runs.
 *
 * Rejects with the `code` of the operating system if the file cannot be written.
 */
export async function takeLock(path: string, shell: Shell): Promise<Lock | null> {
  const own = JSON.stringify({ ...ownerOf(shell), id: Math.floor(shell.random() * 2 ** 48).toString(36) });
  let broken: string | null = null;
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await create(path, own, shell.now())) {
      const stop = shell.every(BEAT_MS, () => {
        const now = shell.now() / 1000;
        utimes(path, now, now).catch(() => undefined);
      });
      return { broken, release: () => release(path, own, stop) };
    }
    const held = await look(path);
    if (held === null) continue;
    const why = reasonToBreak(held, shell);
    if (why === null) return null;
    if (await breakLock(path, held.text, own)) broken = why;
  }
  return null;
}

interface Held {
  readonly text: string;
  readonly touchedAt: number;
}

function ownerOf({ self, now }: Shell): Owner {
  return { pid: self.pid, machine: self.machine, since: new Date(now()).toISOString() };
}

interface Owner {
  readonly pid: number;
  readonly machine: string;
  readonly since: string;
}

async function create(path: string, text: string, now: number): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
      // By our clock, as every later beat; that of a file server may differ.
      await file.utimes(now / 1000, now / 1000);
    } catch (error) {
      // On a full disk it would stay without an owner, and keep others away.
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'EEXIST') return false;
    throw error;
  }
}

async function look(path: string): Promise<Held | null> {
  try {
    const [text, { mtimeMs }] = [await readFile(path, 'utf8'), await stat(path)];
    return { text, touchedAt: mtimeMs };
  } catch {
    return null;
  }
}

function reasonToBreak({ text, touchedAt }: Held, shell: Shell): string | null {
  const owner = read(text);
  const name = owner === null ? 'a lock' : `a lock of process ${owner.pid} on ${owner.machine}`;
  const idle = shell.now() - touchedAt;
  if (idle > DEAD_MS) return `${name} was left behind: nobody has touched it for ${minutes(idle)}`;
  if (owner === null || owner.machine !== shell.self.machine || shell.isRunning(owner.pid)) return null;
  return `${name} was left behind: it began at ${owner.since} and does not run any more`;
}

function minutes(ms: number): string {
  return `${Math.floor(ms / 60_000)} minutes`;
}

/** Null for one that is being written this moment, or damaged. */
function read(text: string): Owner | null {
  try {
    const { pid, machine, since } = JSON.parse(text) as Partial<Owner>;
    const known = typeof pid === 'number' && typeof machine === 'string' && typeof since === 'string';
    return known ? { pid, machine, since } : null;
  } catch {
    return null;
  }
}

/** Moves it away, and back if somebody else has broken it and taken a new one in between. */
async function breakLock(path: string, text: string, own: string): Promise<boolean> {
  const aside = `${path}.${Buffer.from(own).toString('hex').slice(-16)}`;
  try {
    await rename(path, aside);
  } catch {
    return false;
  }
  const isIt = (await readFile(aside, 'utf8').catch(() => text)) === text;
  if (!isIt) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return isIt;
}

async function release(path: string, own: string, stop: () => void): Promise<void> {
  stop();
  const held = await look(path);
  if (held?.text === own) await rm(path, { force: true });
}
