import type { Notice } from '../model/notification.ts';
import { forTerminal } from '../reporters/escape.ts';
import { fitting } from './fitting.ts';
import { footText, type ItemText, itemText, moreText } from './lines.ts';

/** Teams takes 28 KB with its own envelope (Microsoft Learn, "Create Incoming Webhooks": message size limit). */
const ROOM = { items: 40, bytes: 24 * 1024 };
const LINE = 700;

/**
 * An Adaptive Card in the message that the trigger "When a Teams webhook request is received" of Workflows takes. All text
 * is in runs of rich text: there, unlike in a TextBlock, Markdown is not read (Adaptive Cards, "TextRun").
 */
export function teamsPayload(notice: Notice): string {
  return fitting(notice.items, ROOM, (items, more) =>
    JSON.stringify({
      type: 'message',
      summary: plain(`exchange-tls: ${notice.title}`),
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            msteams: { width: 'Full' },
            fallbackText: plain(notice.title),
            body: [
              block(run(notice.title, { size: 'large', weight: 'bolder' })),
              block(run(notice.verdict)),
              ...items.map((item) => itemBlock(itemText(item, notice))),
              ...(more > 0 ? [block(run(moreText(more)))] : []),
              block(run(footText(notice), { size: 'small', isSubtle: true })),
            ],
          },
        },
      ],
    }),
  );
}

function itemBlock({ head, rule, where, message, tone }: ItemText): object {
  return {
    ...block(
      run(`${head}: `, { weight: 'bolder', color: COLOURS[tone] }),
      run(`${where} `, { weight: 'bolder' }),
      run(message),
      ...(rule === null ? [] : [run(` (${rule})`, { isSubtle: true })]),
    ),
    separator: true,
  };
}

function block(...inlines: readonly object[]): object {
  return { type: 'RichTextBlock', inlines };
}

function run(text: string, style: object = {}): object {
  return { type: 'TextRun', text: plain(text), ...style };
}

/** Two braces begin a date that the client fills in (Adaptive Cards, "Text features"), `${` a template. */
function plain(text: string): string {
  return forTerminal(text, false, LINE).replace(/(?<=[{$])\{/g, '\\u{7b}');
}

const COLOURS = { bad: 'attention', warning: 'warning', good: 'good' } as const;
