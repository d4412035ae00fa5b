import type { Endpoint } from '../../model/endpoint.ts';
import { connectorIdentity } from '../connector-commands.ts';
import type { Preamble } from '../../model/observation.ts';
import { type ServiceFamily, serviceFamily, tlsStart } from '../../model/protocol.ts';
import { RECEIVE_CONNECTORS, rfc } from '../references.ts';
import type { Verdict } from '../rule.ts';
import { endpointRule } from '../rule.ts';

export const authBeforeTls = endpointRule({
  id: 'mail/auth-before-tls',
  title: 'Passwords are taken without TLS',
  scope: 'endpoint',
  severity: 'medium',
  why:
    'A server that offers to take passwords before TLS has begun gets them from clients that do not insist on it, and so ' +
    'does whoever listens. Exchange by default takes basic authentication over SMTP only after STARTTLS, and logins over ' +
    'POP3 and IMAP only over TLS (LoginType SecureLogin).',
  fix: [
    ...requireTls(587),
    'Set-PopSettings -LoginType SecureLogin',
    'Set-ImapSettings -LoginType SecureLogin',
  ],
  references: [
    RECEIVE_CONNECTORS,
    rfc(4954, '4'),
    rfc(2595, '2.1'),
    rfc(3501, '6.2.3'),
    {
      title: 'Microsoft Learn: Set-ReceiveConnector',
      url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-receiveconnector',
    },
    {
      title: 'Microsoft Learn: Set-PopSettings',
      url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/set-popsettings',
    },
  ],
  needs: ['reach'],
  check({ reach }, { endpoint }): Verdict {
    if (tlsStart(endpoint.protocol) === 'implicit')
      return { outcome: 'not-applicable', message: 'TLS begins before anything is said' };
    if (reach.state === 'not-enabled') return { outcome: 'not-applicable', message: 'the port is closed' };
    if (reach.preamble === null || reach.preamble.capabilities.length === 0)
      return { outcome: 'unknown', message: 'what the server offers before TLS is not known' };
    const family = serviceFamily(endpoint.protocol);
    if (family !== 'smtp' && family !== 'pop' && family !== 'imap')
      return { outcome: 'not-applicable', message: 'it is no service for mail' };
    const found = OFFERS[family](reach.preamble);
    return found.length === 0
      ? { outcome: 'pass', message: 'no way to send a password is offered before TLS' }
      : {
          outcome: 'fail',
          message: `before TLS the server offers ${found.join(', ')}`,
          fix: fixOf(endpoint, family),
        };
  },
});

/** Mechanisms in which the password itself is sent. */
const CLEAR = new Set(['LOGIN', 'PLAIN', 'XOAUTH2', 'OAUTHBEARER']);

/** `AUTH NTLM LOGIN`, and `AUTH=LOGIN` of old servers (RFC 4954, 3). */
function smtp({ capabilities }: Preamble): readonly string[] {
  return capabilities
    .map((line) => line.toUpperCase().split(/[ =]+/))
    .filter(([keyword]) => keyword === 'AUTH')
    .flatMap(([, ...mechanisms]) => mechanisms.filter((one) => CLEAR.has(one)))
    .filter(isFirst)
    .map((one) => `AUTH ${one}`);
}

/** `USER` (RFC 2449, 6.3) and `SASL PLAIN` (6.4). */
function pop({ capabilities }: Preamble): readonly string[] {
  return capabilities
    .map((line) => line.toUpperCase().trim().split(/ +/))
    .flatMap(([keyword, ...mechanisms]) => {
      if (keyword === 'USER') return ['USER'];
      return keyword === 'SASL' ? mechanisms.filter((one) => CLEAR.has(one)).map((one) => `SASL ${one}`) : [];
    })
    .filter(isFirst);
}

/** LOGIN is there unless the server says that it is not (RFC 3501, 6.2.3). */
function imap({ capabilities }: Preamble): readonly string[] {
  const atoms = capabilities.map((atom) => atom.toUpperCase());
  const mechanisms = atoms.filter(
    (atom) => atom.startsWith('AUTH=') && CLEAR.has(atom.slice('AUTH='.length)),
  );
  return [...(atoms.includes('LOGINDISABLED') ? [] : ['LOGIN']), ...mechanisms].filter(isFirst);
}

function isFirst(text: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(text) === index;
}

function fixOf({ port }: Endpoint, family: 'smtp' | 'pop' | 'imap'): readonly string[] {
  return family === 'smtp' ? requireTls(port) : FIXES[family];
}

/** Adds to what the connector takes, so that nothing of it is lost. */
function requireTls(port: number): readonly string[] {
  return [
    `$connector = Get-ReceiveConnector ${connectorIdentity(port)}`,
    'Set-ReceiveConnector $connector.Identity -AuthMechanism "$($connector.AuthMechanism), Tls, BasicAuthRequireTLS"',
  ];
}

const FIXES = {
  pop: ['Set-PopSettings -LoginType SecureLogin', 'Restart-Service MSExchangePOP3, MSExchangePOP3BE'],
  imap: ['Set-ImapSettings -LoginType SecureLogin', 'Restart-Service MSExchangeIMAP4, MSExchangeIMAP4BE'],
} as const satisfies Partial<Record<ServiceFamily, readonly string[]>>;

const OFFERS = { smtp, pop, imap } as const;
