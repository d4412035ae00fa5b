/** Milliseconds. */
export const DAY = 86_400_000;

/** `2026-11-22`, UTC. */
export function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** `1 day`, `30 days`; whole days that have passed completely. */
export function days(milliseconds: number): string {
  const count = Math.floor(milliseconds / DAY);
  return count === 1 ? '1 day' : `${count} days`;
}
