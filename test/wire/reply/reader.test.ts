import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { createImapReplyReader } from '../../../src/wire/reply/imap.ts';
import { createPop3ReplyReader } from '../../../src/wire/reply/pop3.ts';
import { REPLY_LIMITS } from '../../../src/wire/reply/reader.ts';
import type { ReplyLimits, ReplyReader } from '../../../src/wire/reply/reader.ts';
import { createSmtpReplyReader } from '../../../src/wire/reply/smtp.ts';
import { bytes, characters, feed, splits } from './feed.ts';

type Create = (limits?: ReplyLimits) => ReplyReader<unknown>;

const READERS: readonly (readonly [name: string, create: Create])[] = [
  ['smtp', createSmtpReplyReader],
  ['imap greeting', (limits) => createImapReplyReader(null, limits)],
  ['imap', (limits) => createImapReplyReader('A1', limits)],
  ['pop3', (limits) => createPop3ReplyReader({ multiline: false }, limits)],
  ['pop3 multi-line', (limits) => createPop3ReplyReader({ multiline: true }, limits)],
];

const EHLO =
  '250-mail.contoso.com Hello [192.0.2.1]\r\n250-SIZE 37748736\r\n250-STARTTLS\r\n250 CHUNKING\r\n';
const CAPABILITY = '* CAPABILITY IMAP4rev1 STARTTLS\r\n* X ({5}\r\na\r\nb)) {0}\r\n x\r\nA1 OK done\r\n';
const CAPA = '+OK\r\nSTLS\r\n..dotted\r\nSASL NTLM\r\n.\r\n';

/** Reader, bytes of a whole reply, and how long that reply is. */
const REPLIES: readonly (readonly [name: string, create: Create, reply: string])[] = [
  ['smtp', createSmtpReplyReader, EHLO],
  ['smtp with bare line feeds', createSmtpReplyReader, EHLO.replaceAll('\r', '')],
  ['imap greeting', () => createImapReplyReader(null), '* OK [CAPABILITY IMAP4] ready\r\n'],
  ['imap', () => createImapReplyReader('A1'), CAPABILITY],
  ['pop3', () => createPop3ReplyReader({ multiline: false }), '+OK ready\r\n'],
  ['pop3 multi-line', () => createPop3ReplyReader({ multiline: true }), CAPA],
];

describe('a reply', () => {
  test.each(REPLIES)('of %s is the same for every split', (_name, create, reply) => {
    const all = bytes(`${reply}\u0016\u0003injected\r\n`);
    const whole = feed(create(), [all]);
    expect(whole).toMatchObject({ state: 'reply', rest: bytes('\u0016\u0003injected\r\n') });
    for (const portions of splits(all)) expect(feed(create(), portions)).toEqual(whole);
  });

  test.each(REPLIES)('of %s is not complete at any truncation', (_name, create, reply) => {
    const all = bytes(reply);
    for (let length = 0; length < all.length; length += 1) {
      expect(feed(create(), [all.subarray(0, length)])).toEqual({ state: 'more' });
    }
    expect(feed(create(), [all])).toMatchObject({ state: 'reply', rest: new Uint8Array(0) });
  });

  test('does not change when more bytes come, which are its rest', () => {
    const reader = createSmtpReplyReader();
    reader.push(bytes('220 ready\r\n'));
    expect(reader.push(bytes('500 no\r\n'))).toMatchObject({
      state: 'reply',
      reply: { code: 220 },
      rest: bytes('500 no\r\n'),
    });
  });

  test('that is malformed stays malformed', () => {
    const reader = createSmtpReplyReader();
    const result = reader.push(bytes('hello\r\n'));
    expect(result).toMatchObject({ state: 'malformed', seen: 'hello\r\n' });
    expect(reader.push(bytes('220 ready\r\n'))).toBe(result);
  });

  test('is quoted with a few hundred characters at most', () => {
    const result = createSmtpReplyReader().push(bytes(`${'y'.repeat(1000)}\r\n`));
    expect(result).toMatchObject({ state: 'malformed', seen: 'y'.repeat(300) });
  });
});

