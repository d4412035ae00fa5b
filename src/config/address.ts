import ipaddr from 'ipaddr.js';
import { refused, understood } from './reading.ts';
import type { Reading } from './reading.ts';
import { shown } from './shown.ts';

/** An IPv4 or IPv6 address in its one canonical spelling (RFC 5952), or undefined if the text is none. */
export function canonicalAddress(text: string): string | undefined {
  const bare = /^\[(.*)\]$/.exec(text)?.[1];
  if (bare === undefined && isIpv4(text)) return text;
  return ipv6(bare ?? text);
}

/** Reads a literal address. */
export function readAddress(text: string): Reading<string> {
  const trimmed = text.trim();
  const address = canonicalAddress(trimmed);
  if (address !== undefined) return understood(address);
  if (trimmed.includes('%')) return refused(`an address with a zone is not supported, got ${shown(trimmed)}`);
  if (trimmed.includes('/')) return refused(rangeFault(trimmed));
  return refused(`expected an IPv4 or IPv6 address, got ${shown(trimmed)}`);
}

export function rangeFault(text: string): string {
  return `expected one address, got the range ${shown(text)}; list its addresses one by one`;
}

/** The library also takes zones and hexadecimal or octal parts in an embedded IPv4 address. */
function ipv6(text: string): string | undefined {
  if (!/^[\da-f:.]+$/i.test(text) || !ipaddr.IPv6.isValid(text)) return undefined;
  const embedded = text.slice(text.lastIndexOf(':') + 1);
  if (embedded.includes('.') && !isIpv4(embedded)) return undefined;
  return ipaddr.IPv6.parse(text).toRFC5952String();
}

/** The library throws and catches an error for every name, which takes longer than all else that is done with one. */
function isIpv4(text: string): boolean {
  return /^[\d.]+$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text);
}
