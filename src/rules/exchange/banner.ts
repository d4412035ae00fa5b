import { EDCA_CONTROLS, SET_RECEIVE_CONNECTOR } from '../references.ts';
import { connectorIdentity } from '../connector-commands.ts';
import { quote } from '../powershell.ts';
import { endpointRule } from '../rule.ts';

/** The default of `Set-ReceiveConnector -Banner`, with the server's name before it. */
const DEFAULT_BANNER = /\bMicrosoft ESMTP MAIL Service\b/i;

export const banner = endpointRule({
  id: 'exchange/banner',
  title: 'The SMTP greeting names the product',
  scope: 'endpoint',
  severity: 'info',
  why:
    'The default greeting of a Receive connector says that this is Microsoft software, and by which name the server ' +
    'knows itself. DISA STIG and the audit tool EDCA want a neutral one. It hides little: the product shows itself in ' +
    'other ways as well.',
  fix: [
    '# The text has to begin with 220 and a name:',
    `Set-ReceiveConnector ${connectorIdentity(25)} -Banner '220 mail.contoso.com'`,
  ],
  references: [SET_RECEIVE_CONNECTOR, EDCA_CONTROLS],
  needs: ['reach'],
  check({ reach }, { endpoint }) {
    if (endpoint.protocol !== 'smtp') {
      return { outcome: 'not-applicable', message: 'only SMTP has a greeting that can be set' };
    }
    const text = reach.preamble?.banner ?? null;
    if (text === null) return { outcome: 'unknown', message: 'no greeting was heard' };
    if (!DEFAULT_BANNER.test(text))
      return { outcome: 'pass', message: `the greeting does not name Exchange: ${text}` };
    return {
      outcome: 'fail',
      message: `the default greeting of Exchange: ${text}`,
      fix: [
        '# The text has to begin with 220 and a name:',
        `Set-ReceiveConnector ${connectorIdentity(endpoint.port)} -Banner ${quote(`220 ${endpoint.host}`)}`,
      ],
    };
  },
});
