import type { RunInfo } from '../../model/report.ts';
import { pressureSummaries } from '../pressure-text.ts';
import type { Page } from './page.ts';

/** What servers showed of being crowded, and what was done about it; nothing if none did. */
export function pressureParagraph(page: Page, { pressure }: RunInfo): readonly string[] {
  if (pressure.length === 0) return [];
  return [
    ...page.paragraph('Signs of pressure', 'heading'),
    ...pressureSummaries(pressure).flatMap(({ place, signs, response }) =>
      page.paragraph(`${place}: ${signs}; ${response}`, 'warning', 0, 2),
    ),
  ];
}
