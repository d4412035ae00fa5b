import { describe, expect, test } from '@jest/globals';

import { createPop3ReplyReader, parseCapa } from '../../../src/wire/reply/pop3.ts';
import type { Pop3Reply } from '../../../src/wire/reply/pop3.ts';
import { bytes } from './feed.ts';

function read(text: string, multiline: boolean): Pop3Reply {
  const result = createPop3ReplyReader({ multiline }).push(bytes(text));
  if (result.state !== 'reply') throw new Error(`no reply but ${result.state}`);
  return result.reply;
}

describe('a POP3 reply', () => {
  const REPLIES: readonly (readonly [
    name: string,
    text: string,
    multiline: boolean,
    reply: Partial<Pop3Reply>,
  ])[] = [
    ['that is positive', '+OK ready\r\n', false, { ok: true, text: 'ready', lines: [], bareLf: false }],
    ['without text', '+OK\r\n', false, { ok: true, text: '' }],
    ['that is negative', '-ERR no\r\n', false, { ok: false, text: 'no' }],
    ['that is negative to a multi-line command', '-ERR no\r\n', true, { ok: false, text: 'no', lines: [] }],
    ['of several lines', '+OK list\r\na\r\n\r\nb\r\n.\r\n', true, { text: 'list', lines: ['a', '', 'b'] }],
    ['without lines', '+OK\r\n.\r\n', true, { lines: [] }],
    ['with dot-stuffing', '+OK\r\n..\r\n.. a\r\n.b\r\n.\r\n', true, { lines: ['.', '. a', 'b'] }],
    ['with bare line feeds', '+OK\na\n.\n', true, { lines: ['a'], bareLf: true }],
    ['with NUL and controls', '+OK \0\u001b[2J\r\n', false, { text: '\0\u001b[2J' }],
  ];

  test.each(REPLIES)('%s is read', (_name, text, multiline, reply) => {
    expect(read(text, multiline)).toMatchObject(reply);
  });

  test.each(['\r\n', 'OK\r\n', '+OKAY\r\n', '-ERROR\r\n', '220 mail\r\n', ' +OK\r\n', '+ok\r\n'])(
    'is malformed if it begins with %j',
    (text) => {
      expect(createPop3ReplyReader({ multiline: false }).push(bytes(text))).toEqual({
        state: 'malformed',
        detail: 'a line without +OK or -ERR',
        seen: text,
      });
    },
  );

  test('ends at its first line if the command is not a multi-line one', () => {
    expect(createPop3ReplyReader({ multiline: false }).push(bytes('+OK\r\na\r\n'))).toMatchObject({
      state: 'reply',
      rest: bytes('a\r\n'),
    });
  });
});

describe('the reply to CAPA', () => {
  test('has a capability with its arguments on each line', () => {
    const reply = read('+OK\r\nTOP\r\nSASL NTLM GSSAPI PLAIN \r\n\r\nSTLS\r\n.\r\n', true);
    expect(parseCapa(reply)).toEqual(['TOP', 'SASL NTLM GSSAPI PLAIN', 'STLS']);
  });

  test('has none if the server does not know the command', () => {
    expect(parseCapa(read('-ERR Command is not valid.\r\n', true))).toEqual([]);
  });
});