describe('the limits', () => {
  test.each(READERS)('stop an endless line to %s', (_name, create) => {
    const reader = create();
    let pushed = 0;
    while (reader.push(bytes('+'.repeat(100))).state === 'more') pushed += 100;
    expect(pushed).toBeLessThan(REPLY_LIMITS.maxLineBytes);
    expect(reader.push(bytes('+'))).toMatchObject({
      state: 'oversized',
      detail: 'a line of more than 2048 bytes',
    });
  });

  test.each(READERS)('stop a line to %s as soon as it cannot end in time', (_name, create) => {
    const limits = { maxBytes: 99, maxLines: 9, maxLineBytes: 10 };
    expect(create(limits).push(bytes('+'.repeat(9))).state).toBe('more');
    expect(create(limits).push(bytes('+'.repeat(10))).state).toBe('oversized');
  });

  test('count the bytes of literals', () => {
    const result = createImapReplyReader('A1').push(
      bytes(`* X {30000}\r\n${'y'.repeat(30_000)}\r\n`.repeat(3)),
    );
    expect(result).toMatchObject({ state: 'oversized', detail: 'announces 30000 bytes' });
  });

  const ENDLESS: readonly (readonly [name: string, create: Create, first: string, line: string])[] = [
    ['smtp', createSmtpReplyReader, '', '250-x\r\n'],
    ['imap', (limits) => createImapReplyReader('A1', limits), '', '* 1 EXISTS\r\n'],
    ['pop3', (limits) => createPop3ReplyReader({ multiline: true }, limits), '+OK\r\n', 'x\r\n'],
  ];

  test.each(ENDLESS)('stop endless lines of %s by their number', (_name, create, first, line) => {
    const result = create().push(bytes(first + line.repeat(200)));
    expect(result).toMatchObject({ state: 'oversized', detail: 'more than 128 lines' });
  });

  test.each(ENDLESS)('stop endless lines of %s by their bytes', (_name, create, first, line) => {
    const limits = { maxBytes: 500, maxLines: 1_000_000, maxLineBytes: 100 };
    const result = create(limits).push(bytes(first + line.repeat(200)));
    expect(result).toMatchObject({ state: 'oversized', detail: 'more than 500 bytes' });
  });

  test.each(ENDLESS)('say the same about %s for every split', (_name, create, first, line) => {
    const all = bytes(first + line.repeat(12));
    for (const limits of [
      { maxBytes: 40, maxLines: 1000, maxLineBytes: 100 },
      { maxBytes: 1000, maxLines: 4, maxLineBytes: 100 },
      { maxBytes: 1000, maxLines: 1000, maxLineBytes: 2 },
    ]) {
      const whole = feed(create(limits), [all]);
      expect(whole.state).toBe('oversized');
      for (const portions of splits(all)) expect(feed(create(limits), portions)).toEqual(whole);
    }
  });

  const EXACT: readonly (readonly [name: string, limits: ReplyLimits, state: string])[] = [
    ['a reply of exactly maxBytes', { maxBytes: 14, maxLines: 9, maxLineBytes: 99 }, 'reply'],
    ['a reply of one byte more', { maxBytes: 13, maxLines: 9, maxLineBytes: 99 }, 'oversized'],
    ['a line of exactly maxLineBytes', { maxBytes: 99, maxLines: 9, maxLineBytes: 7 }, 'reply'],
    ['a line of one byte more', { maxBytes: 99, maxLines: 9, maxLineBytes: 6 }, 'oversized'],
    ['exactly maxLines lines', { maxBytes: 99, maxLines: 2, maxLineBytes: 99 }, 'reply'],
    ['one line more', { maxBytes: 99, maxLines: 1, maxLineBytes: 99 }, 'oversized'],
  ];

  test.each(EXACT)('are exact: %s', (_name, limits, state) => {
    expect(createSmtpReplyReader(limits).push(bytes('250-a\r\n250 b\r\n')).state).toBe(state);
  });
});

describe('random bytes', () => {
  /** Bytes that look like replies more often than chance would have it. */
  const noise = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '250-',
          '250 x',
          '\r\n',
          '\n',
          '\r',
          '\0',
          '* OK',
          '* BYE',
          'A1 ',
          '+',
          '+OK',
          '.',
          '{3}\r\n',
          '~{9+}',
        ),
        fc.uint8Array({ maxLength: 12 }).map(characters),
      ),
      { maxLength: 40 },
    )
    .map((parts) => bytes(parts.join('')));
  const small = { maxBytes: 120, maxLines: 6, maxLineBytes: 40 };

  test.each(READERS)('never make %s throw, and are read alike in any portions', (_name, create) => {
    fc.assert(
      fc.property(noise, fc.array(fc.nat(20), { minLength: 1, maxLength: 20 }), (all, sizes) => {
        const portions: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < all.length; turn += 1) {
          const size = (sizes[turn % sizes.length] ?? 0) + 1;
          portions.push(all.subarray(at, at + size));
          at += size;
        }
        expect(feed(create(small), portions)).toEqual(feed(create(small), [all]));
      }),
    );
  });

  test.each(READERS)('beyond the limit are never waited for by %s', (_name, create) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: small.maxBytes, maxLength: 400 }), (all) => {
        expect(create(small).push(all).state).not.toBe('more');
      }),
    );
  });
});
