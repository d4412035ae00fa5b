/** A text that was understood, or what is wrong with it. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string };

export function understood<T>(value: T): Reading<T> {
  return { ok: true, value };
}

export function refused(fault: string): Reading<never> {
  return { ok: false, fault };
}
