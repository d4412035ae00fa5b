import { isIP } from 'node:net';
import type { Audience } from '../../exchange/audience.ts';
import { audience } from '../../exchange/audience.ts';
import { AUDIENCE_SEVERITY } from '../audience-severity.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { standing } from '../name-coverage.ts';
import { leaves } from '../presented.ts';
import { CERTIFICATE_ARTICLE, NEW_CERTIFICATE, rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';

export const uncoveredName = endpointRule({
  id: 'names/uncovered-name',
  title: 'The certificate does not cover the name that was asked for',
  scope: 'endpoint',
  severity: 'high',
  why:
    'A client compares the name it connects to with the names in the certificate. If none fits, Outlook and browsers ' +
    'warn on every start, phones do not connect, and senders that verify do not deliver. A wildcard stands for exactly ' +
    'one label: *.contoso.com covers mail.contoso.com, not contoso.com and not eu.mail.contoso.com.',
  fix: requestCertificate([], []),
  references: [CERTIFICATE_ARTICLE, NEW_CERTIFICATE, rfc(9525, '6.3')],
  needs: ['chains'],
  check({ chains }, { endpoint }): Verdict {
    const certificates = leaves(chains);
    const who = audience(endpoint.protocol, endpoint.port);
    const { state, message } = standing(certificates, endpoint.host);
    const literal = isIP(endpoint.host) !== 0;
    switch (state) {
      case 'covered':
        return { outcome: 'pass', message };
      case 'unknown':
        return { outcome: 'unknown', severity: AUDIENCE_SEVERITY[who], message };
      case 'common-name':
        return { outcome: 'not-applicable', message: `${message}: see names/common-name-only` };
      case 'uncovered':
        return literal
          ? {
              outcome: 'not-applicable',
              message: 'an address was asked for, not a name; name the host to have its certificate compared',
            }
          : {
              outcome: 'fail',
              severity: AUDIENCE_SEVERITY[who],
              message: `${message}. ${MEANING[who]}`,
              fix:
                who === 'servers'
                  ? NOTHING
                  : requestCertificate(
                      [
                        endpoint.host,
                        ...certificates.flatMap(({ dnsNames }) => dnsNames).slice(0, MOST_NAMES),
                      ],
                      [endpoint],
                    ),
            };
    }
  },
});

/** Names taken over from the old certificate into the request. */
const MOST_NAMES = 50;

/** A certificate for IIS or SMTP would land where clients are, not here. */
const NOTHING: readonly string[] = [
  '# Nothing has to be done: what Setup made for these ports is meant for them.',
];

const MEANING: Readonly<Record<Audience, string>> = {
  clients: 'Clients warn or refuse',
  'internet-mail':
    'Senders with opportunistic TLS do not look at the name; MTA-STS, DANE with a PKIX usage and partners that force TLS do',
  servers: 'Only other Exchange servers and administrators connect here, and they do not need it',
};
