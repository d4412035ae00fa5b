/** One published list of roots, at the date on which it was taken. */
export interface Snapshot {
  /** Its letter in the rows. */
  readonly mark: SnapshotMark;
  readonly title: string;
  /** ISO, to the month or the day. */
  readonly date: string;
  readonly roots: number;
}

/** Microsoft for servers, Microsoft for all purposes, Mozilla, and an older Mozilla. */
export type SnapshotMark = 'S' | 'A' | 'M' | 'O';
