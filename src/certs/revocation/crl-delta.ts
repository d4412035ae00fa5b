import type { CrlExtract } from '../../model/revocation.ts';
import { CLOCK_SKEW } from './clock.ts';
import { generalNameKey } from './distribution-points.ts';
import { nameKey } from './name-key.ts';

/**
 * The newest of the delta lists that can be put upon a complete one: same issuer, scope and key, current, begun at or
 * below its number and issued after it (RFC 5280, 5.2.4 and 6.3.3 c); null if there is none.
 *
 * @param serial The number that is looked for: a delta that was not searched for it says nothing.
 */
export function usableDelta(
  list: CrlExtract,
  deltas: readonly CrlExtract[],
  serial: string,
  at: number,
): CrlExtract | null {
  const base = numberOf(list.number);
  if (base === null) return null;
  const usable = deltas.filter((delta) => {
    const from = numberOf(delta.deltaBase);
    const number = numberOf(delta.number);
    if (from === null || number === null || from > base || number <= base) return false;
    return delta.serials.includes(serial) && isCurrent(delta, at) && isOfSameList(list, delta);
  });
  return usable.toSorted(byNumber)[0] ?? null;
}

function isCurrent({ thisUpdate, nextUpdate, unknownCritical }: CrlExtract, at: number): boolean {
  if (unknownCritical.length > 0 || nextUpdate === null) return false;
  return thisUpdate <= at + CLOCK_SKEW && at <= nextUpdate + CLOCK_SKEW;
}

function isOfSameList(list: CrlExtract, delta: CrlExtract): boolean {
  return (
    nameKey(list.issuerKey) === nameKey(delta.issuerKey) &&
    scopeKey(list) === scopeKey(delta) &&
    list.authorityKeyId === delta.authorityKeyId &&
    delta.signer !== null &&
    delta.signer.key === list.signer?.key
  );
}

function scopeKey({ scope }: CrlExtract): string {
  if (scope === null) return '';
  return JSON.stringify({ ...scope, names: scope.names?.map(generalNameKey).toSorted() ?? null });
}

/** Newest first. */
function byNumber(one: CrlExtract, other: CrlExtract): number {
  return (numberOf(one.number) ?? 0n) < (numberOf(other.number) ?? 0n) ? 1 : -1;
}

function numberOf(content: string | null): bigint | null {
  return content === null || !/^[0-9a-f]+$/.test(content) ? null : BigInt(`0x${content}`);
}
