import { createHash } from 'node:crypto';
import type { TlsaData } from '../wire/dns-data.ts';
import type { Certificate } from './certificate.ts';

/** Usages that mean something for SMTP (RFC 7672, 3.1): a trust anchor, or the server's own certificate. */
const DANE_TA = 2;
export const DANE_EE = 3;

/** Why senders cannot use the record; null if they can. */
export function tlsaObstacle({ usage, selector, matching, association }: TlsaData): string | null {
  if (usage !== DANE_TA && usage !== DANE_EE)
    return usage > DANE_EE
      ? `usage ${usage} is not known`
      : `usage ${usage} is not for SMTP (RFC 7672, 3.1.3)`;
  if (selector > 1) return `selector ${selector} is not known`;
  const digits = HEX_DIGITS[matching];
  if (digits === undefined) return `matching type ${matching} is not known`;
  if (digits !== null && association.length !== digits)
    return `a digest of ${association.length / 2} bytes does not fit matching type ${matching}`;
  return null;
}

/** Of digests by matching type (RFC 6698, 2.1.3); null where there is no digest. */
const HEX_DIGITS: Readonly<Record<number, number | null>> = { 0: null, 1: 64, 2: 128 };

/** Whether the certificate is the one that the record names (RFC 6698, 2.1). */
export function tlsaMatches(
  { selector, matching, association }: TlsaData,
  certificate: Certificate,
): boolean {
  const bytes = selector === 0 ? certificate.der : certificate.publicKeyInfo;
  if (bytes.length === 0) return false;
  switch (matching) {
    case 0:
      return Buffer.from(bytes).toString('hex') === association;
    case 1:
      return createHash('sha256').update(bytes).digest('hex') === association;
    case 2:
      return createHash('sha512').update(bytes).digest('hex') === association;
    default:
      return false;
  }
}

/** What a TLSA record `3 1 1` holds for a key: SHA-256 of its SubjectPublicKeyInfo, hex (RFC 7671, 5.1). */
export function spkiDigest(publicKeyInfo: Uint8Array): string {
  return createHash('sha256').update(publicKeyInfo).digest('hex');
}
