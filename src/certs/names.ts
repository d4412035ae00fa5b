import type { Certificate } from './certificate.ts';
import { nearMiss, nearMissOfAddress } from './near-miss.ts';
import { isPublicSuffix } from './public-suffix.ts';
import { addressText, lowerCase, readReference } from './reference.ts';

export { referenceName } from './reference.ts';

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
 * a literal address) accepts the certificate for it: RFC 9525, 6.3 and 6.5.
 *
 * A wildcard is a whole left-most label and stands for exactly one label, an A-label or one with an underscore too;
 * directly under a public suffix it is refused, as in browsers (OpenSSL refuses it under a top-level domain only). An
 * entry in Unicode, with a final dot (which Chrome overlooks and OpenSSL does not), an empty label, a NUL or more length
 * than DNS allows covers nothing. An address matches an iPAddress entry of the same octets only, without its zone. The
 * common name counts nowhere (RFC 9525, appendix A).
 */
export function coversName(certificate: Certificate, name: string): NameCoverage {
  const reference = readReference(name);
  switch (reference.kind) {
    case 'address':
      return coversAddress(certificate, reference.address);
    case 'name':
      return coversDnsName(certificate, reference.name);
    case 'invalid':
      return { covered: false, by: null, entry: null, near: reference.why };
  }
}

/**
 * The same the other way round and for many: whether an entry among the DNS names of a certificate covers any of
 * the names that are given.
 */
export function namesCoveredBy(names: readonly string[]): (entry: string) => boolean {
  const wanted = new Set<string>();
  const byParent = new Map<string, string>();
  for (const text of names) {
    const reference = readReference(text);
    if (reference.kind !== 'name') continue;
    wanted.add(reference.name);
    const dot = reference.name.indexOf('.');
    if (dot > 0) byParent.set(reference.name.slice(dot), reference.name);
  }
  return (written) => {
    const entry = lowerCase(written);
    const below = byParent.get(entry.slice(1));
    return wanted.has(entry) || (below !== undefined && wildcardCovers(entry, below));
  };
}

function coversDnsName(certificate: Certificate, wanted: string): NameCoverage {
  const exact = certificate.dnsNames.find((entry) => lowerCase(entry) === wanted);
  if (exact !== undefined) return { covered: true, by: 'san-exact', entry: exact, near: null };
  const wildcard = certificate.dnsNames.find((entry) => wildcardCovers(lowerCase(entry), wanted));
  if (wildcard !== undefined) return { covered: true, by: 'san-wildcard', entry: wildcard, near: null };
  const common = certificate.commonNames.find((entry) => matches(lowerCase(entry), wanted));
  return common === undefined
    ? { covered: false, by: null, entry: null, near: nearMiss(certificate.dnsNames, wanted) }
    : commonNameOnly(certificate, common);
}

function coversAddress(certificate: Certificate, address: string): NameCoverage {
  if (certificate.ipAddresses.includes(address)) {
    return { covered: true, by: 'san-ip', entry: address, near: null };
  }
  const common = certificate.commonNames.find((entry) => addressText(entry) === address);
  if (common !== undefined) return commonNameOnly(certificate, common);
  const near = nearMissOfAddress(certificate.dnsNames, certificate.ipAddresses, address);
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

/** `wanted` is a sound name, so that an entry with any fault behind its wildcard cannot equal its end. */
function wildcardCovers(entry: string, wanted: string): boolean {
  if (!entry.startsWith('*.')) return false;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === entry.slice(1) && !isPublicSuffix(entry.slice(2));
}
