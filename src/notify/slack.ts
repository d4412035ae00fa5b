import type { Notice } from '../model/notification.ts';
import { forTerminal } from '../reporters/escape.ts';
import { fitting } from './fitting.ts';
import { footText, itemText, moreText } from './lines.ts';

/**
 * A message has at most 50 blocks and a section 3000 characters (Slack, "Block Kit", reference of blocks), and some 13,000
 * characters in all are taken although no page says so (slackapi/bolt-js issue 2509).
 */
const ROOM = { items: 40, bytes: 11_000 };
const HEADER = 150;
const LINE = 350;

/**
 * Block Kit for an incoming webhook. Everything is plain text, in which no mention, link or emphasis is read, and which
 * wants three characters as entities all the same (Slack, "Formatting text for app surfaces").
 */
export function slackPayload(notice: Notice): string {
  return fitting(notice.items, ROOM, (items, more) => {
    const sections = items.map((item) => {
      const { head, rule, where, message } = itemText(item, notice);
      return plainText(LINE, `${head}: ${where}`, `${rule === null ? '' : `${rule}: `}${message}`);
    });
    const left = more > 0 ? [plainText(LINE, moreText(more))] : [];
    return JSON.stringify({
      text: plain(`exchange-tls: ${notice.title}`, HEADER),
      mrkdwn: false,
      blocks: [
        { type: 'header', text: plainText(HEADER, notice.title) },
        ...[plainText(LINE, notice.verdict), ...sections, ...left].map((text) => ({ type: 'section', text })),
        { type: 'context', elements: [plainText(LINE, footText(notice))] },
      ],
    });
  });
}

/** @param limit of each line */
function plainText(limit: number, ...lines: readonly string[]): object {
  return { type: 'plain_text', text: lines.map((line) => plain(line, limit)).join('\n'), emoji: false };
}

/** One line, never longer than the limit, entities counted. */
function plain(line: string, limit: number): string {
  let written = '';
  for (const character of forTerminal(line, false, limit)) {
    const next = ENTITIES[character] ?? character;
    if (written.length + next.length >= limit) return `${written}…`;
    written += next;
  }
  return written;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
