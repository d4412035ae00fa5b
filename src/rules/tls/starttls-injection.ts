import { rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';

export const starttlsInjection = endpointRule({
  id: 'tls/starttls-injection',
  title: 'Plain text follows the reply to STARTTLS',
  scope: 'endpoint',
  severity: 'high',
  why:
    'Nothing may come between the reply to STARTTLS and TLS itself. Text in that place was not protected by TLS; a ' +
    'client that reads it afterwards takes the words of somebody in the path for those of the server. Careful clients ' +
    'end the connection.',
  fix: [
    '# Scan again from inside the network. If the text is gone, a device on the way adds it: find that device.',
    '# If it is still there, update the server or the gateway that answers on this port.',
  ],
  references: [rfc(3207, '4.2'), rfc(7457, '2.2')],
  needs: ['starttls'],
  check({ starttls }): Verdict {
    switch (starttls.state) {
      case 'implicit':
        return { outcome: 'not-applicable', message: 'TLS begins with the connection here' };
      case 'offered':
        return starttls.trailing > 0
          ? {
              outcome: 'fail',
              message: `${starttls.trailing} bytes of plain text came behind the reply to STARTTLS`,
            }
          : { outcome: 'pass', message: 'nothing came between the reply to STARTTLS and TLS' };
      default:
        return { outcome: 'not-applicable', message: 'TLS cannot be started here' };
    }
  },
});
