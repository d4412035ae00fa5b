import type { Severity } from '../../model/finding.ts';
import type { RevocationReason } from '../../model/revocation.ts';
import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { day } from '../day.ts';
import { places } from '../places.ts';
import { rfc } from '../references.ts';
import type { PresentedCertificate } from '../rule.ts';
import { certificateRule } from '../rule.ts';
import { revocationEvidence } from '../revocation-evidence.ts';
import { unread } from '../unread.ts';

export const revoked = certificateRule({
  id: 'cert/revoked',
  title: 'The certificate has been revoked',
  scope: 'certificate',
  severity: 'high',
  why:
    'Its authority has called it back. Outlook, browsers and Windows refuse it as soon as they ask, and those that ' +
    'never ask go on trusting it: where its key was stolen, whoever has the key can pose as the server to them.',
  fix: requestCertificate([], []),
  references: [rfc(5280, '5.3.1'), rfc(6960, '4.2')],
  roles: 'all',
  check(presented) {
    const { certificate, revocation, role, endpoints } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject } = certificate;
    const evidence = revocationEvidence(presented);
    switch (revocation.state) {
      case 'not-asked':
        return { outcome: 'not-applicable', message: `whether ${subject} was revoked was not asked` };
      // One cause, one finding: the other rule says why, and is unknown.
      case 'unknown':
      case 'unreachable':
        return {
          outcome: 'not-applicable',
          message: `whether ${subject} was revoked is not known: see cert/revocation-unknown`,
          evidence,
        };
      case 'good':
        return { outcome: 'pass', message: `${subject} was not revoked. As ${revocation.why}`, evidence };
      case 'revoked':
        return {
          outcome: 'fail',
          severity: severityOf(revocation.reason),
          message: `${what(presented)} was revoked${when(revocation.when)}; it is presented on ${places(endpoints)}. As ${revocation.why}`,
          fix:
            role === 'leaf'
              ? replaceCertificate(certificate, endpoints)
              : [
                  '# The authority itself was revoked: get a new certificate from another one, with its intermediates.',
                  ...requestCertificate([], endpoints),
                ],
          evidence,
        };
    }
  },
});

/** A key in the hands of strangers is exploitable at once; everything else is that clients refuse. */
function severityOf(reason: RevocationReason | null): Severity {
  return reason !== null && COMPROMISED.has(reason) ? 'critical' : 'high';
}

const COMPROMISED: ReadonlySet<RevocationReason> = new Set(['keyCompromise', 'cACompromise', 'aACompromise']);

function what({ role, certificate }: PresentedCertificate): string {
  return role === 'leaf' ? certificate.subject : `the issuing certificate ${certificate.subject}`;
}

function when(time: number | null): string {
  return time === null || Number.isNaN(new Date(time).getTime()) ? '' : ` on ${day(time)}`;
}
