import { rsaKey } from '../../certs/keys/rsa-key.ts';
import type { Severity } from '../../model/finding.ts';
import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { BASELINE_REQUIREMENTS, rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread } from '../unread.ts';

export const weakExponent = certificateRule({
  id: 'cert/weak-exponent',
  title: 'The RSA key has an unusual public exponent',
  scope: 'certificate',
  severity: 'low',
  why:
    'With the exponent 1 a signature is the message itself, so that anybody can make one; an even exponent has no private ' +
    'key that belongs to it. Small ones such as 3 are sound by themselves, but faulty checks of padding have made ' +
    'signatures forgeable with them more than once, so 65537 is what everybody takes.',
  fix: requestCertificate([], []),
  references: [BASELINE_REQUIREMENTS, rfc(8017, '3.1')],
  roles: 'all',
  check({ certificate, role, endpoints }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject, key } = certificate;
    if (key.algorithm === '') return { outcome: 'unknown', message: `the key of ${subject} cannot be read` };
    if (key.algorithm !== 'RSA' && key.algorithm !== 'RSA-PSS') {
      return { outcome: 'not-applicable', message: `${subject} has no RSA key (${key.algorithm})` };
    }
    const exponent = rsaKey(certificate)?.exponent;
    if (exponent === undefined) {
      return { outcome: 'unknown', message: `the exponent of ${subject} cannot be read` };
    }
    const verdict = judge(exponent);
    if (verdict === null) {
      return { outcome: 'pass', message: `the RSA key of ${subject} has the exponent ${shown(exponent)}` };
    }
    return {
      outcome: 'fail',
      severity: verdict.severity,
      message: `the RSA key of ${subject} has the exponent ${shown(exponent)}${verdict.because}`,
      fix:
        role === 'leaf'
          ? replaceCertificate(certificate, endpoints)
          : ['# The CA has to issue from another key: ask it for a certificate from another chain.'],
    };
  },
});

const USUAL = 65_537n;

function judge(exponent: bigint): { readonly severity: Severity; readonly because: string } | null {
  if (exponent <= 1n) return { severity: 'critical', because: ', with which anybody can sign' };
  if (exponent % 2n === 0n) return { severity: 'high', because: ', which is even: no private key fits it' };
  if (exponent < USUAL) return { severity: 'low', because: '; it should be 65537' };
  // Baseline Requirements, 6.1.6.
  return exponent >= 1n << 256n ? { severity: 'low', because: ', which is needlessly large' } : null;
}

function shown(exponent: bigint): string {
  const text = exponent.toString();
  return text.length > 20 ? `of ${exponent.toString(2).length} bits` : text;
}
