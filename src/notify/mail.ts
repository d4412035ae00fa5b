import type { Notice } from '../model/notification.ts';
import { forTerminal } from '../reporters/escape.ts';
import { fitting } from './fitting.ts';
import { footText, itemText, moreText } from './lines.ts';

export interface MailText {
  /** One line: nothing in it can begin another header (RFC 5322, 2.2). */
  readonly subject: string;
  /** Plain text, lines ending in line feeds. */
  readonly text: string;
}

const ROOM = { items: 200, bytes: 128 * 1024 };
const SUBJECT = 200;

/** A message in plain text. */
export function mailText(notice: Notice): MailText {
  const text = fitting(notice.items, ROOM, (items, more) => {
    const paragraphs = items.map((item) => {
      const { head, rule, where, message } = itemText(item, notice);
      return [`${head}: ${where}`, `  ${message}`, ...(rule === null ? [] : [`  ${rule}`])];
    });
    const lines = [
      notice.title,
      '',
      notice.verdict,
      ...paragraphs.flatMap((paragraph) => ['', ...paragraph]),
      ...(more > 0 ? ['', moreText(more)] : []),
      '',
      footText(notice),
    ];
    return lines.map((line) => `${forTerminal(line, false)}\n`).join('');
  });
  return { subject: forTerminal(`[exchange-tls] ${notice.title}`, false, SUBJECT), text };
}
