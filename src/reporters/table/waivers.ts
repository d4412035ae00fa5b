import type { Report } from '../../model/report.ts';
import type { WaiverResult } from '../../model/waiver.ts';
import type { Page } from './page.ts';

/** Accepted risks: how many, in full with more detail asked for, and always those that need somebody's attention. */
export function waiversSection(
  page: Page,
  { waivers = [], summary }: Report,
  verbose: number,
): readonly string[] {
  if (waivers.length === 0) return [];
  const shown = waivers.filter(({ state }) => verbose >= 1 || state !== 'applied');
  const count = summary.waived ?? 0;
  return [
    ...page.paragraph('Accepted risks', 'heading'),
    ...page.paragraph(`${count} ${count === 1 ? 'finding is' : 'findings are'} waived and not counted.`),
    ...shown.flatMap((waiver) =>
      page.paragraph(`- ${waiverText(waiver)}`, waiver.state === 'applied' ? undefined : 'warning', 0, 2),
    ),
  ];
}

/** `tls/weak-cipher at smtp://mail.contoso.com:25: expired ...`: one sentence about a waiver and what came of it. */
export function waiverText(waiver: WaiverResult): string {
  const { rule, host, endpoint, certificate, name, reason, who, until, state, findings } = waiver;
  const places = [endpoint, host, certificate, name].filter((place) => place !== undefined);
  const what = places.length === 0 ? rule : `${rule} for ${places.join(', ')}`;
  const why = `${reason} (${who})`;
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  switch (state) {
    case 'applied':
      if (findings.length === 0) {
        return `${what}: what the waiver until ${until} is about could not be assessed: ${why}`;
      }
      return `${what}: ${count} waived until ${until}: ${why}`;
    case 'expired':
      if (findings.length === 0) {
        return `${what}: the waiver ended on ${until}, and nothing that was seen counts again for it: ${why}`;
      }
      return `${what}: the waiver ended on ${until}, so ${count} of it ${findings.length === 1 ? 'counts' : 'count'} again: ${why}`;
    case 'unused':
      return `${what}: the waiver until ${until} fits no finding; take it out if it is mended: ${why}`;
  }
}
