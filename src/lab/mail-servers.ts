import { type LineServer, lineServer, type Reply } from './line-server.ts';
import type { Handler } from './tls-server.ts';

/** How a mail server of the lab behaves before TLS. */
export interface MailOptions {
  /** Name that the server gives itself. */
  readonly host: string;
  readonly tls: Handler;
  /** Time for the banner, ms since 1970. */
  readonly now: () => number;
  /**
   * offered: as it should be; absent: not offered and not known; refused: offered, and then refused; masked: written
   * over by a firewall on the way.
   */
  readonly starttls?: 'offered' | 'absent' | 'refused' | 'masked';
  /** Greets as a server that has too many connections, and leaves. */
  readonly busy?: boolean;
  /** Plain text sent in the same breath behind the reply to STARTTLS (CVE-2011-0411 and its kin). */
  readonly injected?: string;
  /** Capabilities instead of the usual ones of Exchange, without STARTTLS or STLS. */
  readonly capabilities?: readonly string[];
}

/** EHLO lines of the Default Frontend connector, as public scans of Exchange 2019 show them. */
export const FRONTEND_LINES: readonly string[] = [
  'SIZE 37748736',
  'PIPELINING',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'X-ANONYMOUSTLS',
  'AUTH NTLM',
  'X-EXPS GSSAPI NTLM',
  '8BITMIME',
  'BINARYMIME',
  'CHUNKING',
  'SMTPUTF8',
  'XRDST',
];

/** EHLO lines of the Client Frontend connector on port 587. */
export const CLIENT_LINES: readonly string[] = [
  'SIZE 36700160',
  'PIPELINING',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'AUTH GSSAPI NTLM',
  '8BITMIME',
  'BINARYMIME',
  'CHUNKING',
  'SMTPUTF8',
];

/** SMTP as a Receive connector of Exchange speaks it (RFC 5321, 3207). */
export function smtpServer(options: MailOptions): Handler {
  const { host, starttls = 'offered' } = options;
  const date = new Date(options.now()).toUTCString().replace('GMT', '+0000');
  const banner = `220 ${host} Microsoft ESMTP MAIL Service ready at ${date}`;
  const capabilities = offering(options.capabilities ?? FRONTEND_LINES, 'STARTTLS', starttls);
  return lineServer({
    greeting:
      options.busy === true
        ? closing('421 4.3.2 Service not available')
        : listening(starttls === 'masked' ? masked(banner) : banner),
    tls: options.tls,
    reply: byCommand(0, {
      EHLO: () => listening(...multiline([`${host} Hello`, ...capabilities])),
      HELO: () => listening(`250 ${host} Hello`),
      STARTTLS: () =>
        startTls(options, '220 2.0.0 SMTP server ready', {
          refused: '454 4.7.0 TLS not available due to temporary reason',
          absent: '500 5.3.3 Unrecognized command',
        }),
      QUIT: () => closing('221 2.0.0 Service closing transmission channel'),
      other: () => listening('500 5.3.3 Unrecognized command'),
    }),
  });
}

/** IMAP4 as Exchange speaks it (RFC 3501, 2595). */
export function imapServer(options: MailOptions): Handler {
  const { starttls = 'offered' } = options;
  const usual = 'IMAP4 IMAP4rev1 AUTH=NTLM AUTH=GSSAPI UIDPLUS MOVE ID CHILDREN IDLE NAMESPACE LITERAL+';
  const atoms = offering(options.capabilities ?? usual.split(' '), 'STARTTLS', starttls).join(' ');
  return lineServer({
    greeting:
      options.busy === true
        ? closing('* BYE [UNAVAILABLE] Connection limit reached')
        : listening('* OK The Microsoft Exchange IMAP4 service is ready.'),
    tls: options.tls,
    reply: byCommand(1, {
      CAPABILITY: (tag) => listening(`* CAPABILITY ${atoms}`, `${tag} OK CAPABILITY completed.`),
      STARTTLS: (tag) =>
        startTls(options, `${tag} OK Begin TLS negotiation now.`, {
          refused: `${tag} NO STARTTLS is not available.`,
          absent: `${tag} BAD Command Error. 10`,
        }),
      LOGOUT: (tag) =>
        closing('* BYE Microsoft Exchange Server IMAP4 server signing off.', `${tag} OK LOGOUT completed.`),
      other: (tag) => listening(`${tag} BAD Command Error. 10`),
    }),
  });
}

/** POP3 as Exchange speaks it (RFC 1939, 2449, 2595). */
export function pop3Server(options: MailOptions): Handler {
  const { starttls = 'offered' } = options;
  const lines = offering(options.capabilities ?? ['TOP', 'UIDL', 'SASL NTLM GSSAPI'], 'STLS', starttls);
  return lineServer({
    greeting:
      options.busy === true
        ? closing('-ERR [SYS/TEMP] Connection limit reached')
        : listening('+OK The Microsoft Exchange POP3 service is ready.'),
    tls: options.tls,
    reply: byCommand(0, {
      CAPA: () => listening('+OK', ...lines, '.'),
      STLS: () =>
        startTls(options, '+OK Begin TLS negotiation.', {
          refused: '-ERR STLS is not available.',
          absent: '-ERR Protocol error. 14',
        }),
      QUIT: () => closing('+OK Microsoft Exchange Server POP3 server signing off.'),
      other: () => listening('-ERR Protocol error. 14'),
    }),
  });
}

function startTls(
  { starttls = 'offered', injected = '' }: MailOptions,
  goAhead: string,
  otherwise: Readonly<Record<'refused' | 'absent', string>>,
): Reply {
  if (starttls === 'offered') return { text: `${goAhead}\r\n${injected}`, next: 'tls' };
  return listening(starttls === 'refused' ? otherwise.refused : otherwise.absent);
}

/** The keyword stands where Exchange has it, behind ENHANCEDSTATUSCODES, or at the end. */
function offering(
  capabilities: readonly string[],
  keyword: string,
  starttls: NonNullable<MailOptions['starttls']>,
): readonly string[] {
  if (starttls === 'absent') return capabilities;
  const word = starttls === 'masked' ? `${'X'.repeat(keyword.length - 1)}A` : keyword;
  const at = capabilities.indexOf('ENHANCEDSTATUSCODES') + 1 || capabilities.length;
  return capabilities.toSpliced(at, 0, word);
}

/** Cisco's ESMTP inspection hides the banner as well. */
function masked(banner: string): string {
  return `220 ${'*'.repeat(banner.length - 4)}`;
}

type Commands = Readonly<Record<string, (tag: string) => Reply>> & { readonly other: (tag: string) => Reply };

/** Looks the command up; it stands behind `tags` words. */
function byCommand(tags: 0 | 1, commands: Commands): LineServer['reply'] {
  return (line) => {
    const words = line.split(' ');
    const command = commands[(words[tags] ?? '').toUpperCase()] ?? commands.other;
    return command(words[0] ?? '*');
  };
}

function listening(...lines: readonly string[]): Reply {
  return { text: lines.map((line) => `${line}\r\n`).join(''), next: 'listen' };
}

function closing(...lines: readonly string[]): Reply {
  return { ...listening(...lines), next: 'close' };
}

function multiline(lines: readonly string[]): string[] {
  return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`);
}
