import { judgedLeaves } from '../judged-leaves.ts';
import { CERTIFICATE_ARTICLE, NETWORK_PORTS } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { organizationRule } from '../rule.ts';
import { NEW_SELF_SIGNED } from '../certificate-commands.ts';
import { place } from '../places.ts';
import { unreadParts } from '../unread.ts';

/** Secure LDAP to the directory of an Edge Transport server ("Network ports for clients and mail flow"). */
const EDGESYNC = 50_636;

export const edgesyncCertificate = organizationRule({
  id: 'exchange/edgesync-certificate',
  title: 'EdgeSync has a certificate of a kind that it does not support',
  scope: 'organization',
  severity: 'medium',
  why:
    'EdgeSync writes recipients and connectors to the Edge Transport server by secure LDAP on port 50636, with the ' +
    "self-signed certificate of that server. It does not support elliptic curves: of all services in Microsoft's table only " +
    'EdgeSync and S/MIME do not.',
  fix: [...NEW_SELF_SIGNED, '# Then subscribe the Edge Transport server anew (New-EdgeSubscription).'],
  references: [CERTIFICATE_ARTICLE, NETWORK_PORTS],
  needs: ['reach', 'starttls', 'chains'],
  check(views): readonly Verdict[] {
    const own = views.filter(({ endpoint }) => endpoint.port === EDGESYNC);
    if (own.length === 0) {
      const message =
        'EdgeSync was not asked for: only Mailbox servers should reach it; tls://<edge server>:50636 asks from one of them';
      return [{ outcome: 'not-applicable', message }];
    }
    return judgedLeaves(own, (certificates, endpoint): Verdict => {
      const curve = certificates.find(({ key }) => key.algorithm === 'EC');
      if (curve !== undefined) {
        const message = `${place(endpoint)} presents ${curve.subject}, a certificate on the elliptic curve ${curve.key.curve ?? 'of its own'}`;
        return { outcome: 'fail', message };
      }
      const hidden = certificates.map(unreadParts).find((verdict) => verdict !== null);
      if (hidden) return hidden;
      const what = certificates.map(({ subject, key }) => `${subject} (${key.algorithm})`).join(' and ');
      return { outcome: 'pass', message: `${place(endpoint)} presents ${what}` };
    });
  },
});
