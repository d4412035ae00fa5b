import { audience } from '../../exchange/audience.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Target } from '../../model/target.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { standing } from '../name-coverage.ts';
import { quote } from '../powershell.ts';
import { leaves } from '../presented.ts';
import { CERTIFICATE_ARTICLE, NEW_CERTIFICATE, rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';

export const uncoveredExpectedName = endpointRule({
  id: 'names/uncovered-expected-name',
  title: 'The certificate does not cover a name that clients of the service use',
  scope: 'endpoint',
  severity: 'high',
  why:
    'One website has one certificate: every name that web clients use, such as autodiscover, has to be in it, and POP, ' +
    'IMAP and each Receive connector need theirs in the certificate that they present. A name that is missing means ' +
    'warnings in Outlook or clients that cannot set themselves up.',
  fix: requestCertificate([], []),
  references: [CERTIFICATE_ARTICLE, NEW_CERTIFICATE, rfc(9525, '6.3')],
  needs: ['chains'],
  check({ chains }, { endpoint, target }): readonly Verdict[] {
    const names = expectedNames(endpoint, target);
    if (names.length === 0) {
      return [{ outcome: 'not-applicable', message: 'no other names are expected of this service' }];
    }
    const certificates = leaves(chains);
    const severity = audience(endpoint.protocol, endpoint.port) === 'clients' ? 'high' : 'medium';
    const judged = names.map((name) => ({ name, ...standing(certificates, name) }));
    const wanted = [...new Set([endpoint.host, ...names])];
    return judged.map(({ name, state, message }): Verdict => {
      const subject = { name };
      switch (state) {
        case 'covered':
          return { subject, outcome: 'pass', severity, message };
        case 'unknown':
          return { subject, outcome: 'unknown', severity, message };
        case 'common-name':
        case 'uncovered':
          return { subject, outcome: 'fail', severity, message, fix: fix(endpoint, name, wanted) };
      }
    });
  },
});

/** Names of the website for https, and for every service its own; the host itself has a rule of its own. */
function expectedNames({ host, protocol, port }: Endpoint, target: Target): readonly string[] {
  const own = target.services.filter((service) => service.protocol === protocol && service.port === port);
  const names = [...(protocol === 'https' ? target.names : []), ...own.flatMap((service) => service.names)];
  return [...new Set(names)].filter((name) => name.toLowerCase() !== host.toLowerCase());
}

function fix(endpoint: Endpoint, name: string, wanted: readonly string[]): readonly string[] {
  const request = requestCertificate(wanted, [endpoint]);
  switch (endpoint.protocol) {
    case 'pop3':
    case 'pop3s':
      return [
        ...request,
        `Set-PopSettings -X509CertificateName ${quote(name)}`,
        'Restart-Service MSExchangePOP3, MSExchangePOP3BE',
      ];
    case 'imap':
    case 'imaps':
      return [
        ...request,
        `Set-ImapSettings -X509CertificateName ${quote(name)}`,
        'Restart-Service MSExchangeIMAP4, MSExchangeIMAP4BE',
      ];
    default:
      return request;
  }
}
