import { expect } from '@jest/globals';
import { REPORTERS } from '../../src/reporters/index.ts';
import { renderOptions } from '../reporters/options.ts';
import { honestMail } from './honest-mail.ts';
import type { Interrogation } from './interrogate.ts';
import { controlsIn, describeRows, HONEST_ANSWERS, ONLY_12, REPLY_BOUND, type Row } from './rows.ts';
import {
  ascii,
  byCall,
  closing,
  crowded,
  EXCHANGE,
  flooding,
  honest,
  inPieces,
  late,
  talk,
} from './scripted-server.ts';

const KILOBYTES = ascii('A'.repeat(64 * 1024));

/** Says something once and leaves. */
const saying = (text: string) => talk([text], closing);

/** The text that an observation holds of what the server said. */
function evidence({ report }: Interrogation): string {
  return JSON.stringify(report.observations.map((one) => ('preamble' in one ? one.preamble : null)));
}

/** What is said in place of a greeting is none, and nothing is good that was not seen. */
function nothingPasses({ report }: Interrogation): void {
  expect(report.endpoints.map(({ banner }) => banner)).toEqual([null]);
  expect(report.findings.filter(({ outcome }) => outcome === 'pass').map(({ rule }) => rule)).toEqual([]);
}

const NOTHING = { reach: 'unknown', versions: 'nothing' } as const;
const ALL = { truth: EXCHANGE, answers: HONEST_ANSWERS, reach: 'answered', versions: ONLY_12 } as const;

const ROWS: readonly Row[] = [
  {
    server: 'does not end the line of its banner',
    protocol: 'smtp',
    script: () => (socket) => {
      socket.resume();
      socket.write('220 mail.contoso.com without an end');
    },
    answers: ['failed preamble-timeout'],
    ...NOTHING,
    connections: 2,
    also: (done) => expect(evidence(done)).toContain('without an end'),
  },
  ...(['smtp', 'imap', 'pop3'] as const).map((protocol): Row => ({
    server: `sends a banner without an end, as fast as it can (${protocol})`,
    protocol,
    script: () => flooding(KILOBYTES, ascii({ smtp: '220 ', imap: '* OK ', pop3: '+OK ' }[protocol])),
    answers: ['failed preamble-oversized'],
    ...NOTHING,
    connections: 1,
    bytes: REPLY_BOUND,
    also: (done) => expect(evidence(done)).toContain('AAAA'),
  })),
  {
    server: 'sends lines of a banner without an end',
    protocol: 'smtp',
    script: () => flooding(ascii('220-and one more line\r\n'.repeat(1000))),
    answers: ['failed preamble-oversized'],
    ...NOTHING,
    connections: 1,
    bytes: REPLY_BOUND,
  },
  {
    server: 'sends capabilities without an end',
    protocol: 'smtp',
    script: () => talk(['220 mail.contoso.com\r\n'], flooding(ascii('250-STARTTLS\r\n'.repeat(1000)))),
    answers: ['failed preamble-oversized'],
    ...NOTHING,
    connections: 1,
    bytes: REPLY_BOUND,
  },
  {
    server: 'writes control characters into its banner',
    protocol: 'smtp',
    script: () =>
      talk(
        [
          '220 \u001B[2J\u001B]0;owned\u0007 \0 \u009B31m\r\n',
          '250-\u001B[31m\r\n250 STARTTLS\r\n',
          '220 go\r\n',
        ],
        honest(),
      ),
    ...ALL,
    connections: 5,
    also: ({ report }) => {
      expect(report.endpoints[0]?.banner).toContain('\u001B[2J');
      for (const reporter of REPORTERS) {
        const shown = reporter.render(report, renderOptions({ verbose: 2 }));
        expect(controlsIn(reporter.id, shown)).toBeNull();
      }
    },
  },
  ...(['smtp', 'imap', 'pop3'] as const).map((protocol): Row => ({
    server: `sends every byte by itself (${protocol})`,
    protocol,
    script: () => inPieces(1, honestMail(protocol)),
    ...ALL,
    timeouts: { connectMs: 300, replyMs: 2000, tlsMs: 2000 },
    connections: 6,
  })),
  {
    server: 'says 421 to everybody',
    protocol: 'smtp',
    script: () => saying('421 4.3.2 too many connections\r\n'),
    answers: ['failed busy'],
    ...NOTHING,
    connections: 4,
    also: (done) => {
      expect(evidence(done)).toContain('421 4.3.2 too many connections');
      nothingPasses(done);
    },
  },
  {
    server: 'says 451 to everybody',
    protocol: 'smtp',
    script: () => saying('451 4.7.1 Greylisted, try again in 5 minutes\r\n'),
    answers: ['failed busy'],
    ...NOTHING,
    connections: 4,
    also: nothingPasses,
  },
  {
    server: 'says 554 to everybody',
    protocol: 'smtp',
    script: () => saying('554 5.7.1 no access for you\r\n'),
    answers: ['failed rejected'],
    ...NOTHING,
    connections: 1,
    also: (done) => {
      expect(evidence(done)).toContain('no access for you');
      nothingPasses(done);
    },
  },
  {
    server: 'says 421 to EHLO',
    protocol: 'smtp',
    script: () => talk(['220 mail.contoso.com\r\n', '421 4.4.2 timeout\r\n'], closing),
    answers: ['failed busy'],
    ...NOTHING,
    connections: 4,
  },
  {
    server: 'is no SMTP server',
    protocol: 'smtp',
    script: () => saying('SSH-2.0-OpenSSH_9.6\r\n'),
    answers: ['failed preamble-malformed'],
    ...NOTHING,
    connections: 1,
  },
  {
    server: 'refuses whom it sees for the first time',
    protocol: 'smtp',
    script: () => byCall((call) => (call === 1 ? saying('451 4.7.1 Greylisted\r\n') : honestMail('smtp'))),
    ...ALL,
    answers: [...HONEST_ANSWERS, 'failed busy'],
    connections: 6,
    also: ({ report }) => expect(report.endpoints[0]?.banner).toEqual(expect.any(String)),
  },
  {
    server: 'delays every reply by half of what we wait',
    protocol: 'smtp',
    script: () => delayingReplies(150),
    ...ALL,
    connections: 5,
  },
  {
    server: 'delays every reply by more than we wait',
    protocol: 'smtp',
    script: () => delayingReplies(700),
    answers: ['failed preamble-timeout'],
    ...NOTHING,
    connections: 2,
  },
  {
    server: 'allows two connections at a time and says 421 to more',
    protocol: 'smtp',
    depth: 'scan',
    script: () => crowded(2, saying('421 4.3.2 too many connections\r\n'), honestMail('smtp')),
    ...ALL,
    answers: [...HONEST_ANSWERS, 'failed busy'],
    connections: 60,
    versions: { 'TLS 1.2': 'yes' },
  },
];

describeRows('a server that', ROWS);

/** SMTP with a pause before each of its replies; TLS itself is quick. */
function delayingReplies(ms: number): Row['script'] extends () => infer H ? H : never {
  return late(ms, (socket) => {
    const write = socket.write.bind(socket);
    const timers = new Set<NodeJS.Timeout>();
    let replies = 0;
    socket.write = (bytes: Uint8Array | string): boolean => {
      replies += 1;
      if (replies === 1 || replies > 3) return write(bytes);
      timers.add(setTimeout(() => socket.writable && write(bytes), ms));
      return true;
    };
    socket.on('close', () => timers.forEach(clearTimeout));
    honestMail('smtp')(socket);
  });
}
