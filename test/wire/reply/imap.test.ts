import { describe, expect, test } from '@jest/globals';

import { createImapReplyReader, imapCapabilities } from '../../../src/wire/reply/imap.ts';
import type { ImapReply } from '../../../src/wire/reply/imap.ts';
import { bytes } from './feed.ts';

function read(text: string, tag: string | null): ImapReply {
  const result = createImapReplyReader(tag).push(bytes(text));
  if (result.state !== 'reply') throw new Error(`no reply but ${result.state}`);
  return result.reply;
}

type Case = readonly [name: string, tag: string | null, text: string, reply: Partial<ImapReply>];

describe('an IMAP reply', () => {
  const REPLIES: readonly Case[] = [
    [
      'a greeting',
      null,
      '* OK ready.\r\n',
      { status: 'OK', code: null, text: 'ready.', untagged: [], bareLf: false },
    ],
    ['a greeting in lower case', null, '* ok ready\r\n', { status: 'OK', text: 'ready' }],
    ['a greeting after authentication', null, '* PREAUTH hello\r\n', { status: 'PREAUTH', text: 'hello' }],
    ['a greeting that refuses', null, '* BYE too many\r\n', { status: 'BYE', text: 'too many' }],
    [
      'a greeting with a code',
      null,
      '* OK [CAPABILITY IMAP4] hi\r\n',
      { code: 'CAPABILITY IMAP4', text: 'hi' },
    ],
    ['a tagged OK', 'A1', 'A1 OK\r\n', { status: 'OK', text: '' }],
    ['a tagged NO', 'A1', 'A1 NO [ALERT] not now\r\n', { status: 'NO', code: 'ALERT', text: 'not now' }],
    ['a tagged BAD', 'A1', 'A1 BAD what\r\n', { status: 'BAD', text: 'what' }],
    ['a continuation', 'A1', '+ go on\r\n', { status: 'continue', text: 'go on' }],
    ['a bare continuation', 'A1', '+\r\n', { status: 'continue', text: '' }],
    [
      'untagged responses',
      'A1',
      '* 3 EXISTS\r\n* FLAGS ()\r\nA1 OK\r\n',
      { untagged: ['3 EXISTS', 'FLAGS ()'] },
    ],
    [
      'a farewell instead of an answer',
      'A1',
      '* BYE shutting down\r\n',
      { status: 'BYE', text: 'shutting down' },
    ],
    ['a literal', 'A1', '* X {7}\r\nA1 OK\r\n y\r\nA1 OK\r\n', { untagged: ['X  y'] }],
    ['an empty literal', 'A1', '* X {0}\r\n y\r\nA1 OK\r\n', { untagged: ['X  y'] }],
    ['a non-synchronizing literal', 'A1', '* X {2+}\r\n\r\ny\r\nA1 OK\r\n', { untagged: ['X y'] }],
    ['a binary literal', 'A1', '* X ~{1}\r\n\0 y\r\nA1 OK\r\n', { untagged: ['X  y'] }],
    ['braces at the end of a text', 'A1', '* OK set {5}\r\nA1 OK\r\n', { untagged: ['OK set {5}'] }],
    ['braces at the end of the ending', 'A1', 'A1 OK {5}\r\n', { text: '{5}' }],
    ['bare line feeds', 'A1', '* 3 EXISTS\nA1 OK\r\n', { bareLf: true }],
    ['NUL and controls', null, '* OK \0\u001b[2J\r\n', { text: '\0\u001b[2J' }],
    ['a bracket that does not close', null, '* OK [CAPABILITY x\r\n', { code: null, text: '[CAPABILITY x' }],
  ];

  test.each(REPLIES)('with %s is read', (_name, tag, text, reply) => {
    expect(read(text, tag)).toMatchObject(reply);
  });

  const MALFORMED: readonly (readonly [name: string, tag: string | null, text: string])[] = [
    ['an empty line', 'A1', '\r\n'],
    ['another tag', 'A1', 'A2 OK\r\n'],
    ['a longer tag', 'A1', 'A11 OK\r\n'],
    ['a tag in another case', 'A1', 'a1 OK\r\n'],
    ['a tag alone', 'A1', 'A1\r\n'],
    ['an unknown status', 'A1', 'A1 FINE\r\n'],
    ['a status that is longer', 'A1', 'A1 OKAY\r\n'],
    ['a tagged BYE', 'A1', 'A1 BYE\r\n'],
    ['nothing behind the star', 'A1', '* \r\n'],
    ['no space behind the star', 'A1', '*OK\r\n'],
    ['another protocol', 'A1', '220 mail\r\n'],
    ['a greeting of another protocol', null, '+OK ready\r\n'],
    ['a continuation for a greeting', null, '+ go on\r\n'],
    ['a negative greeting', null, '* NO\r\n'],
    ['other untagged data for a greeting', null, '* CAPABILITY IMAP4rev1\r\n'],
  ];

  test.each(MALFORMED)('with %s is malformed', (_name, tag, text) => {
    expect(createImapReplyReader(tag).push(bytes(text))).toMatchObject({ state: 'malformed', seen: text });
  });

  test.each(['{65536}', '{99999999999999999999}', '{123456789+}'])(
    'with the literal %s is given up before the literal comes',
    (literal) => {
      expect(createImapReplyReader('A1').push(bytes(`* X ${literal}\r\n`))).toMatchObject({
        state: 'oversized',
        detail: expect.stringMatching(/^announces \S+ bytes$/),
      });
    },
  );

  test('with a literal that just fits is waited for', () => {
    const limits = { maxBytes: 20, maxLines: 9, maxLineBytes: 20 };
    expect(createImapReplyReader('A1', limits).push(bytes('* X {11}\r\n')).state).toBe('oversized');
    expect(createImapReplyReader('A1', limits).push(bytes('* X {9}\r\n')).state).toBe('more');
  });
});

describe('capabilities', () => {
  const LISTS: readonly (readonly [
    name: string,
    tag: string | null,
    text: string,
    list: readonly string[],
  ])[] = [
    ['an untagged response', 'A1', '* CAPABILITY IMAP4rev1 STARTTLS\r\nA1 OK\r\n', ['IMAP4rev1', 'STARTTLS']],
    ['any case and spacing', 'A1', '* capability  IMAP4 \r\nA1 OK\r\n', ['IMAP4']],
    ['the code of a greeting', null, '* OK [CAPABILITY IMAP4 IDLE] hi\r\n', ['IMAP4', 'IDLE']],
    ['the code of the tagged response', 'A1', 'A1 OK [CAPABILITY IMAP4] hi\r\n', ['IMAP4']],
    ['the code of an untagged response', 'A1', '* OK [CAPABILITY IMAP4] hi\r\nA1 OK\r\n', ['IMAP4']],
    ['both, each once', 'A1', '* CAPABILITY A B\r\nA1 OK [CAPABILITY B C] hi\r\n', ['A', 'B', 'C']],
    ['neither', 'A1', '* 3 EXISTS\r\nA1 OK CAPABILITY completed\r\n', []],
  ];

  test.each(LISTS)('come from %s', (_name, tag, text, list) => {
    expect(imapCapabilities(read(text, tag))).toEqual(list);
  });
});
