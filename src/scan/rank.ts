/**
 * Who goes first where there are fewer places than questions: what a long chain of questions hangs on, then what may
 * begin another chain, and at last what leads to nothing more.
 */
export const RANK = { chain: 0, version: 1, group: 2, last: 3 } as const;

export type Rank = (typeof RANK)[keyof typeof RANK];
