import { REPLY_LIMITS, createLineReader } from './reader.ts';
import type { LineStep, ReplyLimits, ReplyReader } from './reader.ts';

export interface Pop3Reply {
  /** `+OK` or `-ERR`. */
  readonly ok: boolean;
  /** What follows the status indicator; hostile text. */
  readonly text: string;
  /** Lines of a multi-line reply without dot-stuffing and terminator; empty for all others. */
  readonly lines: readonly string[];
  /** A line ended in LF alone. */
  readonly bareLf: boolean;
}

/**
 * Reads one POP3 reply (RFC 1939, 3). Whether a positive reply has more lines depends on the command, so the
 * caller says it; a negative one never has.
 */
export function createPop3ReplyReader(
  { multiline }: { readonly multiline: boolean },
  limits: ReplyLimits = REPLY_LIMITS,
): ReplyReader<Pop3Reply> {
  const lines: string[] = [];
  let status: { readonly ok: boolean; readonly text: string } | null = null;
  let bareLf = false;

  return createLineReader((line): LineStep<Pop3Reply> => {
    bareLf ||= line.bareLf;
    if (status === null) {
      const parts = STATUS_LINE.exec(line.text);
      if (parts === null) return { step: 'malformed', detail: 'a line without +OK or -ERR' };
      status = { ok: parts[1] === '+OK', text: parts[2] ?? '' };
      if (status.ok && multiline) return { step: 'next' };
      return { step: 'reply', reply: { ...status, lines, bareLf } };
    }
    if (line.text === '.') return { step: 'reply', reply: { ...status, lines, bareLf } };
    lines.push(line.text.startsWith('.') ? line.text.slice(1) : line.text);
    return { step: 'next' };
  }, limits);
}

/** The reply to CAPA (RFC 2449, 5): each capability with its arguments, empty after `-ERR`. */
export function parseCapa(reply: Pop3Reply): readonly string[] {
  return reply.lines.map((line) => line.trim()).filter((line) => line !== '');
}

/** The indicators are upper case by RFC 1939; `s`, since a stray CR belongs to the text. */
const STATUS_LINE = /^(\+OK|-ERR)(?:[ \t](.*))?$/s;
