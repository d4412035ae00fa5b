import { coversName } from '../../certs/names.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { judgedLeaves } from '../judged-leaves.ts';
import { place } from '../places.ts';
import { CERTIFICATE_ARTICLE, CERTIFICATE_ARTICLE_2010 } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { unread } from '../unread.ts';

/** SIP over TLS: of Unified Messaging, 2010 to 2016, and of instant messaging in Outlook on the web. */
const SIP_PORTS: ReadonlySet<number> = new Set([5061, 5062]);

export const sipWildcard = organizationRule({
  id: 'exchange/sip-wildcard',
  title: 'A telephony service has its name from a wildcard only',
  scope: 'organization',
  severity: 'low',
  why:
    'Each Unified Messaging server needs its full name in its certificate, and Office Communications Server 2007 and 2007 R2 ' +
    'take no wildcard for it, nor for instant messaging in Outlook on the web. Exchange 2019 has no Unified Messaging.',
  fix: requestCertificate([], [], ['UM']),
  references: [CERTIFICATE_ARTICLE_2010, CERTIFICATE_ARTICLE],
  needs: ['reach', 'starttls', 'chains'],
  check(views): readonly Verdict[] {
    const own = views.filter(({ endpoint }) => endpoint.protocol === 'tls' && SIP_PORTS.has(endpoint.port));
    if (own.length === 0) {
      const message =
        'Unified Messaging was not asked for: only telephony servers should reach it; tls://<server>:5061 asks for it';
      return [{ outcome: 'not-applicable', message }];
    }
    return judgedLeaves(own, (certificates, endpoint): Verdict => {
      const hidden = certificates.map(unread).find((verdict) => verdict !== null);
      if (hidden) return hidden;
      const wild = certificates.find((one) => coversName(one, endpoint.host).by === 'san-wildcard');
      if (wild !== undefined) {
        return {
          outcome: 'fail',
          message: `${place(endpoint)} presents ${wild.subject}, which covers the name by ${coversName(wild, endpoint.host).entry ?? 'a wildcard'}`,
          fix: requestCertificate([endpoint.host], [endpoint], ['UM']),
        };
      }
      return {
        outcome: 'pass',
        message: `the certificate of ${place(endpoint)} needs no wildcard`,
      };
    });
  },
});
