import { SEVERITIES } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import { byExpiry, daysLeft, findingsByCertificate } from '../certificate-view.ts';
import { type Value, withHeader } from './record.ts';

/** The columns are a contract: new ones are added at the end. */
const COLUMNS = [
  'sha256',
  'thumbprint',
  'subject',
  'issuer',
  'serial',
  'not_before',
  'not_after',
  'days_left',
  'key',
  'signature',
  'names',
  'role',
  'self_signed',
  'endpoints',
  'worst_severity',
  'findings',
  'revocation',
  'revoked_at',
  'waived',
] as const;

/**
 * One certificate a row, next expiry first. `days_left` counts from the moment judged at and is negative for one that has
 * ended; `findings` are the rules that it fails, `worst_severity` is the worst of those; `waived` are those whose risk is accepted,
 * which neither counts.
 */
export function certificateRecords(report: Report): readonly (readonly Value[])[] {
  const findings = findingsByCertificate(report);
  return withHeader(
    COLUMNS,
    byExpiry(report.certificates).map((certificate) => {
      const all = (findings.get(certificate.sha256) ?? []).filter(({ outcome }) => outcome === 'fail');
      const failed = all.filter(({ waived }) => waived === undefined);
      const accepted = all.filter(({ waived }) => waived !== undefined);
      const severities = new Set(failed.map(({ severity }) => severity));
      return {
        sha256: certificate.sha256,
        thumbprint: certificate.thumbprint,
        subject: certificate.subject,
        issuer: certificate.issuer,
        serial: certificate.serial_number,
        not_before: certificate.not_before,
        not_after: certificate.not_after,
        days_left: daysLeft(certificate, report),
        key: certificate.key,
        signature: certificate.signature,
        names: certificate.names.join(' '),
        role: certificate.role,
        self_signed: certificate.self_signed,
        endpoints: certificate.endpoints.join(' '),
        worst_severity: SEVERITIES.findLast((severity) => severities.has(severity)) ?? null,
        findings: [...new Set(failed.map(({ rule }) => rule))].join(' '),
        revocation: certificate.revocation?.state ?? null,
        revoked_at: certificate.revocation?.revoked_at ?? null,
        waived: [...new Set(accepted.map(({ rule }) => rule))].join(' '),
      };
    }),
  );
}
