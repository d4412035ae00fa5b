import type { Certificate } from '../../certs/certificate.ts';
import { curveForm, SCHANNEL_OPTIONAL_CURVES } from '../../certs/keys/curves.ts';
import { audience } from '../../exchange/audience.ts';
import { AUDIENCE_SEVERITY } from '../audience-severity.ts';
import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { BASELINE_REQUIREMENTS, rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { severest } from '../severest.ts';
import { unread } from '../unread.ts';

export const unsupportedKey = certificateRule({
  id: 'cert/unsupported-key',
  title: 'The certificate has a kind of key that many clients do not take',
  scope: 'certificate',
  severity: 'high',
  why:
    'What all clients take is RSA, and ECDSA on P-256 or P-384: Chrome, Edge, Safari and Android offer no other, and on ' +
    'Windows other curves are off until somebody turns them on. With any other key these clients end the handshake, ' +
    'unless the server has a second certificate for them.',
  fix: requestCertificate([], []),
  references: [
    BASELINE_REQUIREMENTS,
    {
      title: 'Microsoft Learn: TLS Elliptic Curves in Windows 10 version 1607 and later',
      url: 'https://learn.microsoft.com/en-us/windows/win32/secauthn/tls-elliptic-curves-in-windows-10-1607-and-later',
    },
    {
      title: 'rustls-platform-verifier issue 195: Windows does not verify certificates with Ed25519',
      url: 'https://github.com/rustls/rustls-platform-verifier/issues/195',
    },
    rfc(5480, '2.1.1'),
  ],
  roles: 'leaf',
  check({ certificate, endpoints }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject, key } = certificate;
    const severity = severest(endpoints.map((one) => AUDIENCE_SEVERITY[audience(one.protocol, one.port)]));
    const problem = problemOf(certificate);
    if (problem === undefined) {
      const message = `the kind of key of ${subject} is not known (${key.algorithm || 'unknown algorithm'})`;
      return { outcome: 'unknown', severity, message };
    }
    if (problem === null) {
      return { outcome: 'pass', severity, message: `${subject} has a key of a kind that all clients take` };
    }
    return {
      outcome: 'fail',
      severity,
      message: `${subject} has ${problem}`,
      fix: replaceCertificate(certificate, endpoints),
    };
  },
});

/** `null`: none; undefined: not known. What clients offer is told from recorded hellos of Chrome 101 to 137, Safari 13 to 26. */
function problemOf(certificate: Certificate): string | null | undefined {
  const { key } = certificate;
  switch (key.algorithm) {
    case 'RSA':
      return null;
    case 'DSA':
      return 'a DSA key, which no current client takes';
    case 'RSA-PSS':
      return (
        'an RSA key for PSS signatures alone, for which Chrome, Edge, Safari and Android offer no signature scheme ' +
        '(an ordinary RSA key serves for PSS as well)'
      );
    case 'Ed25519':
    case 'Ed448':
      return (
        `an ${key.algorithm} key, for which no browser and no Windows offers a signature scheme; that Schannel cannot use ` +
        'it on the server either is not confirmed by Microsoft'
      );
    case 'EC':
      return curveProblem(certificate);
    default:
      return undefined;
  }
}

function curveProblem(certificate: Certificate): string | null | undefined {
  const form = curveForm(certificate);
  if (form === null) return undefined;
  if (form.form === 'explicit') {
    return 'an EC key with its curve written out instead of named, which RFC 5480 forbids and clients refuse';
  }
  if (form.curve === 'P-256' || form.curve === 'P-384') return null;
  if (form.curve === 'P-521') {
    return 'an EC key on P-521, for which Chrome, Edge, Safari and Android offer no signature scheme, and which Schannel has off by default';
  }
  const { curve } = certificate.key;
  const schannel =
    curve !== null && SCHANNEL_OPTIONAL_CURVES.has(curve)
      ? 'Schannel has it off by default'
      : 'it is not among those that Microsoft lists for Schannel';
  return `an EC key on ${curve ?? 'an unknown curve'}, which no browser and no public CA takes; ${schannel}`;
}
