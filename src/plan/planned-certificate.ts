import type { Certificate } from '../certs/certificate.ts';
import type { ChainTrust } from '../certs/trust/chain-trust.ts';
import type { TrustStore } from '../certs/trust/store.ts';
import { maximumValidityDays } from '../certs/validity-rules.ts';
import type { Entries } from './entries.ts';

const PLANNED = 'planned certificate ';
const DAY = 86_400_000;
const NO_LIMIT_KNOWN = 365;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const DOMAIN_VALIDATED = '2.23.140.1.2.1';

/** Who will issue it is not known. */
const PLANNED_ISSUER = 'CN=the public CA of the plan';

/**
 * A certificate as a public CA will issue it: RSA 2048, SHA-256, with timestamps, for servers only, valid for as long as
 * is allowed on that day. It has no bytes: what rules find out from the key itself stays unknown.
 *
 * @param number tells the certificates of one plan apart
 */
export function plannedCertificate({ names, commonName }: Entries, number: number, now: number): Certificate {
  const subject = commonName ?? names[0] ?? '';
  const id = `${PLANNED}${number}`;
  return {
    sha256: id,
    thumbprint: id,
    der: new Uint8Array(0),
    version: 3,
    subject: `CN=${subject}`,
    issuer: PLANNED_ISSUER,
    subjectKey: id,
    issuerKey: PLANNED_ISSUER,
    commonNames: [subject],
    serial: '',
    serialKey: id,
    notBefore: now,
    notAfter: now + (maximumValidityDays(now) ?? NO_LIMIT_KNOWN) * DAY - 1000,
    dnsNames: names,
    ipAddresses: [],
    hasSubjectAltName: true,
    key: { algorithm: 'RSA', bits: 2048, curve: null },
    publicKeyInfo: new Uint8Array(0),
    signature: { oid: '1.2.840.113549.1.1.11', name: 'sha256WithRSAEncryption', hash: 'SHA-256' },
    selfIssued: false,
    selfSigned: false,
    basicConstraints: { ca: false, pathLength: null },
    keyUsage: ['digitalSignature', 'keyEncipherment'],
    extendedKeyUsage: [SERVER_AUTH],
    subjectKeyId: null,
    authorityKeyId: null,
    issuerUrls: [],
    ocspUrls: [],
    crlUrls: [],
    mustStaple: false,
    policies: [DOMAIN_VALIDATED],
    hasTimestamps: true,
    extensions: [],
    faults: [],
  };
}

/** True for what stands in the place of a fingerprint where a certificate is only planned. */
export function isPlanned(sha256: string): boolean {
  return sha256.startsWith(PLANNED);
}

/** What a chain that begins with it will be worth: whole, and trusted by every public root program. */
export function plannedTrust(certificate: Certificate, stores: readonly TrustStore[]): ChainTrust {
  const why = 'The plan has a certificate of a public CA, with its intermediates.';
  const root = { certificate, name: PLANNED_ISSUER };
  return {
    classification: 'commercial',
    stores: stores
      .filter(({ commercial }) => commercial)
      .map((store) => ({ store, status: 'trusted', path: null, root, why })),
    path: [certificate],
    anchor: PLANNED_ISSUER,
    faults: [],
    why,
    facts: {
      order: 'ok',
      extra: [],
      anchorSent: false,
      links: [],
      completeness: 'complete',
      missing: null,
      missingUrls: [],
      expiredCrossSigns: [],
      needsBacktracking: [],
      why,
    },
  };
}
