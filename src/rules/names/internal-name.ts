import type { Certificate } from '../../certs/certificate.ts';
import { isReservedAddress, nameReach } from '../../certs/internal-names.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { notPublic } from '../public-trust.ts';
import { BASELINE_REQUIREMENTS, rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadParts } from '../unread.ts';

export const internalName = certificateRule({
  id: 'names/internal-name',
  title: 'A public certificate has a name that exists in one network only',
  scope: 'certificate',
  severity: 'high',
  why:
    'mail.contoso.local, EX01 or 10.0.0.5 belong to whoever uses them, so nobody can prove to own them: public CAs may not ' +
    'certify them since 2015 and have to revoke a certificate that slipped through, within days and for all its names. ' +
    'Services inside are reached by public names that the own DNS answers with internal addresses (split DNS).',
  fix: [
    '# Give the services names of the public domain inside as well (split DNS), set them on the virtual directories, then ask for a certificate with those names alone:',
    ...requestCertificate([], []),
  ],
  references: [BASELINE_REQUIREMENTS, rfc(6761), rfc(6762, '3'), rfc(6890)],
  roles: 'leaf',
  check(presented, context) {
    const { certificate, endpoints } = presented;
    const hidden = unread(certificate) ?? notPublic(presented, context);
    if (hidden) return hidden;
    const { subject } = certificate;
    const { internal, unlisted } = namesOf(certificate);
    if (internal.length > 0) {
      return {
        outcome: 'fail',
        message: `${subject} looks as if a public CA had issued it, and has ${internal.join(', ')}: the CA has to revoke it, or it only pretends`,
        fix: [
          '# Give the services names of the public domain inside as well (split DNS), set them on the virtual directories, then ask for a certificate with those names alone:',
          ...requestCertificate(
            certificate.dnsNames.filter((name) => nameReach(name) === 'public'),
            endpoints.filter(({ host }) => nameReach(host) === 'public'),
          ),
        ],
      };
    }
    const partly = unreadParts(certificate);
    if (partly) return partly;
    return unlisted.length > 0
      ? {
          outcome: 'unknown',
          message: `the top-level domain of ${unlisted.join(', ')} is not on the list that this version has`,
        }
      : { outcome: 'pass', message: `all names of ${subject} are public ones` };
  },
});

/** The common name counts if it is a name at all: it has to be one of the alternative names. */
function namesOf({ dnsNames, ipAddresses, commonNames }: Certificate): {
  readonly internal: readonly string[];
  readonly unlisted: readonly string[];
} {
  const common = commonNames.filter((name) => /^[\w*-]+(?:\.[\w-]+)+$/.test(name) && /[a-z]/i.test(name));
  const names = [...new Set([...dnsNames, ...common])];
  const ranked = names.map((name) => ({ name, reach: nameReach(name) }));
  return {
    internal: [
      ...ranked.filter(({ reach }) => reach === 'internal').map(({ name }) => name),
      ...ipAddresses.filter(isReservedAddress),
    ],
    unlisted: ranked.filter(({ reach }) => reach === 'unlisted').map(({ name }) => name),
  };
}
