import { REPLY_LIMITS, createLineReader } from './reader.ts';
import type { LineStep, ReplyLimits, ReplyReader } from './reader.ts';

export interface SmtpReply {
  readonly code: number;
  /** Without code and separator; hostile text. */
  readonly lines: readonly string[];
  /** The lines joined by line feeds. */
  readonly text: string;
  /** A line ended in LF alone, which RFC 5321, 2.3.8 forbids. */
  readonly bareLf: boolean;
}

export interface EhloReply {
  /** The first line: the server's name and whatever it adds. */
  readonly greeting: string;
  /** Keyword and parameters of each extension, one line each. */
  readonly capabilities: readonly string[];
}

/**
 * Reads one SMTP reply (RFC 5321, 4.2.1): lines of one three-digit code, a hyphen after it in all but the last.
 * Lines without a code and lines of differing codes are malformed.
 */
export function createSmtpReplyReader(limits: ReplyLimits = REPLY_LIMITS): ReplyReader<SmtpReply> {
  const lines: string[] = [];
  let code: string | null = null;
  let bareLf = false;

  return createLineReader((line): LineStep<SmtpReply> => {
    const parts = REPLY_LINE.exec(line.text);
    if (parts === null) return { step: 'malformed', detail: 'a line without a reply code' };
    const [, digits = '', separator, text = ''] = parts;
    if (code !== null && code !== digits) {
      return { step: 'malformed', detail: `reply codes ${code} and ${digits} in one reply` };
    }
    code = digits;
    bareLf ||= line.bareLf;
    lines.push(text);
    if (separator === '-') return { step: 'next' };
    return { step: 'reply', reply: { code: Number(digits), lines, text: lines.join('\n'), bareLf } };
  }, limits);
}

/** The reply to EHLO (RFC 5321, 4.1.1.1). The code is not looked at. */
export function parseEhlo(reply: SmtpReply): EhloReply {
  const [greeting = '', ...rest] = reply.lines.map((line) => line.trim());
  return { greeting, capabilities: rest.filter((line) => line !== '') };
}

/** `s`, since a stray CR belongs to the text and is not a line end. */
const REPLY_LINE = /^(\d{3})(?:([ -])(.*))?$/s;
