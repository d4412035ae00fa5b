import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Certificate } from './certificate.ts';
import { nearMiss } from './near-miss.ts';

export interface NameCoverage {
  readonly covered: boolean;
  /** What matched; `common-name` never covers, it says that only clients of long ago would find the name. */
  readonly by: 'san-exact' | 'san-wildcard' | 'san-ip' | 'common-name' | null;
  /** The entry of the certificate that matched, as written; hostile text. */
  readonly entry: string | null;
  /** Why it is not covered although something comes close, in words; hostile text. `null` if it is covered. */
  readonly near: string | null;
}

/**
 * Whether a client that connects to `name` (a DNS name, with or without a final dot, in Unicode or ASCII form, or
 * a literal address) accepts the certificate for it: RFC 9525, 6.3 and 6.4. A wildcard is a whole left-most label and
 * stands for exactly one label; an address matches an iPAddress entry only; the common name counts nowhere
 * (RFC 9525, appendix A). A wildcard directly under a top-level domain is refused, as browsers and OpenSSL do.
 */
export function coversName(certificate: Certificate, name: string): NameCoverage {
  const address = addressText(name);
  if (address !== null) return coversAddress(certificate, address);
  const wanted = referenceName(name);
  const exact = certificate.dnsNames.find((entry) => entry.toLowerCase() === wanted);
  if (exact !== undefined) return { covered: true, by: 'san-exact', entry: exact, near: null };
  const wildcard = certificate.dnsNames.find((entry) => wildcardCovers(entry.toLowerCase(), wanted));
  if (wildcard !== undefined) return { covered: true, by: 'san-wildcard', entry: wildcard, near: null };
  const common = certificate.commonNames.find((entry) => matches(entry.toLowerCase(), wanted));
  return common === undefined
    ? { covered: false, by: null, entry: null, near: nearMiss(certificate.dnsNames, wanted) }
    : commonNameOnly(certificate, common);
}

/** The form in which DNS names are compared: lower case, A-labels, without a final dot. */
export function referenceName(name: string): string {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  const ascii = /[^\0-\x7f]/.test(bare) ? domainToASCII(bare) : bare;
  return (ascii === '' ? bare : ascii).toLowerCase();
}

function coversAddress(certificate: Certificate, address: string): NameCoverage {
  if (certificate.ipAddresses.includes(address)) {
    return { covered: true, by: 'san-ip', entry: address, near: null };
  }
  const common = certificate.commonNames.find((entry) => addressText(entry) === address);
  if (common !== undefined) return commonNameOnly(certificate, common);
  const misplaced = certificate.dnsNames.find((entry) => addressText(entry) === address);
  const near =
    misplaced === undefined ? null : `${misplaced} is written as a DNS name, which covers no address`;
  return { covered: false, by: null, entry: null, near };
}

function commonNameOnly(certificate: Certificate, common: string): NameCoverage {
  const hasNames = certificate.dnsNames.length > 0;
  return {
    covered: false,
    by: hasNames ? null : 'common-name',
    entry: hasNames ? null : common,
    near: `only the common name ${common} fits, and current clients read names from subjectAltName alone`,
  };
}

function matches(entry: string, wanted: string): boolean {
  return entry === wanted || wildcardCovers(entry, wanted);
}

function wildcardCovers(entry: string, wanted: string): boolean {
  if (!entry.startsWith('*.')) return false;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === entry.slice(1) && entry.includes('.', 2);
}

/** The one text form of an address, as the parser writes it; `null` if it is none. */
function addressText(name: string): string | null {
  const bare = name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
  return isIP(bare) === 0 ? null : ipaddr.parse(bare).toString();
}
