import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import { SETTLE_AFTER } from '../../history/compare.ts';
import { record } from '../../history/journal.ts';
import type { Report } from '../../model/report.ts';
import { isFull, writeReason } from '../destination.ts';
import type { Shell } from '../shell.ts';
import { complaint } from '../ui.ts';
import { type Kind, seriesName, stateFolder } from './folder.ts';
import { type Lock, takeLock } from './lock.ts';
import { readSeries, sweep, writeSeries } from './series.ts';

export interface MemoryArguments {
  readonly state?: string | undefined;
  readonly keep?: number | undefined;
  readonly 'keep-days'?: number | undefined;
  readonly 'unreachable-after'?: number | undefined;
}

/** Earlier runs of the same kind, kept from others until it is closed. */
export interface Memory {
  /** Where they are. */
  readonly folder: string;
  /** The report with what has changed since; without it if there was no run before. */
  readonly compare: (report: Report) => Report;
  /** Whether the run that began then is among those that are known. @param startedAt RFC 3339, UTC */
  readonly remembers: (startedAt: string) => boolean;
  /** Keeps the report. False if that failed, which has been said then. */
  keep(report: Report): Promise<boolean>;
  close(): Promise<void>;
}

const KEEP_RUNS = 100;
const KEEP_DAYS = 400;

/**
 * Opens the folder of earlier runs; null if another run of the same kind holds it. On a full disk there is no lock, so
 * that the run is compared and not kept: what is wrong with servers has to be said all the same.
 *
 * @throws ConfigError if the folder cannot be used.
 */
export async function openMemory(args: MemoryArguments, kind: Kind, shell: Shell): Promise<Memory | null> {
  const folder = join(stateFolder(args.state ?? '', shell), seriesName(kind));
  const settleAfter = args['unreachable-after'] ?? SETTLE_AFTER;
  const refuse = (error: unknown): never => {
    throw new ConfigError(folder, [{ path: '', message: writeReason(error) }]);
  };
  let lock: Lock | null = null;
  let full: { readonly error: unknown } | null = null;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    lock = await takeLock(join(folder, 'lock'), shell);
    if (lock === null) return null;
    if (lock.broken !== null) await shell.stderr.write(complaint(lock.broken));
    await sweep(folder, shell.now());
  } catch (error) {
    await lock?.release();
    if (!isFull(error)) return refuse(error);
    full = { error };
  }
  const hosts = [...new Set(kind.targets.map(({ host }) => host))];
  const empty = {
    format: 1,
    depth: kind.depth,
    baseline: kind.baseline,
    hosts,
    standing: null,
    events: [],
  } as const;
  const reading = readSeries(folder, empty, settleAfter, full === null);
  const { journal, faults } = await reading.catch(async (error: unknown) => {
    if (full !== null) return { journal: empty, faults: [] };
    await lock?.release();
    return refuse(error);
  });
  for (const fault of faults) await shell.stderr.write(complaint(fault));
  return {
    folder,
    compare(report) {
      const { comparison } = record(journal, report, settleAfter);
      return comparison === null ? report : { ...report, changes: comparison };
    },
    remembers: (startedAt) => journal.events.some((event) => event.startedAt === startedAt),
    async keep(report) {
      const keeping = { runs: args.keep ?? KEEP_RUNS, days: args['keep-days'] ?? KEEP_DAYS };
      try {
        if (full !== null) throw full.error;
        const next = record(journal, report, settleAfter).journal;
        await writeSeries(folder, next, report, keeping, shell.now());
        return true;
      } catch (error) {
        const words = `the run is not kept: ${folder}: ${writeReason(error)}`;
        await shell.stderr.write(complaint(words));
        return false;
      }
    },
    close: async () => lock?.release(),
  };
}
