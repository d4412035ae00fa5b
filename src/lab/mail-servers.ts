import { type LineServer, lineServer, type Reply } from './line-server.ts';
import { FRONTEND_LINES, IMAP_ATOMS, POP_LINES } from './mail-lines.ts';
import { ntlmExchange } from './ntlm-exchange.ts';
import type { Handler } from './tls-server.ts';

/** How a mail server of the lab behaves. */
export interface MailOptions {
  /** Name that the server gives itself. */
  readonly host: string;
  /** What takes over where STARTTLS or STLS leads. */
  readonly tls: Handler;
  /** Time for the banner, ms since 1970. */
  readonly now: () => number;
  /**
   * offered: as it should be; absent: not offered and not known; refused: offered, and then refused; masked: written
   * over by a firewall on the way.
   */
  readonly starttls?: 'offered' | 'absent' | 'refused' | 'masked';
  /**
   * plain: before TLS, the default; started: the dialogue that goes on after STARTTLS, without a greeting; implicit:
   * inside of TLS from the first byte.
   */
  readonly phase?: 'plain' | 'started' | 'implicit';
  /** Greets as a server that has too many connections, and leaves. */
  readonly busy?: boolean;
  /** Plain text sent in the same breath behind the reply to STARTTLS (CVE-2011-0411 and its kin). */
  readonly injected?: string;
  /** Capabilities instead of the usual ones of Exchange, without STARTTLS or STLS. */
  readonly capabilities?: readonly string[];
  /** SMTP banner behind the name, instead of that of Exchange. */
  readonly banner?: string;
  /** What X-ANONYMOUSTLS of SMTP leads to; without it the command is offered, if it is, and not known. */
  readonly anonymousTls?: Handler;
  /** The NTLM challenge that answers a client; without it the mechanism is not known. */
  readonly challenge?: () => Uint8Array;
}

/** SMTP as a Receive connector of Exchange speaks it (RFC 5321, 3207). */
export function smtpServer(options: MailOptions): Handler {
  const { host, starttls = 'offered' } = options;
  const date = new Date(options.now()).toUTCString().replace('GMT', '+0000');
  const banner = `220 ${host} ${options.banner ?? `Microsoft ESMTP MAIL Service ready at ${date}`}`;
  const capabilities = offering(options.capabilities ?? FRONTEND_LINES, 'STARTTLS', options);
  const goAhead = '220 2.0.0 SMTP server ready';
  return lineServer({
    greeting: greetingOf(
      options,
      '421 4.3.2 Service not available',
      starttls === 'masked' ? masked(banner) : banner,
    ),
    reply: byCommand(0, {
      EHLO: () => listening(...multiline([`${host} Hello`, ...capabilities])),
      HELO: () => listening(`250 ${host} Hello`),
      STARTTLS: () =>
        startTls(options, goAhead, {
          refused: '454 4.7.0 TLS not available due to temporary reason',
          absent: SMTP_UNKNOWN,
        }),
      'X-ANONYMOUSTLS': () =>
        options.anonymousTls === undefined
          ? listening(SMTP_UNKNOWN)
          : { text: `${goAhead}\r\n`, next: 'tls', tls: options.anonymousTls },
      AUTH: (_tag, [, mechanism = '', initial]) =>
        options.challenge === undefined || mechanism.toUpperCase() !== 'NTLM'
          ? listening('504 5.7.4 Unrecognized authentication type')
          : ntlmExchange(options.challenge, initial, {
              ready: '334 NTLM supported',
              prefix: '334 ',
              cancelled: '501 5.7.0 Authentication canceled',
              failed: '535 5.7.3 Authentication unsuccessful',
            }),
      QUIT: () => closing('221 2.0.0 Service closing transmission channel'),
      other: () => listening(SMTP_UNKNOWN),
    }),
  });
}

