import { coversName } from '../../certs/names.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { leaves } from '../presented.ts';
import { place } from '../places.ts';
import { presence } from '../presence.ts';
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
    return own.map((view): Verdict => {
      const { endpoint, facts } = view;
      const about = {
        subject: { host: endpoint.host, endpoint: endpoint.id },
        endpoints: [endpoint.id],
        evidence: facts.chains.evidence,
      };
      if (!facts.chains.known) {
        return presence(view) === 'absent'
          ? { ...about, outcome: 'not-applicable', message: `nothing listens on ${place(endpoint)}` }
          : { ...about, outcome: 'unknown', message: `the certificate of ${place(endpoint)} is not known` };
      }
      const certificates = leaves(facts.chains.value);
      const hidden = certificates.map(unread).find((verdict) => verdict !== null);
      if (hidden) return { ...about, ...hidden };
      const wild = certificates.find((one) => coversName(one, endpoint.host).by === 'san-wildcard');
      if (wild !== undefined) {
        return {
          ...about,
          outcome: 'fail',
          message: `${place(endpoint)} presents ${wild.subject}, which covers the name by ${coversName(wild, endpoint.host).entry ?? 'a wildcard'}`,
          fix: requestCertificate([endpoint.host], [endpoint], ['UM']),
        };
      }
      return {
        ...about,
        outcome: 'pass',
        message: `the certificate of ${place(endpoint)} needs no wildcard`,
      };
    });
  },
});
