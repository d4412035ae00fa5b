import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { notificationJsonSchema } from '../../src/config/notification-schema.ts';
import type { Notice, NoticeItem } from '../../src/model/notification.ts';
import { discreet } from '../../src/notify/discreet.ts';
import { payloadOf } from '../../src/notify/index.ts';
import { mailText } from '../../src/notify/mail.ts';
import { noticeOf, testNotice } from '../../src/notify/notice.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { golden } from '../reporters/golden.ts';
import { itemOf, reportWith } from './reports.ts';

const notice = (items: readonly NoticeItem[] = [itemOf()]): Notice =>
  noticeOf(reportWith([]), 'change', items);

const hostile = (text: string): Notice => ({
  ...notice([itemOf({ message: text, rule: text, hosts: [text], endpoints: [text] })]),
  title: text,
  verdict: text,
});

const MANY = Array.from({ length: 2000 }, (_, index) => itemOf({ id: `${index}`, message: '&'.repeat(900) }));
const HOSTILE = HOSTILE_STRINGS.map((text) => [JSON.stringify(text).slice(0, 50), text] as const);

interface Block {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string; readonly emoji: boolean };
}
interface Slack {
  readonly text: string;
  readonly blocks: readonly Block[];
}
const slack = (one: Notice): Slack => JSON.parse(payloadOf('slack', one)) as Slack;

interface Teams {
  readonly type: string;
  readonly attachments: readonly [
    {
      readonly contentType: string;
      readonly content: {
        readonly body: readonly {
          readonly type: string;
          readonly inlines: readonly { readonly type: string; readonly text: string }[];
        }[];
      };
    },
  ];
}
const teams = (one: Notice): Teams => JSON.parse(payloadOf('teams', one)) as Teams;