/** IMAP4 as Exchange speaks it (RFC 3501, 2595). */
export function imapServer(options: MailOptions): Handler {
  const atoms = offering(options.capabilities ?? IMAP_ATOMS, 'STARTTLS', options).join(' ');
  return lineServer({
    greeting: greetingOf(
      options,
      '* BYE [UNAVAILABLE] Connection limit reached',
      '* OK The Microsoft Exchange IMAP4 service is ready.',
    ),
    reply: byCommand(1, {
      CAPABILITY: (tag) => listening(`* CAPABILITY ${atoms}`, `${tag} OK CAPABILITY completed.`),
      STARTTLS: (tag) =>
        startTls(options, `${tag} OK Begin TLS negotiation now.`, {
          refused: `${tag} NO STARTTLS is not available.`,
          absent: `${tag} BAD Command Error. 10`,
        }),
      AUTHENTICATE: (tag, [, , mechanism = '', initial]) =>
        options.challenge === undefined || mechanism.toUpperCase() !== 'NTLM'
          ? listening(`${tag} NO AUTHENTICATE failed.`)
          : ntlmExchange(options.challenge, initial, {
              ready: '+',
              prefix: '+ ',
              cancelled: `${tag} BAD AUTHENTICATE was canceled.`,
              failed: `${tag} NO AUTHENTICATE failed.`,
            }),
      LOGOUT: (tag) =>
        closing('* BYE Microsoft Exchange Server IMAP4 server signing off.', `${tag} OK LOGOUT completed.`),
      other: (tag) => listening(`${tag} BAD Command Error. 10`),
    }),
  });
}

/** POP3 as Exchange speaks it (RFC 1939, 2449, 2595). */
export function pop3Server(options: MailOptions): Handler {
  const lines = offering(options.capabilities ?? POP_LINES, 'STLS', options);
  return lineServer({
    greeting: greetingOf(
      options,
      '-ERR [SYS/TEMP] Connection limit reached',
      '+OK The Microsoft Exchange POP3 service is ready.',
    ),
    reply: byCommand(0, {
      CAPA: () => listening('+OK', ...lines, '.'),
      STLS: () =>
        startTls(options, '+OK Begin TLS negotiation.', {
          refused: '-ERR STLS is not available.',
          absent: POP_UNKNOWN,
        }),
      AUTH: (_tag, [, mechanism = '', initial]) =>
        options.challenge === undefined || mechanism.toUpperCase() !== 'NTLM'
          ? listening(POP_UNKNOWN)
          : ntlmExchange(options.challenge, initial, {
              ready: '+',
              prefix: '+ ',
              cancelled: '-ERR Authentication was canceled.',
              failed: '-ERR Logon failure: unknown user name or bad password.',
            }),
      QUIT: () => closing('+OK Microsoft Exchange Server POP3 server signing off.'),
      other: () => listening(POP_UNKNOWN),
    }),
  });
}

const SMTP_UNKNOWN = '500 5.3.3 Unrecognized command';
const POP_UNKNOWN = '-ERR Protocol error. 14';

function greetingOf({ busy, phase }: MailOptions, crowded: string, usual: string): Reply | null {
  if (phase === 'started') return null;
  return busy === true ? closing(crowded) : listening(usual);
}

function startTls(
  { starttls = 'offered', injected = '', phase = 'plain', tls }: MailOptions,
  goAhead: string,
  otherwise: Readonly<Record<'refused' | 'absent', string>>,
): Reply {
  if (phase !== 'plain') return listening(otherwise.absent);
  if (starttls === 'offered') return { text: `${goAhead}\r\n${injected}`, next: 'tls', tls };
  return listening(starttls === 'refused' ? otherwise.refused : otherwise.absent);
}

/** The keyword stands where Exchange has it, behind ENHANCEDSTATUSCODES, or at the end. */
function offering(
  capabilities: readonly string[],
  keyword: string,
  { starttls = 'offered', phase = 'plain' }: MailOptions,
): readonly string[] {
  if (phase !== 'plain') return capabilities.filter((line) => line !== 'X-ANONYMOUSTLS');
  if (starttls === 'absent') return capabilities;
  const word = starttls === 'masked' ? `${'X'.repeat(keyword.length - 1)}A` : keyword;
  const at = capabilities.indexOf('ENHANCEDSTATUSCODES') + 1 || capabilities.length;
  return capabilities.toSpliced(at, 0, word);
}

/** Cisco's ESMTP inspection hides the banner as well. */
function masked(banner: string): string {
  return `220 ${'*'.repeat(banner.length - 4)}`;
}

type Command = (tag: string, words: readonly string[]) => Reply;
type Commands = Readonly<Record<string, Command>> & { readonly other: Command };

/** Looks the command up; it stands behind `tags` words. */
function byCommand(tags: 0 | 1, commands: Commands): LineServer['reply'] {
  return (line) => {
    const words = line.split(' ');
    const command = commands[(words[tags] ?? '').toUpperCase()] ?? commands.other;
    return command(words[0] ?? '*', words);
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
