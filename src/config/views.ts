import * as z from 'zod';

/** Views of split DNS that one run can compare. */
const MOST_VIEWS = 8;

/** What a view may be called: it stands in labels of the report. */
const viewName = z
  .string()
  .regex(
    /^[A-Za-z][\w-]{0,30}$/,
    'the name of a view has letters, digits, hyphens and underscores, at most 31',
  );

/** Something for each view, by its name. */
export function viewsOf<T extends z.ZodType>(entry: T, least: number) {
  return z.record(viewName, entry).refine((views) => {
    const count = Object.keys(views).length;
    return count >= least && count <= MOST_VIEWS;
  }, `expected ${least} to ${MOST_VIEWS} views`);
}
