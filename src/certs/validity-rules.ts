const DAY = 86_400_000;

/** How long a publicly trusted server certificate may live, by the date of its issue. */
export interface ValidityRule {
  /** First day on which the rule holds for new certificates, ISO, UTC. */
  readonly from: string;
  readonly days: number;
  readonly source: string;
}

/** Newest first. Months are given as the most days that they can have. */
export const VALIDITY_RULES: readonly ValidityRule[] = [
  { from: '2029-03-15', days: 47, source: 'Baseline Requirements 6.3.2, ballot SC-081v3' },
  { from: '2027-03-15', days: 100, source: 'Baseline Requirements 6.3.2, ballot SC-081v3' },
  { from: '2026-03-15', days: 200, source: 'Baseline Requirements 6.3.2, ballot SC-081v3' },
  { from: '2020-09-01', days: 398, source: 'Baseline Requirements 6.3.2, ballot SC-031' },
  { from: '2018-03-01', days: 825, source: 'Baseline Requirements 6.3.2, ballot 193' },
  { from: '2015-04-01', days: 1188, source: 'Baseline Requirements 6.3.2 of that time: 39 months' },
];

/**
 * The longest validity in days that the CA/Browser Forum allowed for a certificate issued at `notBefore` (ms since
 * 1970, UTC), or `null` for the time before the first rule of the table. The date of issue is not in a certificate;
 * notBefore stands for it and is at most some hours earlier.
 */
export function maximumValidityDays(notBefore: number): number | null {
  return VALIDITY_RULES.find(({ from }) => notBefore >= Date.parse(from))?.days ?? null;
}

/**
 * Validity in days as the Baseline Requirements count it (1.6.1 and 6.3.2): from notBefore to notAfter, both
 * inclusive, a day being 86,400 seconds and every second beyond a whole day another day. Arguments in ms.
 */
export function validityDays(notBefore: number, notAfter: number): number {
  return Math.ceil((notAfter - notBefore + 1000) / DAY);
}
