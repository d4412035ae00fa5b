import type { Certificate } from '../certs/certificate.ts';
import type { CertificateResult } from '../model/report.ts';

export function certificateResult(certificate: Certificate): CertificateResult {
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
