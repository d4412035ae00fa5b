import { REPLY_LIMITS, createLineReader } from './reader.ts';
import type { LineStep, ReplyLimits, ReplyReader } from './reader.ts';

/** What answers a step of AUTH: more is wanted, or how it ended (RFC 5034, 4). */
export interface Pop3Challenge {
  readonly status: 'continue' | 'ok' | 'err';
  /** Behind the indicator: base64 if more is wanted. Hostile text. */
  readonly text: string;
}

/** Reads one line that begins with `+ `, `+OK` or `-ERR`. */
export function createPop3ChallengeReader(limits: ReplyLimits = REPLY_LIMITS): ReplyReader<Pop3Challenge> {
  return createLineReader(({ text }): LineStep<Pop3Challenge> => {
    const parts = LINE.exec(text);
    if (parts === null) return { step: 'malformed', detail: 'a line without +, +OK or -ERR' };
    const [, indicator = '', rest = ''] = parts;
    return { step: 'reply', reply: { status: STATUS[indicator] ?? 'err', text: rest } };
  }, limits);
}

const LINE = /^(\+OK|-ERR|\+)(?:[ \t](.*))?$/s;
const STATUS: Readonly<Record<string, Pop3Challenge['status']>> = { '+': 'continue', '+OK': 'ok' };
