import { audience } from '../../exchange/audience.ts';
import { replaceCertificate, requestCertificate } from '../certificate-commands.ts';
import { places } from '../places.ts';
import { rfc, SCHANNEL_REGISTRY } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadParts } from '../unread.ts';

const STAPLE_BEHIND_SNI = [
  '# IIS staples for a binding without server name; for one with server name it has to be allowed (then restart):',
  "Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL' -Name EnableOcspStaplingForSni -Type DWord -Value 1",
  '# The server must reach the OCSP responder of the authority over http.',
];

export const mustStapleMissing = certificateRule({
  id: 'cert/must-staple-missing',
  title: 'The certificate demands a stapled OCSP answer and none is sent',
  scope: 'certificate',
  severity: 'high',
  why:
    'The TLS feature extension (must-staple) is a promise to clients that the server always sends a fresh OCSP answer ' +
    'along. Clients that know it, Firefox among them, end the connection without one.',
  fix: [
    ...STAPLE_BEHIND_SNI,
    '# Where it cannot be done, use a certificate without the extension:',
    ...requestCertificate([], []),
  ],
  references: [rfc(7633, '4'), rfc(6066, '8'), SCHANNEL_REGISTRY],
  roles: 'leaf',
  check({ certificate, endpoints, stapling }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject } = certificate;
    if (!certificate.mustStaple) {
      const message = `${subject} does not demand a stapled OCSP answer`;
      return unreadParts(certificate) ?? { outcome: 'not-applicable', message };
    }
    const bare = stapling.filter(({ stapled }) => !stapled);
    const without = endpoints.filter(({ id }) => bare.some((one) => one.endpoint === id));
    if (without.length > 0) {
      const toClients = without.some(({ protocol, port }) => audience(protocol, port) === 'clients');
      return {
        outcome: 'fail',
        severity: toClients ? 'high' : 'medium',
        message: `${subject} demands a stapled OCSP answer, and none comes with it on ${places(without)}`,
        fix: [
          ...STAPLE_BEHIND_SNI,
          '# Where it cannot be done, use a certificate without the extension:',
          ...replaceCertificate(certificate, without),
        ],
        evidence: bare.flatMap(({ evidence }) => evidence),
      };
    }
    const unseen = endpoints.filter(({ id }) => !stapling.some((one) => one.endpoint === id));
    return unseen.length > 0
      ? {
          outcome: 'unknown',
          message: `whether ${subject} comes with the answer that it demands is not known on ${places(unseen)}`,
        }
      : { outcome: 'pass', message: `${subject} comes with the stapled OCSP answer that it demands` };
  },
});
