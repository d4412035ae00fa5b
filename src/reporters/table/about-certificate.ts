import type { Finding, Outcome } from '../../model/finding.ts';
import type { CertificateResult, RevocationResult } from '../../model/report.ts';
import { severityStyle } from './findings.ts';
import { fold, isFault } from './fold.ts';
import type { Line } from './page.ts';

/** Names that are shown, and with more detail: one certificate can have thousands. */
const FEW_NAMES = 3;
const MANY_NAMES = 100;

/** Digits of the thumbprint that are enough to tell the certificates of one organization apart. */
const SHORT = 8;

/** What stands under a certificate: what it is, the names in it, and what is wrong with it, the worst first. */
export function aboutCertificate(
  certificate: CertificateResult,
  options: {
    readonly trust: readonly string[];
    readonly findings: readonly Finding[];
    readonly verbose: number;
  },
): readonly Line[] {
  const { trust, findings, verbose } = options;
  const { names, fault, revocation, subject, issuer, serial_number, sha256 } = certificate;
  const identity = [`subject: ${subject}`, `issuer: ${issuer}`, `serial number ${serial_number}`];
  return [
    { text: kindText(certificate, trust, verbose) },
    ...revocationLines(revocation),
    ...(names.length === 0 ? [] : [{ text: namesText(names, verbose > 0 ? MANY_NAMES : FEW_NAMES) }]),
    ...(verbose > 0 ? [...identity, `SHA-256 ${sha256}`].map((text) => ({ text })) : []),
    ...(fault === null ? [] : [{ text: `not fully read: ${fault}`, style: 'warning' as const }]),
    ...fold(verbose > 0 ? findings : findings.filter(isFault), 'fail').map(
      ({ severity, message, rules }) => ({
        text: `${severity}: ${message} (${rules.join(', ')})`,
        style: severityStyle(severity),
      }),
    ),
    ...acceptedLines(findings),
    ...fold(findings, 'unknown').map(({ message, rules }) => ({
      text: `not assessed: ${message} (${rules.join(', ')})`,
      style: 'warning' as const,
    })),
    ...(verbose > 1 ? [...ruleLine('passed', findings, 'pass')] : []),
    ...(verbose > 1 ? [...ruleLine('not applicable', findings, 'not-applicable')] : []),
  ];
}

/** A risk that is accepted is still there: whoever looks at the certificate has to know of it. */
function acceptedLines(findings: readonly Finding[]): readonly Line[] {
  return findings.flatMap(({ outcome, rule, message, waived }): readonly Line[] =>
    outcome === 'fail' && waived !== undefined
      ? [{ text: `accepted until ${waived.until}: ${message} (${rule})`, style: 'faint' }]
      : [],
  );
}

function kindText(
  { role, key, signature, thumbprint }: CertificateResult,
  trust: readonly string[],
  verbose: number,
): string {
  const digits = verbose > 0 ? thumbprint : `${thumbprint.slice(0, SHORT)}...`;
  const parts = [role?.replace('-', ' ') ?? '', `thumbprint ${digits}`, ...trust, key, signature];
  return parts.filter((part) => part !== '').join(', ');
}

/** Only what was asked about: that nobody asked is the same for every certificate. */
function revocationLines(revocation: RevocationResult | null): readonly Line[] {
  if (revocation === null || revocation.state === 'not-asked') return [];
  const { state, why } = revocation;
  const style = state === 'good' ? {} : ({ style: state === 'revoked' ? 'critical' : 'warning' } as const);
  return [{ text: `revocation: ${state}; ${why}`, ...style }];
}

function namesText(names: readonly string[], most: number): string {
  const more = names.length - most;
  const count = names.length === 1 ? 'name' : `${names.length} names`;
  return `${count}: ${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function ruleLine(title: string, findings: readonly Finding[], outcome: Outcome): readonly Line[] {
  const rules = new Set(findings.filter((one) => one.outcome === outcome).map(({ rule }) => rule));
  return rules.size === 0 ? [] : [{ text: `${title}: ${[...rules].join(', ')}`, style: 'faint' }];
}
