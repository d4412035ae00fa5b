export interface NumberRange {
  readonly least: number;
  readonly most: number;
  /** False for seconds, which may have a fraction. */
  readonly whole: boolean;
}

/** What numbers may be; a test holds them to what the library accepts. */
export const RANGES: Readonly<Record<string, NumberRange>> = {
  timeout: { least: 0.1, most: 300, whole: false },
  deadline: { least: 1, most: 86_400, whole: false },
  'endpoint-deadline': { least: 1, most: 86_400, whole: false },
  rate: { least: 1, most: 1000, whole: true },
  concurrency: { least: 1, most: 200, whole: true },
  'address-concurrency': { least: 1, most: 20, whole: true },
  'smtp-concurrency': { least: 1, most: 5, whole: true },
  retries: { least: 0, most: 5, whole: true },
  fetches: { least: 1, most: 100_000, whole: true },
  budget: { least: 1, most: 5000, whole: true },
  'warning-days': { least: 0, most: 3650, whole: true },
  'critical-days': { least: 0, most: 3650, whole: true },
  keep: { least: 1, most: 10_000, whole: true },
  'keep-days': { least: 1, most: 3650, whole: true },
  'unreachable-after': { least: 1, most: 100, whole: true },
  jitter: { least: 0, most: 86_400, whole: false },
};
