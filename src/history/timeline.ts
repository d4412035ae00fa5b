import type { TimelineEntry } from '../model/timeline.ts';
import type { Journal } from './journal.ts';

/** What has happened to a host, oldest first: first runs, those that were cut short, and those with a change. */
export function timelineOf(journals: readonly Journal[], host: string): readonly TimelineEntry[] {
  return journals
    .flatMap((journal) => entriesOf(journal, host))
    .toSorted((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt));
}

function entriesOf({ depth, baseline, events }: Journal, host: string): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const { startedAt, compared, complete, changes, hosts } of events) {
    const own = changes.filter((change) => change.hosts.includes(host));
    const last = entries.at(-1);
    if (own.length > 0 || !compared || !complete || last === undefined) {
      // Whoever is not among the targets may still be concerned, as the host of a mail domain is.
      if (own.length === 0 && !hosts.includes(host)) continue;
      entries.push({ startedAt, depth, baseline, compared, complete, changes: own, quiet: 0 });
    } else entries[entries.length - 1] = { ...last, quiet: last.quiet + 1 };
  }
  return entries;
}
