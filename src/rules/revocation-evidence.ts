import type { PresentedCertificate } from './rule.ts';

/** Ids of the observations that say whether the certificate was revoked. */
export function revocationEvidence({ revocation }: PresentedCertificate): readonly string[] {
  return [...new Set(revocation.readings.flatMap(({ evidence }) => evidence))];
}
