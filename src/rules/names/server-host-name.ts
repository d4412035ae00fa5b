import { readReference } from '../../certs/reference.ts';
import { askedNames, entriesBeside } from '../asked-names.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { places } from '../places.ts';
import { presence } from '../presence.ts';
import { presentedLeaves } from '../presented-leaves.ts';
import { publiclyTrusted } from '../public-trust.ts';
import { CERTIFICATE_ARTICLE } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { isServerName, serverNames } from '../server-names.ts';

export const serverHostName = organizationRule({
  id: 'names/server-host-name',
  title: 'A public certificate has the name of a server',
  scope: 'organization',
  severity: 'info',
  why:
    'Clients connect to the names of services, and Microsoft advises to leave the names of single servers out of the ' +
    'certificate if nothing needs them: every one is work when a server is replaced, and all names of public ' +
    'certificates can be read by everybody in the logs of Certificate Transparency. A name counts here if a server calls ' +
    'itself by it and no target asks for it.',
  fix: requestCertificate([], []),
  references: [CERTIFICATE_ARTICLE],
  needs: ['reach', 'starttls', 'chains'],
  check(views, context): readonly Verdict[] {
    const leaves = presentedLeaves(views);
    const known = leaves.filter((leaf) => publiclyTrusted(leaf, context) === 'yes');
    const silent = views.filter((view) => presence(view) === 'silent').map(({ endpoint }) => endpoint);
    if (known.length === 0) {
      if (silent.length > 0) {
        return [{ outcome: 'unknown', message: `the certificate of ${places(silent)} is not known` }];
      }
      const undecided = leaves.filter((leaf) => publiclyTrusted(leaf, context) === 'unknown');
      return undecided.length > 0
        ? [{ outcome: 'unknown', message: 'it is not known whether the certificates come from a public CA' }]
        : [{ outcome: 'not-applicable', message: 'no certificate of a public CA was seen' }];
    }
    const servers = serverNames(views);
    const beside = entriesBeside(askedNames(context.targets));
    return known.map((leaf): Verdict => {
      const { certificate, endpoints, evidence } = leaf;
      const names = beside(certificate).filter((entry) => {
        const reference = readReference(entry);
        return reference.kind === 'name' && isServerName(servers, reference.name);
      });
      const about = {
        subject: { certificate: certificate.sha256 },
        endpoints: endpoints.map(({ id }) => id),
        evidence,
      };
      if (names.length === 0) {
        const message = `${certificate.subject} has no name that a server here calls itself by and nobody asks for`;
        return { ...about, outcome: 'pass', message };
      }
      const kept = certificate.dnsNames.filter((name) => !names.includes(name));
      return {
        ...about,
        outcome: 'fail',
        message: `${certificate.subject} has ${names.join(', ')}, by which servers call themselves and which no target asks for; leave it out of the next one if no client uses it`,
        fix: requestCertificate(kept, endpoints),
      };
    });
  },
});
