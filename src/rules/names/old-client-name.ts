import { isIP } from 'node:net';
import { coversName } from '../../certs/names.ts';
import { serviceFamily } from '../../model/protocol.ts';
import { requestCertificate } from '../certificate-commands.ts';
import { leaves } from '../presented.ts';
import { CERTIFICATE_ARTICLE_2010 } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';
import { unreadParts } from '../unread.ts';

export const oldClientName = endpointRule({
  id: 'names/old-client-name',
  title: 'Very old clients of POP or IMAP do not find the name',
  scope: 'endpoint',
  severity: 'info',
  why:
    'Outlook before 2010 reads nothing but the common name when it connects to POP or IMAP (a hotfix for Outlook 2007 SP2 ' +
    'changes that), and Outlook on Windows XP looks for its principal name there. Current clients read the other names; ' +
    'this matters only where such old programs are still in use.',
  fix: requestCertificate([], []),
  references: [CERTIFICATE_ARTICLE_2010],
  needs: ['chains'],
  check({ chains }, { endpoint }): Verdict {
    const family = serviceFamily(endpoint.protocol);
    if (family !== 'pop' && family !== 'imap') {
      return { outcome: 'not-applicable', message: 'it matters for POP and IMAP only' };
    }
    if (isIP(endpoint.host) !== 0) {
      return { outcome: 'not-applicable', message: 'an address was asked for, not a name' };
    }
    const certificates = leaves(chains);
    const hidden = certificates.map(unreadParts).find((verdict) => verdict !== null);
    if (hidden) return hidden;
    const wanted = endpoint.host.toLowerCase();
    // No client trusts a self-signed one, whatever its names are.
    const judged = certificates.filter(({ selfSigned }) => selfSigned !== true);
    if (judged.length === 0) {
      return { outcome: 'not-applicable', message: 'the certificate is self-signed: see cert/self-signed' };
    }
    const without = judged.find(
      (one) =>
        coversName(one, wanted).covered && !one.commonNames.some((name) => name.toLowerCase() === wanted),
    );
    return without === undefined
      ? { outcome: 'pass', message: 'where the certificate covers the name, it is its common name too' }
      : {
          outcome: 'fail',
          message: `${endpoint.host} is not the common name of ${without.subject}: Outlook 2007 and older does not find it`,
          fix: requestCertificate([endpoint.host, ...without.dnsNames.slice(0, 50)], [endpoint]),
        };
  },
});
