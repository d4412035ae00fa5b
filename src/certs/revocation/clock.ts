/** How far a clock may be off, milliseconds: the five minutes that `openssl ocsp` and Kerberos allow. */
export const CLOCK_SKEW = 5 * 60_000;

/** `2026-11-22 12:00 UTC`, for sentences. */
export function moment(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? 'an impossible time'
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
