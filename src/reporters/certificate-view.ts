import type { Finding } from '../model/finding.ts';
import type { Fingerprint } from '../model/observation.ts';
import type { CertificateResult, Report } from '../model/report.ts';

const DAY = 86_400_000;

/** Next expiry first, which puts those that have ended at the top; an end that cannot be read may be the next. */
export function byExpiry(certificates: readonly CertificateResult[]): readonly CertificateResult[] {
  const end = ({ not_after }: CertificateResult): number => {
    const time = Date.parse(not_after);
    return Number.isNaN(time) ? -Infinity : time;
  };
  return certificates
    .map((certificate) => ({ certificate, end: end(certificate) }))
    .toSorted((one, other) => (one.end === other.end ? 0 : one.end - other.end))
    .map(({ certificate }) => certificate);
}

/** Whole days from the moment judged at to the end: negative exactly if it has ended. Null if the end cannot be read. */
export function daysLeft({ not_after }: CertificateResult, { judged }: Report): number | null {
  const left = Date.parse(not_after) - Date.parse(judged.at);
  return Number.isNaN(left) ? null : Math.floor(left / DAY);
}

/**
 * What is to be said about each certificate: findings that have it as their subject, and those about names at endpoints
 * whose clients get it, for it is the certificate that has to change then. A finding is under one certificate only.
 */
export function findingsByCertificate(report: Report): ReadonlyMap<Fingerprint, readonly Finding[]> {
  const presented = new Map(report.endpoints.map(({ id, chains }) => [id, chains[0]?.certificates[0]]));
  const found = new Map<Fingerprint, Finding[]>(report.certificates.map(({ sha256 }) => [sha256, []]));
  for (const finding of report.findings) {
    const { subject, rule } = finding;
    const behind = rule.startsWith('names/') ? presented.get(subject.endpoint ?? '') : undefined;
    found.get(subject.certificate ?? behind ?? '')?.push(finding);
  }
  return found;
}
