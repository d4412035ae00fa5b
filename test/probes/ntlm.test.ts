import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { lineServer, type Reply } from '../../src/lab/line-server.ts';
import { createNetwork } from '../../src/lab/network.ts';
import { challengeOf } from '../../src/lab/ntlm-exchange.ts';
import type { Handler } from '../../src/lab/tls-server.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { NtlmObservation } from '../../src/model/observation.ts';
import { DEFAULT_PORT, type Protocol } from '../../src/model/protocol.ts';
import { offersNtlm } from '../../src/probes/ntlm-talk.ts';
import { askNtlm } from '../../src/probes/ntlm.ts';
import { isNegotiate } from '../../src/wire/ntlm.ts';

const MACHINE = { server: 'MBX01', workgroup: 'CONTOSO', domain: 'contoso.com' };
const CHALLENGE = Buffer.from(challengeOf(MACHINE, '10.0.20348', 0, randomBytes)).toString('base64');

const endpointOf = (protocol: Protocol): Endpoint => ({
  id: `${protocol}://mail.contoso.com`,
  host: 'mail.contoso.com',
  address: '192.0.2.1',
  port: DEFAULT_PORT[protocol],
  protocol,
  named: true,
});

async function ask(handler: Handler, protocol: Protocol, tls = false): Promise<NtlmObservation> {
  const network = createNetwork(Date.now);
  const gone: Promise<unknown>[] = [];
  await network.serve('192.0.2.1', DEFAULT_PORT[protocol], (socket) => {
    gone.push(once(socket, 'close'));
    handler(socket);
  });
  try {
    const { observation } = await askNtlm(
      endpointOf(protocol),
      { question: 'ntlm/plain', tls },
      {
        id: 'o1',
        world: network.world,
        timeouts: { connectMs: 500, replyMs: 500, tlsMs: 500 },
        signal: new AbortController().signal,
        unasked: null,
      },
    );
    // The farewell comes behind all that the observation waits for.
    await Promise.all(gone);
    return observation as NtlmObservation;
  } finally {
    await network.stop();
  }
}

/** Says these replies one after the other, whatever it hears. */
function script(greeting: string, replies: readonly string[], heard: string[] = []): Handler {
  let at = 0;
  const reply = (text: string): Reply => ({ text: `${text}\r\n`, next: 'listen' });
  return lineServer({
    greeting: reply(greeting),
    reply: (line) => {
      heard.push(line);
      const text = replies[at];
      at += 1;
      return text === undefined ? { text: '', next: 'close' } : reply(text);
    },
  });
}

const SMTP = [
  '250-mail Hello\r\n250 AUTH NTLM',
  '334 NTLM supported',
  `334 ${CHALLENGE}`,
  '501 5.5.4 cancelled',
  '221 bye',
];
const IMAP = [
  '* CAPABILITY IMAP4rev1 AUTH=NTLM\r\nA OK done',
  '+',
  `+ ${CHALLENGE}`,
  'B BAD cancelled',
  '* BYE\r\nZ OK',
];
const POP3 = ['+OK\r\nSASL NTLM\r\n.', '+ ', `+ ${CHALLENGE}`, '-ERR cancelled', '+OK'];

