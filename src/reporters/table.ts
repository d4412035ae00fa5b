import type { Reporter } from './reporter.ts';
import { certificateView } from './table/certificate-view.ts';
import { clientView } from './table/client-view.ts';
import { hostView } from './table/host-view.ts';
import { pageFor } from './table/page.ts';
import { changesSection } from './table/changes.ts';
import { pressureParagraph } from './table/pressure.ts';
import { waiversSection } from './table/waivers.ts';
import { closing } from './table/verdict.ts';

/**
 * For an administrator at a terminal: what is wrong, what could not be assessed, what was seen at each endpoint or, if
 * asked for, of each certificate, which servers felt crowded, and the verdict as the last line.
 */
export const table: Reporter = {
  id: 'table',
  title: 'tables for a person at a terminal',
  render(report, options) {
    const page = pageFor(options);
    const viewOf = VIEWS[options.by ?? 'host'];
    const { sections, omitted } = viewOf(page, report, options.verbose);
    return [
      changesSection(page, report.changes),
      ...sections,
      waiversSection(page, report, options.verbose),
      pressureParagraph(page, report.run),
      [...omitted, ...closing(page, report)],
    ]
      .filter((lines) => lines.length > 0)
      .map((lines) => `${lines.join('\n')}\n`)
      .join('\n');
  },
};

const VIEWS = { host: hostView, certificate: certificateView, client: clientView } as const;
