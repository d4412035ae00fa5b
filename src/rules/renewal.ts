import type { Certificate } from '../certs/certificate.ts';

/**
 * Whether `newer` is what `older` was replaced by: the same names and kind of key, begun later. A server may have an RSA and
 * an ECDSA certificate for one name, which replace nothing.
 */
export function replaces(newer: Certificate, older: Certificate): boolean {
  return (
    newer.sha256 !== older.sha256 &&
    newer.notBefore > older.notBefore &&
    newer.key.algorithm === older.key.algorithm &&
    older.dnsNames.length > 0 &&
    namesOf(newer) === namesOf(older)
  );
}

function namesOf({ dnsNames, ipAddresses }: Certificate): string {
  return JSON.stringify(
    [...new Set([...dnsNames, ...ipAddresses].map((name) => name.toLowerCase()))].toSorted(),
  );
}
