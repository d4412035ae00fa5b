import type { Report } from '../model/report.ts';
import type { WaiverResult } from '../model/waiver.ts';
import { forTerminal } from '../reporters/escape.ts';
import { waiverText } from '../reporters/table/waivers.ts';
import type { Shell } from './shell.ts';
import { complaint } from './ui.ts';

/** Waivers that need somebody's attention, on standard error: the formats for programs have no words for them. */
export async function sayWaivers(
  { waivers = [] }: Pick<Report, 'waivers'>,
  { quiet, ascii }: { readonly quiet: boolean; readonly ascii: boolean },
  shell: Shell,
): Promise<void> {
  const worth = waivers.filter(({ state }) => state === 'expired' || (state === 'unused' && !quiet));
  for (const waiver of worth) await shell.stderr.write(complaint(forTerminal(waiverText(waiver), ascii)));
}

/** What came of the same list of waivers in several reports: one that fits anything anywhere is in use. */
export function addWaivers(
  one: readonly WaiverResult[],
  other: readonly WaiverResult[],
): readonly WaiverResult[] {
  if (one.length === 0) return other;
  return one.map((waiver, at) => {
    const { state = 'unused', findings = [] } = other[at] ?? {};
    const used = waiver.state === 'unused' ? state : waiver.state;
    return { ...waiver, state: used, findings: [...waiver.findings, ...findings] };
  });
}
