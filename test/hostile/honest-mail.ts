import { imapServer, type MailOptions, pop3Server, smtpServer } from '../../src/lab/mail-servers.ts';
import type { Handler } from '../../src/lab/tls-server.ts';
import { honest } from './scripted-server.ts';

const SERVERS = { smtp: smtpServer, imap: imapServer, pop3: pop3Server } as const;

export type MailProtocol = keyof typeof SERVERS;

/** Exchange 2019 behind STARTTLS, as it should be where nothing is changed. */
export function honestMail(protocol: MailProtocol, changes: Partial<MailOptions> = {}): Handler {
  return SERVERS[protocol]({ host: 'mail.contoso.com', now: () => 0, tls: honest(), ...changes });
}

/** The dialogue up to the command that starts TLS, for scripts that go on in their own way. */
export const BEFORE_TLS: Readonly<Record<MailProtocol, readonly string[]>> = {
  smtp: ['220 mail.contoso.com\r\n', '250-mail.contoso.com\r\n250 STARTTLS\r\n'],
  imap: ['* OK ready\r\n', '* CAPABILITY IMAP4rev1 STARTTLS\r\nA OK done\r\n'],
  pop3: ['+OK ready\r\n', '+OK\r\nSTLS\r\n.\r\n'],
};

/** Its answer to that command, if it means yes. */
export const GO_AHEAD: Readonly<Record<MailProtocol, string>> = {
  smtp: '220 2.0.0 SMTP server ready\r\n',
  imap: 'B OK Begin TLS negotiation now.\r\n',
  pop3: '+OK Begin TLS negotiation.\r\n',
};
