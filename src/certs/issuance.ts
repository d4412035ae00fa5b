import type { Certificate } from './certificate.ts';
import { isSignedBy, workingKey } from './path/working-key.ts';

/**
 * signature: the name fits and the signature verifies; name: the name and, where both sides state one, the key
 * identifier fit, but this machine does not know the algorithm; `null`: not the issuer.
 */
export type Issuance = 'signature' | 'name' | null;

/** Whether `issuer` directly certifies `certificate` (RFC 5280, 6.1.3 a 1 and 4). Names are compared byte for byte. */
export function issuance(certificate: Certificate, issuer: Certificate): Issuance {
  if (certificate.issuerKey === '' || certificate.issuerKey !== issuer.subjectKey) return null;
  const verified = isSignedBy(certificate, workingKey(issuer, null));
  if (verified !== null) return verified ? 'signature' : null;
  const { authorityKeyId } = certificate;
  const { subjectKeyId } = issuer;
  return authorityKeyId === null || subjectKeyId === null || authorityKeyId === subjectKeyId ? 'name' : null;
}

const CAB_FORUM_POLICIES = /^2\.23\.140\.1\.(?:1|2\.[1-9]\d*)$/;

/**
 * Marks that only certification authorities of the public web put into a server's certificate: timestamps of
 * Certificate Transparency logs (RFC 6962, 3.3) or a policy of the CA/Browser Forum (Baseline Requirements 7.1.6.1,
 * EV 2.23.140.1.1, DV, OV and IV 2.23.140.1.2.x). A private authority can imitate them but gains nothing by it.
 */
export function looksPublic(certificate: Certificate): boolean {
  return certificate.hasTimestamps || certificate.policies.some((policy) => CAB_FORUM_POLICIES.test(policy));
}
