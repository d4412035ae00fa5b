import type { Certificate } from '../certs/certificate.ts';
import type { Fingerprint } from '../model/observation.ts';
import type { CertificateResult, EndpointResult, RevocationResult } from '../model/report.ts';
import type { RevocationFact } from '../model/revocation.ts';

/** Certificates in their order, each with the part that it plays at these endpoints. */
export function certificateResults(
  certificates: readonly Certificate[],
  endpoints: readonly EndpointResult[],
  revocationOf: (certificate: Certificate) => RevocationFact,
): readonly CertificateResult[] {
  const leaves = new Set<Fingerprint>();
  const places = new Map<Fingerprint, string[]>();
  for (const { id, chains } of endpoints) {
    for (const { certificates: sent } of chains) {
      if (sent[0] !== undefined) leaves.add(sent[0]);
      for (const sha256 of sent) {
        const known = places.get(sha256);
        if (known === undefined) places.set(sha256, [id]);
        else if (known.at(-1) !== id) known.push(id);
      }
    }
  }
  return certificates.map((certificate) => {
    const { der, ...said } = describedOnce(certificate);
    const where = places.get(certificate.sha256);
    const role = leaves.has(certificate.sha256) ? 'leaf' : where === undefined ? 'not-presented' : 'issuer';
    const revocation = revocationResult(revocationOf(certificate));
    return { ...said, role, revocation, endpoints: where ?? [], der };
  });
}

function revocationResult({ state, when, reason, by, why }: RevocationFact): RevocationResult {
  return { state, revoked_at: when === null ? null : new Date(when).toISOString(), reason, by, why };
}

type Described = Omit<CertificateResult, 'role' | 'revocation' | 'endpoints'>;

/** Authorities come again with each endpoint of a fleet. */
const DESCRIBED = new WeakMap<Certificate, Described>();

function describedOnce(certificate: Certificate): Described {
  const known = DESCRIBED.get(certificate);
  if (known !== undefined) return known;
  const made = describe(certificate);
  DESCRIBED.set(certificate, made);
  return made;
}

function describe(certificate: Certificate): Described {
  const { key } = certificate;
  return {
    sha256: certificate.sha256,
    thumbprint: certificate.thumbprint,
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial_number: certificate.serial,
    not_before: new Date(certificate.notBefore).toISOString(),
    not_after: new Date(certificate.notAfter).toISOString(),
    names: [...certificate.dnsNames, ...certificate.ipAddresses],
    key: [key.algorithm, key.curve ?? key.bits].filter((part) => part !== null && part !== '').join(' '),
    signature: certificate.signature.name,
    self_signed: certificate.selfSigned === true,
    fault: certificate.faults.length === 0 ? null : certificate.faults.join('; '),
    der: Buffer.from(certificate.der).toString('base64'),
  };
}
