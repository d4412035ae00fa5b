import { authenticatedBy, suite } from '../wire/iana/suites.ts';
import { COMMON_SUITES } from './offers.ts';

/**
 * What a server that has just chosen this value will choose next, if it is like most; null if there is nothing to go
 * by. Only to save time: what follows from a wrong guess is still true.
 */
export function likelyNext(kind: 'suites' | 'groups', last: number): number | null {
  const order = kind === 'suites' ? SUITES : GROUPS;
  const at = order.indexOf(last);
  if (at < 0) return null;
  const isAlike = kind === 'suites' ? sameCertificate(last) : () => true;
  return order.slice(at + 1).find(isAlike) ?? null;
}

/** Windows Server has the two of TLS 1.3 in this order. */
const SUITES: readonly number[] = [0x1302, 0x1301, ...COMMON_SUITES];

/** The curves that are on by default: Microsoft Learn "TLS Elliptic Curves in Windows 10 version 1607 and later". */
const GROUPS: readonly number[] = [29, 23, 24];

/** Suites come in pairs for one kind of certificate: a longer key and a shorter one. */
function sameCertificate(last: number): (code: number) => boolean {
  return (code) => authentication(code) === authentication(last);
}

function authentication(code: number): string | undefined {
  const found = suite(code);
  return found && authenticatedBy(found);
}
