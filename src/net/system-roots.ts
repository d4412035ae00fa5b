import * as tls from 'node:tls';

/**
 * Roots that the operating system trusts, PEM, as Node reads them (22.15 and later); `null` if this Node cannot. Some
 * come several times.
 */
export function systemRoots(): readonly string[] | null {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => readonly string[] };
  return getCACertificates === undefined ? null : getCACertificates('system');
}
