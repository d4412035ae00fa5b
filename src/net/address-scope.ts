import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';

/** Who can be reached at an address, the farthest first: everybody, a private network, this machine. */
export type Scope = 'public' | 'private' | 'local';

/**
 * Whose address it is; null for what is nobody's to ask: link-local addresses, where clouds keep the credentials of
 * their machines, multicast, the unspecified address, and text that is no address. IPv4 inside of IPv6 counts as what
 * it is inside (RFC 4291, 2.5.5.2; RFC 6052, 2.1).
 */
export function scopeOf(address: string): Scope | null {
  if (isIP(address) === 0) return null;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') return scopeOfRange(parsed.range());
  const six = parsed as ipaddr.IPv6;
  if (six.isIPv4MappedAddress()) return scopeOf(six.toIPv4Address().toString());
  if (six.match(NAT64)) return scopeOf(six.toByteArray().slice(12).join('.'));
  const scope = scopeOfRange(six.range());
  // Nothing else has been given out (IANA, Internet Protocol Version 6 Address Space).
  return scope === 'public' && !six.match(GLOBAL_UNICAST) ? 'private' : scope;
}

/** True if who may go as far as `allowed` may go to `address`. */
export function isWithin(address: string, allowed: Scope): boolean {
  const scope = scopeOf(address);
  return scope !== null && FARTHEST_FIRST.indexOf(scope) <= FARTHEST_FIRST.indexOf(allowed);
}

const FARTHEST_FIRST: readonly Scope[] = ['public', 'private', 'local'];
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96') as [ipaddr.IPv6, number];
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/** Ranges by the names of the IANA special-purpose registries; what is reserved may be in use inside. */
function scopeOfRange(range: string): Scope | null {
  switch (range) {
    case 'unicast':
      return 'public';
    case 'loopback':
      return 'local';
    case 'linkLocal':
    case 'multicast':
    case 'broadcast':
    case 'unspecified':
      return null;
    default:
      return 'private';
  }
}
