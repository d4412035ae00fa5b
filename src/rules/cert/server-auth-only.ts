import { CLIENT_AUTH } from '../../certs/client-auth-rules.ts';
import { CHECK_MUTUAL_TLS, mailEndpoints, MUTUAL_TLS_REFERENCES } from '../mutual-tls.ts';
import { places } from '../places.ts';
import { notPublic } from '../public-trust.ts';
import { rfc } from '../references.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadParts } from '../unread.ts';

const ANY_USAGE = '2.5.29.37.0';

export const serverAuthOnly = certificateRule({
  id: 'cert/server-auth-only',
  title: 'The certificate of mail flow is for servers only',
  scope: 'certificate',
  severity: 'info',
  why:
    'For receiving mail that is all it needs. Exchange presents the same certificate as a client when it sends with mutual ' +
    'TLS, in hybrid mail flow and Domain Security, and public CAs leave out the usage for clients now. Some gateways are ' +
    'known to refuse such certificates, and some Windows clients pass them over. Whether Exchange itself and Exchange ' +
    'Online take them is not confirmed: Microsoft has not said so, and the self-signed ones of Exchange, which have no ' +
    'usage for clients either, work between Exchange servers.',
  fix: CHECK_MUTUAL_TLS,
  references: [rfc(5280, '4.2.1.12'), ...MUTUAL_TLS_REFERENCES],
  roles: 'leaf',
  check(presented, context) {
    const { certificate } = presented;
    const hidden = unread(certificate);
    if (hidden) return hidden;
    const where = mailEndpoints(presented.endpoints);
    if (where.length === 0) return { outcome: 'not-applicable', message: 'it is not presented on port 25' };
    const other = notPublic(presented, context);
    if (other) return other;
    const { subject, extendedKeyUsage: usages } = certificate;
    if (usages === null) {
      return (
        unreadParts(certificate) ?? { outcome: 'pass', message: `${subject} is not limited to any usage` }
      );
    }
    if (usages.includes(CLIENT_AUTH) || usages.includes(ANY_USAGE)) {
      return { outcome: 'pass', message: `${subject} may authenticate clients as well` };
    }
    return {
      outcome: 'fail',
      message:
        `${subject} on ${places(where)} may authenticate servers and no clients: fine for receiving; ` +
        'check sending with mutual TLS, as in hybrid mail flow (what Exchange makes of it is not confirmed)',
    };
  },
});