/** Controls, directions, and halves of characters; line feeds apart. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('Slack', () => {
  test('gets plain text only, in blocks', () => {
    const { text, blocks } = slack(notice());
    expect(text).toContain('exchange-tls: mail.contoso.com: 1 appeared, worst high');
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'context']);
    expect(blocks[2]?.text).toEqual({
      type: 'plain_text',
      emoji: false,
      text: 'appeared, high, seen 2026-11-21 06:00 UTC: mail.contoso.com:443 https\ntls/weak-cipher: RC4 is accepted.',
    });
  });

  test('is told how many it is not told', () => {
    const { blocks } = slack(notice(MANY));
    const size = payloadOf('slack', notice(MANY)).length;
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(size).toBeLessThan(13_000);
    const told = blocks.length - 4;
    expect(told).toBeGreaterThan(5);
    expect(blocks.at(-2)?.text?.text).toBe(`and ${2000 - told} more: see the report of the run`);
    expect(Math.max(...blocks.map(({ text }) => text?.text.length ?? 0))).toBeLessThanOrEqual(3000);
    expect(blocks[0]?.text?.text.length).toBeLessThanOrEqual(150);
  });

  test.each(HOSTILE)('reads no mention, link or control in %s', (_, text) => {
    const raw = payloadOf('slack', hostile(text));
    expect(raw).not.toMatch(/[<>]/);
    expect(raw).not.toMatch(/&(?!amp;|lt;|gt;)/);
    const { blocks } = slack(hostile(text));
    for (const block of blocks) expect(block.text?.text ?? '').not.toMatch(UNSEEN);
    expect(blocks[0]?.text?.text.length).toBeLessThanOrEqual(150);
    expect(blocks[2]?.text?.text.split('\n')).toHaveLength(2);
  });

  test('gets "<!channel>" as text', () => {
    expect(payloadOf('slack', hostile('<!channel> & <https://evil.example|here>'))).toContain(
      '&lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;',
    );
  });
});

describe('Teams', () => {
  test('gets an Adaptive Card in a message', () => {
    const { type, attachments } = teams(notice());
    expect(type).toBe('message');
    expect(attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive');
    const { body } = attachments[0].content;
    expect(body.map((block) => block.inlines.map(({ text }) => text).join(''))).toEqual([
      'mail.contoso.com: 1 appeared, worst high',
      expect.stringContaining('finding'),
      'appeared, high, seen 2026-11-21 06:00 UTC: mail.contoso.com:443 https RC4 is accepted. (tls/weak-cipher)',
      expect.stringContaining('compared with the run of 2026-11-21 06:00 UTC'),
    ]);
  });

  test('gets no more than 28 KB, and is told how many it is not told', () => {
    const text = payloadOf('teams', notice(MANY.map((item) => ({ ...item, message: '漢'.repeat(900) }))));
    expect(Buffer.byteLength(text)).toBeLessThan(28 * 1024);
    expect(text).toMatch(/and 19\d\d more: see the report/);
  });

  test.each(HOSTILE)('has %s in runs of text alone, where no Markdown is read', (_, text) => {
    const { body } = teams(hostile(text)).attachments[0].content;
    expect(new Set(body.map(({ type }) => type))).toEqual(new Set(['RichTextBlock']));
    for (const { inlines } of body) {
      for (const inline of inlines) {
        expect(inline.type).toBe('TextRun');
        expect(inline.text).not.toMatch(UNSEEN);
        expect(inline.text).not.toMatch(/\n|\{\{|\$\{/);
      }
    }
  });

  test('fills in no date of a server', () => {
    expect(payloadOf('teams', hostile('{{DATE(2017-02-14T06:00:00Z)}}'))).not.toContain('{{');
  });
});

test.each([
  [3, 'a:3 https'],
  [4, 'a:3 https and 1 more place'],
  [5, 'a:3 https and 2 more places'],
])('of %d places three are named', (count, words) => {
  const endpoints = Array.from({ length: count }, (_, index) => `https://a:${index + 1}/192.0.2.1`);
  const { text } = mailText(notice([itemOf({ endpoints })]));
  expect(text).toContain(`: a:1 https, a:2 https, ${words}\n`);
});

describe('mail', () => {
  test('says where, what and why', () => {
    const { subject, text } = mailText(notice());
    expect(subject).toBe('[exchange-tls] mail.contoso.com: 1 appeared, worst high');
    expect(text).toContain(
      '\nappeared, high, seen 2026-11-21 06:00 UTC: mail.contoso.com:443 https\n  RC4 is accepted.\n  tls/weak-cipher\n',
    );
  });

  test.each(HOSTILE)(
    'has a subject of one line and text without controls, whatever is quoted: %s',
    (_, text) => {
      const mail = mailText(hostile(text));
      expect(mail.subject).not.toMatch(/[\r\n]/);
      expect(mail.subject.length).toBeLessThan(220);
      expect(mail.text).not.toMatch(UNSEEN);
      expect(mail.text.split('\n')).toHaveLength(mailText(hostile('x')).text.split('\n').length);
    },
  );

  test('ends with how many are left out', () => {
    expect(mailText(notice(MANY)).text).toMatch(/\nand 1[89]\d\d more: see the report of the run\n/);
  });
});

describe('JSON for programs', () => {
  const ajv = new Ajv2020({ strict: true });
  formats.default(ajv);
  const validate = ajv.compile(notificationJsonSchema());

  test('has the published schema', () => {
    const text = `${JSON.stringify(notificationJsonSchema(), null, 2)}\n`;
    expect(text).toBe(golden('notification.schema.json', text));
  });

  test.each<readonly [string, Notice]>([
    ['a change', notice()],
    ['a test', testNotice('1.2.3', 'scanner')],
    ['very much', notice(MANY)],
    ...HOSTILE_STRINGS.map((text) => [JSON.stringify(text).slice(0, 40), hostile(text)] as const),
  ])('follows it with %s', (_, one) => {
    const text = payloadOf('generic', one);
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256 * 1024);
  });

  test('hands texts over as they are, and says what is left out', () => {
    const one = hostile('two\nlines \u202E');
    expect(JSON.parse(payloadOf('generic', one))).toEqual({
      type: 'notification',
      schemaVersion: '1.0',
      ...one,
      more: 0,
    });
    const { items, more } = JSON.parse(payloadOf('generic', notice(MANY))) as {
      readonly items: readonly unknown[];
      readonly more: number;
    };
    expect(items.length + more).toBe(2000);
    expect(more).toBeGreaterThan(0);
  });
});

describe('what a server answered', () => {
  const URL = 'https://hooks.example/services/T024BE7LH/B024BE7LJ/9aXb%21secret?code=abcdef123&sig=zz';

  test.each([
    ['no_service', true],
    ['invalid token for /services/T024BE7LH/B024BE7LJ', false],
    ['unknown: 9axb%21SECRET', false],
    ['unknown: 9aXb!secret', false],
    ['code abcdef123 is wrong', false],
    [URL, false],
  ])('%j is shown: %s', (text, isShown) => {
    expect(discreet(text, [URL]) === text).toBe(isShown);
  });

  test.each(['bad hunter2', Buffer.from('hunter2').toString('base64'), '535 HUNTER2'])(
    'is not shown if it holds the password: %j',
    (text) => {
      expect(discreet(text, ['hunter2'])).not.toContain(text);
    },
  );
});
