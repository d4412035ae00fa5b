import { expect } from '@jest/globals';
import { BEFORE_TLS, GO_AHEAD, honestMail, type MailProtocol } from './honest-mail.ts';
import { describeRows, HONEST_ANSWERS, ONLY_12, REPLY_BOUND, type Row } from './rows.ts';
import {
  ascii,
  byCall,
  closing,
  EXCHANGE,
  flooding,
  honest,
  onHello,
  resetting,
  silent,
  talk,
} from './scripted-server.ts';

const MAIL: readonly MailProtocol[] = ['smtp', 'imap', 'pop3'];
const NOTHING = { reach: 'unknown', versions: 'nothing' } as const;
const NO_TLS = { reach: 'answered', versions: 'nothing', connections: 1 } as const;

const REFUSED = {
  smtp: '454 4.7.0 TLS not available due to temporary reason\r\n',
  imap: 'B NO STARTTLS is not available.\r\n',
  pop3: '-ERR STLS is not available.\r\n',
} as const;

const LATER = {
  smtp: '451 4.3.0 try again later\r\n',
  imap: 'B NO [UNAVAILABLE] try again later\r\n',
  pop3: '-ERR [SYS/TEMP] try again later\r\n',
} as const;

const ROWS: readonly Row[] = MAIL.flatMap((protocol): Row[] => {
  const upTo = (...more: readonly string[]): readonly string[] => [...BEFORE_TLS[protocol], ...more];
  return [
    {
      server: `${protocol}: offers it and refuses it`,
      protocol,
      script: () => talk(upTo(REFUSED[protocol])),
      answers: ['no-tls refused'],
      ...NO_TLS,
      fails: ['tls/missing-starttls'],
    },
    {
      server: `${protocol}: offers it and refuses it for the moment`,
      protocol,
      script: () => talk(upTo(LATER[protocol])),
      answers: ['failed busy'],
      ...NOTHING,
      connections: 4,
    },
    {
      server: `${protocol}: accepts it and goes on in plain text`,
      protocol,
      script: () =>
        talk(upTo(GO_AHEAD[protocol]), (socket) => {
          socket.once('data', () => socket.end('454 4.7.0 TLS not available\r\n'));
        }),
      answers: ['failed not-tls'],
      ...NOTHING,
      connections: 4,
      also: ({ facts }) => expect(facts.starttls).toMatchObject({ known: false }),
    },
    {
      server: `${protocol}: accepts it and goes on in plain text once`,
      protocol,
      script: () =>
        byCall((call) =>
          call === 3
            ? talk(upTo(GO_AHEAD[protocol]), (socket) => {
                socket.once('data', () => socket.end('and more\r\n'));
              })
            : honestMail(protocol),
        ),
      truth: EXCHANGE,
      answers: [...HONEST_ANSWERS, 'failed not-tls'],
      reach: 'answered',
      versions: { 'TLS 1.2': 'yes' },
      connections: 6,
      also: ({ report }) => {
        const verdict = report.findings.find(({ rule }) => rule === 'tls/starttls-injection');
        expect(verdict?.outcome).toBe('unknown');
      },
    },
    {
      server: `${protocol}: accepts it and closes`,
      protocol,
      script: () => talk(upTo(GO_AHEAD[protocol]), closing),
      answers: ['closed fin'],
      ...NOTHING,
      connections: 20,
      also: ({ facts }) => expect(facts.starttls).toMatchObject({ known: false }),
    },
    {
      server: `${protocol}: accepts it and breaks the connection at the hello`,
      protocol,
      script: () => talk(upTo(GO_AHEAD[protocol]), onHello(resetting)),
      answers: ['closed reset'],
      ...NOTHING,
      connections: 20,
      also: ({ facts }) => expect(facts.starttls).toMatchObject({ known: false }),
    },
    {
      server: `${protocol}: accepts it, with more text in the same breath`,
      protocol,
      script: () => honestMail(protocol, { injected: 'and more\r\n' }),
      truth: EXCHANGE,
      answers: HONEST_ANSWERS,
      reach: 'answered',
      versions: ONLY_12,
      fails: ['tls/starttls-injection'],
      connections: 6,
    },
    {
      server: `${protocol}: accepts it, and more text comes a moment later`,
      protocol,
      script: () =>
        talk(upTo(GO_AHEAD[protocol]), (socket) => {
          socket.once('data', (hello: Buffer) => {
            socket.write('and more\r\n');
            socket.unshift(hello);
            honest()(socket);
          });
        }),
      answers: ['failed not-tls'],
      ...NOTHING,
      connections: 4,
    },
    {
      server: `${protocol}: accepts it, and text without an end comes in the same breath`,
      protocol,
      script: () =>
        talk(BEFORE_TLS[protocol], flooding(ascii('and more\r\n'.repeat(1000)), ascii(GO_AHEAD[protocol]))),
      answers: ['failed not-tls'],
      reach: 'unknown',
      versions: 'nothing',
      fails: ['tls/starttls-injection'],
      passes: ['tls/masked-starttls', 'tls/missing-starttls'],
      connections: 4,
      bytes: REPLY_BOUND,
    },
    {
      server: `${protocol}: a proxy writes over the word`,
      protocol,
      script: () => honestMail(protocol, { starttls: 'masked' }),
      answers: ['no-tls masked'],
      ...NO_TLS,
      fails: ['tls/masked-starttls'],
    },
  ];
});

const OF_IMAP: readonly Row[] = [
  {
    server: 'imap: announces a literal of a gigabyte and begins to send it',
    protocol: 'imap',
    script: () =>
      talk(['* OK ready\r\n'], flooding(ascii('A'.repeat(65_536)), ascii('* CAPABILITY {1073741824}\r\n'))),
    answers: ['failed preamble-oversized'],
    ...NOTHING,
    connections: 1,
    bytes: REPLY_BOUND,
  },
  {
    server: 'imap: announces a literal of a gigabyte and says no more',
    protocol: 'imap',
    script: () => talk(['* OK ready\r\n', '* CAPABILITY {1073741824}\r\n'], silent),
    answers: ['failed preamble-oversized'],
    ...NOTHING,
    connections: 1,
    bytes: 100,
  },
  {
    server: 'imap: takes us for somebody it knows',
    protocol: 'imap',
    script: () => talk(['* PREAUTH welcome back\r\n']),
    answers: ['no-tls not-offered'],
    ...NO_TLS,
    fails: ['tls/missing-starttls'],
  },
];

describeRows('a server with STARTTLS', [...ROWS, ...OF_IMAP]);
