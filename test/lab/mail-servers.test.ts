import { describe, expect, test } from '@jest/globals';
import { imapServer, type MailOptions, pop3Server, smtpServer } from '../../src/lab/mail-servers.ts';
import { createNetwork } from '../../src/lab/network.ts';
import type { Handler } from '../../src/lab/tls-server.ts';

const OPTIONS: MailOptions = {
  host: 'mail.contoso.com',
  now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
  tls: (socket) => {
    socket.on('data', (chunk: Buffer) => socket.end(`TLS heard ${chunk.toString('latin1')}`));
  },
};

describe('a dialogue before TLS', () => {
  const rows: readonly (readonly [string, Handler, readonly string[], readonly string[]])[] = [
    [
      'SMTP with STARTTLS',
      smtpServer({ ...OPTIONS, capabilities: ['SIZE 10', 'ENHANCEDSTATUSCODES', 'CHUNKING'] }),
      ['EHLO client', 'STARTTLS', 'hello'],
      [
        '220 mail.contoso.com Microsoft ESMTP MAIL Service ready at Fri, 02 Jan 2026 03:04:05 +0000\r\n',
        '250-mail.contoso.com Hello\r\n250-SIZE 10\r\n250-ENHANCEDSTATUSCODES\r\n250-STARTTLS\r\n250 CHUNKING\r\n',
        '220 2.0.0 SMTP server ready\r\n',
        'TLS heard hello\r\n',
      ],
    ],
    [
      'SMTP with STARTTLS masked by a firewall',
      smtpServer({ ...OPTIONS, capabilities: ['SIZE 10'], starttls: 'masked' }),
      ['EHLO client', 'STARTTLS', 'QUIT'],
      [
        `220 ${'*'.repeat(86)}\r\n`,
        '250-mail.contoso.com Hello\r\n250-SIZE 10\r\n250 XXXXXXXA\r\n',
        '500 5.3.3 Unrecognized command\r\n',
        '221 2.0.0 Service closing transmission channel\r\n',
      ],
    ],
    [
      'IMAP with STARTTLS and text injected behind the reply',
      imapServer({ ...OPTIONS, capabilities: ['IMAP4rev1'], injected: '* OK injected\r\n' }),
      ['a CAPABILITY', 'b STARTTLS', 'hello'],
      [
        '* OK The Microsoft Exchange IMAP4 service is ready.\r\n',
        '* CAPABILITY IMAP4rev1 STARTTLS\r\na OK CAPABILITY completed.\r\n',
        'b OK Begin TLS negotiation now.\r\n* OK injected\r\n',
        'TLS heard hello\r\n',
      ],
    ],
    [
      'POP3 that refuses STLS',
      pop3Server({ ...OPTIONS, capabilities: ['TOP'], starttls: 'refused' }),
      ['CAPA', 'STLS', 'QUIT'],
      [
        '+OK The Microsoft Exchange POP3 service is ready.\r\n',
        '+OK\r\nTOP\r\nSTLS\r\n.\r\n',
        '-ERR STLS is not available.\r\n',
        '+OK Microsoft Exchange Server POP3 server signing off.\r\n',
      ],
    ],
    [
      'an SMTP server that is busy',
      smtpServer({ ...OPTIONS, busy: true }),
      [],
      ['421 4.3.2 Service not available\r\n'],
    ],
  ];
  test.each(rows)('%s', async (_, handler, lines, replies) => {
    expect(await talk(handler, lines)).toEqual(replies);
  });

  test('ends when a line is longer than any command', async () => {
    const handler = smtpServer(OPTIONS);
    const [, answer] = await talk(handler, ['x'.repeat(9000)]);
    expect(answer).toBe('end');
  });
});

/** What the server says first, and to each line. */
async function talk(handler: Handler, lines: readonly string[]): Promise<string[]> {
  const network = createNetwork(Date.now);
  await network.serve('192.0.2.1', 25, handler);
  const options = { timeoutMs: 1000, signal: new AbortController().signal };
  const dialled = await network.world.dial('192.0.2.1', 25, options);
  if (!dialled.ok) throw new Error(dialled.failure.detail);
  const { connection } = dialled;
  const heard = async (): Promise<string> => {
    const read = await connection.read(1000);
    return read.kind === 'data' ? Buffer.from(read.bytes).toString('latin1') : read.kind;
  };
  const replies = [await heard()];
  for (const line of lines) {
    connection.write(Buffer.from(`${line}\r\n`));
    replies.push(await heard());
  }
  connection.close();
  await network.stop();
  return replies;
}
