/** A command line and when it is to run. No word has a control character. */
export interface Plan {
  /** The program with its whole path, and what stands behind it. */
  readonly words: readonly string[];
  /** Where file names in the words begin. */
  readonly folder: string;
  readonly every: 'hour' | 'day' | 'week';
  readonly hour: number;
  readonly minute: number;
  /** Day of the first run, `2026-11-22`, for who wants to know. */
  readonly startsOn: string;
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
