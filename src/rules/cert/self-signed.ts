import type { Audience } from '../../exchange/audience.ts';
import { audience } from '../../exchange/audience.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { AUDIENCE_SEVERITY } from '../audience-severity.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { places } from '../places.ts';
import { CERTIFICATE_ARTICLE, ENABLE_CERTIFICATE, NEW_CERTIFICATE, rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { severest } from '../severest.ts';
import { unread } from '../unread.ts';

export const selfSigned = certificateRule({
  id: 'cert/self-signed',
  title: 'The certificate is self-signed',
  scope: 'certificate',
  severity: 'high',
  why:
    'No client trusts it: Outlook and browsers warn, phones and Outlook Anywhere do not connect at all, and users ' +
    'learn to click warnings away. Between Exchange servers it is normal and enough. On port 25 it serves for ' +
    'opportunistic TLS, where nobody verifies, and fails wherever a sender does.',
  fix: requestCertificate([], []),
  references: [CERTIFICATE_ARTICLE, NEW_CERTIFICATE, ENABLE_CERTIFICATE, rfc(7672), rfc(8461)],
  roles: 'leaf',
  check({ certificate, endpoints }) {
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const { subject } = certificate;
    if (certificate.selfSigned === null) {
      const message = `${subject} names itself as its issuer; this machine cannot verify its signature`;
      return { outcome: 'unknown', message };
    }
    if (!certificate.selfSigned) return { outcome: 'pass', message: `${subject} was issued by another` };
    const seen = AUDIENCES.map((who) => ({ who, there: endpoints.filter((one) => audienceOf(one) === who) }));
    const judged = seen.filter(({ there }) => there.length > 0);
    const message = `${subject} is self-signed. ${judged.map(({ who, there }) => MEANING[who](places(there))).join('. ')}`;
    const outside = endpoints.filter((one) => audienceOf(one) !== 'servers');
    if (outside.length === 0) return { outcome: 'pass', message };
    return {
      outcome: 'fail',
      severity: severest(judged.map(({ who }) => AUDIENCE_SEVERITY[who])),
      message,
      fix: requestCertificate([], outside),
    };
  },
});

const AUDIENCES = ['clients', 'internet-mail', 'servers'] as const satisfies readonly Audience[];

const MEANING: Readonly<Record<Audience, (where: string) => string>> = {
  clients: (where) => `Clients of ${where} warn or refuse`,
  'internet-mail': (where) =>
    `On ${where} senders with opportunistic TLS accept it; hybrid mail flow, MTA-STS in enforce mode, DANE with a ` +
    'PKIX usage and Domain Security do not',
  servers: (where) => `On ${where} only other Exchange servers connect, and they expect it`,
};

function audienceOf({ protocol, port }: Endpoint): Audience {
  return audience(protocol, port);
}
