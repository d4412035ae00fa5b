import type { TimelineEntry } from '../model/timeline.ts';
import { textOf } from './changes-text.ts';
import type { RenderOptions } from './reporter.ts';
import { changesGrid, moment } from './table/changes.ts';
import { type Page, pageFor } from './table/page.ts';

/** What has happened to a host, oldest first. */
export function timelineText(timeline: readonly TimelineEntry[], options: RenderOptions): string {
  const page = pageFor(options);
  return textOf(timeline.flatMap((entry) => [...entryLines(page, entry)]));
}

function entryLines(page: Page, entry: TimelineEntry): readonly string[] {
  const { startedAt, depth, baseline, compared, complete, changes, quiet } = entry;
  const state = compared ? '' : ', the first of its kind';
  const cut = complete ? '' : ', which was stopped';
  return [
    ...page.paragraph(`${moment(startedAt)}  ${depth}, baseline ${baseline}${state}${cut}`, 'heading'),
    ...(changes.length === 0 ? [] : changesGrid(page, changes)),
    ...(quiet === 0
      ? []
      : page.paragraph(`then ${quiet} ${quiet === 1 ? 'run' : 'runs'} without a change`, 'faint', 2)),
  ];
}
