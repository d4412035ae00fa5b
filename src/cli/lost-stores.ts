import type { Report } from '../model/report.ts';
import { forTerminal } from '../reporters/escape.ts';
import type { Shell } from './shell.ts';
import { complaint, lostStoreLine } from './ui.ts';

/**
 * Says on standard error which trust stores a report was judged by that are not at hand now: what only they trust would
 * pass for untrusted without a word.
 */
export async function sayLostStores(saved: Report, again: Report, shell: Shell): Promise<void> {
  const now = storesOf(again);
  for (const [id, title] of storesOf(saved)) {
    if (!now.has(id))
      await shell.stderr.write(complaint(lostStoreLine(forTerminal(title, true), OPTIONS[id])));
  }
}

const OPTIONS: Readonly<Record<string, string | undefined>> = { own: '--ca', system: '--system-store' };

function storesOf({ endpoints }: Report): ReadonlyMap<string, string> {
  return new Map(
    endpoints.flatMap(({ chains }) =>
      chains.flatMap(({ trust }) => (trust?.stores ?? []).map(({ id, title }) => [id, title] as const)),
    ),
  );
}
