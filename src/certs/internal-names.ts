import ipaddr from 'ipaddr.js';
import { hasKnownTopLevel } from './public-suffix.ts';
import { lowerCase } from './reference.ts';

/**
 * Whether a DNS name of a certificate can mean something outside of one network. `internal`: it cannot; `unlisted`: its
 * top-level domain is not on the list that was built in, which may be older than the domain; `public`: it can.
 * Takes an entry as written, with a wildcard or not. The list has `onion`, which may be certified too (Baseline
 * Requirements, appendix B).
 */
export function nameReach(entry: string): 'public' | 'internal' | 'unlisted' {
  const name = lowerCase(entry).replace(/^\*\./, '').replace(/\.$/, '');
  const labels = name.split('.');
  const top = labels.at(-1) ?? '';
  if (labels.length === 1 && !hasKnownTopLevel(name)) return 'internal';
  if (INTERNAL.has(top) || name === 'home.arpa' || name.endsWith('.home.arpa')) return 'internal';
  return hasKnownTopLevel(name) ? 'public' : 'unlisted';
}

/**
 * Top-level domains that will never be delegated: special-use names (RFC 6761, RFC 6762, RFC 8375), `internal` (ICANN, 29
 * July 2024), `corp`, `home` and `mail` (ICANN, 4 February 2018), and others that networks are named with and nobody has.
 */
const INTERNAL: ReadonlySet<string> = new Set(
  (
    'local localhost test invalid example internal corp home mail ' +
    'lan localdomain intranet intra private domain office'
  ).split(' '),
);

/** Whether an address has no meaning on the Internet: IANA's special-purpose registries (RFC 6890). */
export function isReservedAddress(address: string): boolean {
  try {
    return !REACHABLE.has(ipaddr.parse(address).range());
  } catch {
    return false;
  }
}

/** Ranges as ipaddr.js names them that are reached over the Internet. */
const REACHABLE: ReadonlySet<string> = new Set([
  'unicast',
  'rfc6052',
  '6to4',
  'teredo',
  'as112',
  'as112v6',
  'amt',
]);
