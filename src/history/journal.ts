import type * as z from 'zod';
import type { eventSchema, journalSchema } from '../config/standing-schema.ts';
import type { Change, Comparison } from '../model/comparison.ts';
import type { Report } from '../model/report.ts';
import { advance } from './compare.ts';
import type { Standing } from './standing.ts';

/** What runs that can be compared have in common: what is known last, and what happened when. */
export interface Journal extends Omit<z.infer<typeof journalSchema>, 'standing' | 'events' | 'hosts'> {
  readonly hosts: readonly string[];
  readonly standing: Standing | null;
  /** Oldest first. */
  readonly events: readonly JournalEvent[];
}

export interface JournalEvent extends Omit<z.infer<typeof eventSchema>, 'changes' | 'hosts'> {
  readonly hosts: readonly string[];
  readonly changes: readonly Change[];
}

/** Events that are kept at most, newest first: those of a year of hourly runs. */
const MOST_EVENTS = 10_000;

/** Adds a run. */
export function record(
  journal: Journal,
  report: Report,
  settleAfter: number,
): { readonly journal: Journal; readonly comparison: Comparison | null } {
  const { standing, comparison } = advance(journal.standing, report, settleAfter);
  const { run, summary, targets } = report;
  const event: JournalEvent = {
    startedAt: run.startedAt,
    complete: run.complete,
    hosts: [...new Set(targets.map(({ host }) => host))],
    fail: summary.fail,
    endpoints: summary.endpoints,
    answered: summary.answered,
    compared: comparison !== null,
    changes: comparison?.changes ?? [],
  };
  return {
    journal: { ...journal, standing, events: [...journal.events, event].slice(-MOST_EVENTS) },
    comparison,
  };
}

/** Without the events before a moment. The last one stays. @param since milliseconds since 1970 */
export function forget(journal: Journal, since: number): Journal {
  const events = journal.events.filter(
    ({ startedAt }, at) => at === journal.events.length - 1 || Date.parse(startedAt) >= since,
  );
  return { ...journal, events };
}
