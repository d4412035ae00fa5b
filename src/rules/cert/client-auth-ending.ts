import {
  CHROME_CLIENT_AUTH_RULE,
  CLIENT_AUTH,
  CLIENT_AUTH_RULES,
  clientAuthRule,
} from '../../certs/client-auth-rules.ts';
import { day } from '../day.ts';
import { CHECK_MUTUAL_TLS, mailEndpoints, MUTUAL_TLS_REFERENCES } from '../mutual-tls.ts';
import { notPublic } from '../public-trust.ts';
import { certificateRule } from '../rule.ts';
import { unread, unreadParts, unreadValidity } from '../unread.ts';

export const clientAuthEnding = certificateRule({
  id: 'cert/client-auth-ending',
  title: 'The next certificate of mail flow will not be for clients',
  scope: 'certificate',
  severity: 'info',
  why:
    'Chrome trusts no authority any more that issues certificates for servers and clients in one, so all public CAs stop ' +
    'in 2026 and 2027. Exchange presents the certificate as a client when it sends with mutual TLS, in hybrid mail flow ' +
    'and Domain Security. Whether that goes on without the usage for clients is not confirmed by Microsoft: know it ' +
    'before the renewal does it.',
  fix: CHECK_MUTUAL_TLS,
  references: [
    ...[CHROME_CLIENT_AUTH_RULE, ...CLIENT_AUTH_RULES].map(({ who, url }) => ({
      title: `End of clientAuth: ${who}`,
      url,
    })),
    ...MUTUAL_TLS_REFERENCES,
  ],
  roles: 'leaf',
  check(presented, context) {
    const { certificate } = presented;
    const hidden = unread(certificate) ?? unreadValidity(certificate);
    if (hidden) return hidden;
    if (mailEndpoints(presented.endpoints).length === 0) {
      return { outcome: 'not-applicable', message: 'it is not presented on port 25' };
    }
    const other = notPublic(presented, context);
    if (other) return other;
    const { subject, extendedKeyUsage: usages, notAfter } = certificate;
    if (usages?.includes(CLIENT_AUTH) !== true) {
      const message = `${subject} does not name clients among its usages: see cert/server-auth-only`;
      return (usages === null ? unreadParts(certificate) : null) ?? { outcome: 'not-applicable', message };
    }
    const { who, from, onRequest, said } = clientAuthRule(certificate);
    const renewed = Math.max(notAfter, context.now);
    const source = said === 'itself' ? '' : ' (as others report; it is not confirmed by the CA here)';
    if (renewed >= Date.parse(from)) {
      const message = `${subject} may authenticate clients; when it ends, on ${day(notAfter)}, there are none such any more: ${who}, from ${from}${source}`;
      return { outcome: 'fail', message };
    }
    const request = onRequest === null ? '' : `; it has to be asked for since ${onRequest}`;
    const message = `${subject} may authenticate clients, and so may the one that follows it, until ${from} (${who})${source}${request}`;
    return { outcome: 'pass', message };
  },
});
