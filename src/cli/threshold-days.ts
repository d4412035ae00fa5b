/**
 * Days of `-w` and `-c`: a number, or the range `30:` of monitoring plugins, which alerts below it (Monitoring Plugins
 * guidelines, "Threshold and Ranges"). NaN for anything else, which the check of ranges refuses; a list if it was given twice.
 */
export function thresholdDays(given: unknown): number {
  if (typeof given !== 'string') return given as number;
  const [, days] = /^(\d+(?:\.\d+)?):?$/.exec(given) ?? [];
  return days === undefined ? NaN : Number(days);
}