describe('a challenge', () => {
  test.each([
    ['smtp', '220 mail', SMTP, ['EHLO scanner.contoso.com', 'AUTH NTLM', 'NEGOTIATE', '*', 'QUIT']],
    ['imap', '* OK ready', IMAP, ['A CAPABILITY', 'B AUTHENTICATE NTLM', 'NEGOTIATE', '*', 'Z LOGOUT']],
    ['pop3', '+OK ready', POP3, ['CAPA', 'AUTH NTLM', 'NEGOTIATE', '*', 'QUIT']],
  ] as const)('is asked for by %s, and the logon is given up', async (protocol, greeting, replies, said) => {
    const heard: string[] = [];
    const observation = await ask(script(greeting, replies, heard), protocol);
    expect(observation.outcome).toEqual({ status: 'challenged', challenge: CHALLENGE });
    expect(observation.connections).toBe(1);
    const lines = heard.map((line) => (isNegotiate(Buffer.from(line, 'base64')) ? 'NEGOTIATE' : line));
    expect(lines).toEqual(said);
  });

  test.each([
    ['smtp', '220 mail', ['250-mail\r\n250 AUTH LOGIN', '221 bye']],
    ['imap', '* OK ready', ['* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nA OK done', '* BYE\r\nZ OK']],
    ['pop3', '+OK ready', ['+OK\r\nSASL PLAIN\r\n.', '+OK']],
  ] as const)('is not asked for where %s does not offer it', async (protocol, greeting, replies) => {
    const heard: string[] = [];
    const { outcome } = await ask(script(greeting, replies, heard), protocol);
    expect(outcome.status).toBe('not-offered');
    expect(heard.some((line) => line.includes('NTLM'))).toBe(false);
  });

  test.each([
    ['smtp', '220 mail', [SMTP[0], '504 5.7.4 Unrecognized authentication type'], 'declined'],
    ['smtp', '220 mail', [SMTP[0], SMTP[1], '535 5.7.3 Authentication unsuccessful'], 'declined'],
    ['imap', '* OK ready', [IMAP[0], 'B NO not now'], 'declined'],
    ['pop3', '+OK ready', [POP3[0], '-ERR not now'], 'declined'],
    ['smtp', '421 4.3.2 too many', [], 'failed busy'],
    ['smtp', '554 go away', [], 'failed rejected'],
    ['imap', '* BYE [UNAVAILABLE] later', [], 'failed busy'],
    ['pop3', '-ERR [SYS/TEMP] later', [], 'failed busy'],
    ['smtp', 'SSH-2.0', [], 'failed preamble-malformed'],
    ['smtp', '220 mail', [SMTP[0], SMTP[1]], 'failed preamble-closed'],
    ['pop3', '+OK ready', [POP3[0], 'what?'], 'failed preamble-malformed'],
  ] as const)(
    'of %s that greets with %j and goes on with %j is %s',
    async (protocol, greeting, replies, said) => {
      const { outcome } = await ask(script(greeting, replies.map(String)), protocol);
      expect(outcome.status === 'failed' ? `failed ${outcome.failure.code}` : outcome.status).toBe(said);
    },
  );

  test('inside of TLS is failed where STARTTLS is refused', async () => {
    const { outcome } = await ask(
      script('220 mail', ['250-mail\r\n250 STARTTLS', '502 no', '221 bye']),
      'smtp',
      true,
    );
    expect(outcome).toMatchObject({ status: 'failed', failure: { code: 'rejected' } });
  });

  test('is never more than a failure of the network or of the server', async () => {
    const line = fc.oneof(
      fc.constantFrom(...SMTP, ...IMAP, ...POP3),
      fc.string({ maxLength: 60 }).map((text) => text.replaceAll('\n', '')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Protocol>('smtp', 'imap', 'pop3'),
        fc.array(line, { minLength: 1, maxLength: 6 }),
        async (protocol, [greeting = '', ...replies]) => {
          const { outcome } = await ask(script(greeting, replies), protocol);
          expect(['challenged', 'not-offered', 'declined', 'failed']).toContain(outcome.status);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test.each([
  [['AUTH NTLM'], true],
  [['AUTH=LOGIN NTLM'], true],
  [['AUTH=NTLM'], true],
  [['auth gssapi ntlm'], true],
  [['SASL NTLM GSSAPI'], true],
  [['X-EXPS GSSAPI NTLM'], false],
  [['AUTH NTLMSSP'], false],
  [['NTLM'], false],
])('of %j it is known whether NTLM is offered: %s', (capabilities, offered) => {
  expect(offersNtlm(capabilities)).toBe(offered);
});
