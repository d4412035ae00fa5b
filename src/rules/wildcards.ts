import type { Certificate } from '../certs/certificate.ts';

/** Entries of the certificate that begin with a whole wildcard label, as written. */
export function wildcards({ dnsNames }: Certificate): readonly string[] {
  return dnsNames.filter((name) => name.startsWith('*.'));
}
