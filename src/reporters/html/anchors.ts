import type { Report } from '../../model/report.ts';

/** Where an observation stands in the page, by its id. Ids of a saved report can be any text, so their place is what counts. */
export type Anchors = ReadonlyMap<string, string>;

export function anchors({ observations }: Report): Anchors {
  return new Map(observations.map(({ id }, at) => [id, `o-${at}`]));
}
