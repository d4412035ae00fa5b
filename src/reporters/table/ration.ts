/** Beyond this a person no longer reads, and drawing takes seconds. */
const MOST_ROWS = 200;

export interface Taken<T> {
  readonly shown: readonly T[];
  /** How many more there were. */
  readonly left: number;
}

export const NOTHING: Taken<never> = { shown: [], left: 0 };

/** Hands out rows until the ration of a report is used up. */
export function rationed(): <T>(wanted: readonly T[]) => Taken<T> {
  let room = MOST_ROWS;
  return (wanted) => {
    const shown = wanted.slice(0, room);
    room -= shown.length;
    return { shown, left: wanted.length - shown.length };
  };
}
