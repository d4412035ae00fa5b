import { describe, expect, test } from '@jest/globals';

import { createSmtpReplyReader, parseEhlo } from '../../../src/wire/reply/smtp.ts';
import type { SmtpReply } from '../../../src/wire/reply/smtp.ts';
import { bytes } from './feed.ts';

function read(text: string): SmtpReply {
  const result = createSmtpReplyReader().push(bytes(text));
  if (result.state !== 'reply') throw new Error(`no reply but ${result.state}`);
  return result.reply;
}

describe('an SMTP reply', () => {
  const REPLIES: readonly (readonly [name: string, text: string, reply: Partial<SmtpReply>])[] = [
    [
      'of one line',
      '220 mail ready\r\n',
      { code: 220, lines: ['mail ready'], text: 'mail ready', bareLf: false },
    ],
    ['with a code alone', '250\r\n', { code: 250, lines: [''], text: '' }],
    ['with an empty text', '250 \r\n', { code: 250, lines: [''] }],
    ['of several lines', '250-a\r\n250-\r\n250 c\r\n', { code: 250, lines: ['a', '', 'c'], text: 'a\n\nc' }],
    ['with bare line feeds', '250-a\n250 b\r\n', { lines: ['a', 'b'], bareLf: true }],
    ['with a stray CR', '250 a\rb\r\r\n', { lines: ['a\rb\r'], bareLf: false }],
    ['with NUL and controls', '220 \0\u001b[2J\u0007\r\n', { text: '\0\u001b[2J\u0007' }],
    ['with eight-bit text', '220 caf\u00e9 \u0080\u00ff\r\n', { text: 'caf\u00e9 \u0080\u00ff' }],
    ['that says it is busy', '421 4.3.2 too many\r\n', { code: 421, text: '4.3.2 too many' }],
  ];

  test.each(REPLIES)('%s is read', (_name, text, reply) => {
    expect(read(text)).toMatchObject(reply);
  });

  const MALFORMED: readonly (readonly [name: string, text: string, detail: string])[] = [
    ['an empty line', '\r\n', 'a line without a reply code'],
    ['another protocol', '* OK IMAP\r\n', 'a line without a reply code'],
    ['an HTTP answer', 'HTTP/1.1 400 Bad Request\r\n', 'a line without a reply code'],
    ['two digits', '25 x\r\n', 'a line without a reply code'],
    ['four digits', '2500 x\r\n', 'a line without a reply code'],
    ['another separator', '250\tx\r\n', 'a line without a reply code'],
    ['a space before the code', ' 250 x\r\n', 'a line without a reply code'],
    ['a last line without a code', '250-a\r\nb\r\n', 'a line without a reply code'],
    ['codes that differ', '250-a\r\n220 b\r\n', 'reply codes 250 and 220 in one reply'],
  ];

  test.each(MALFORMED)('with %s is malformed', (_name, text, detail) => {
    expect(createSmtpReplyReader().push(bytes(text))).toEqual({ state: 'malformed', detail, seen: text });
  });
});

describe('the reply to EHLO', () => {
  test('has a greeting and a capability on each further line', () => {
    const reply = read(
      '250-mail.contoso.com Hello [192.0.2.1]\r\n250-SIZE 37748736 \r\n250-\r\n250 AUTH NTLM\r\n',
    );
    expect(parseEhlo(reply)).toEqual({
      greeting: 'mail.contoso.com Hello [192.0.2.1]',
      capabilities: ['SIZE 37748736', 'AUTH NTLM'],
    });
  });

  test('has no capabilities if it is one line', () => {
    expect(parseEhlo(read('250 mail\r\n'))).toEqual({ greeting: 'mail', capabilities: [] });
  });
});
