import { REPLY_LIMITS, createLineReader } from './reader.ts';
import type { LineStep, ReplyLimits, ReplyReader } from './reader.ts';

export interface ImapReply {
  /** Of the response that ended the reply; `continue` for a continuation request. */
  readonly status: 'OK' | 'NO' | 'BAD' | 'PREAUTH' | 'BYE' | 'continue';
  /** What stands in brackets before the text, without them: `CAPABILITY IMAP4rev1 STARTTLS`. */
  readonly code: string | null;
  /** Text behind status and code; hostile. */
  readonly text: string;
  /** Untagged responses before the last one, without `* `; the contents of literals are left out. */
  readonly untagged: readonly string[];
  /** A line ended in LF alone. */
  readonly bareLf: boolean;
}

/**
 * Reads what answers one command, or the greeting if `tag` is null (RFC 9051 and RFC 3501, 7). The reply ends
 * with the response that bears the tag, with a continuation request, or with BYE, after which a server may
 * close without another word. Any other tag is malformed. A literal that would exceed the limit is oversized as
 * soon as it is announced.
 */
export function createImapReplyReader(
  tag: string | null,
  limits: ReplyLimits = REPLY_LIMITS,
): ReplyReader<ImapReply> {
  const untagged: string[] = [];
  let begun = '';
  let bareLf = false;

  return createLineReader((line): LineStep<ImapReply> => {
    bareLf ||= line.bareLf;
    const text = begun + line.text;
    begun = '';
    const response = readResponse(text, tag);
    if (response === null) return { step: 'malformed', detail: fault(tag) };
    if (response !== 'untagged') return { step: 'reply', reply: { ...response, untagged, bareLf } };
    const literal = isStatus(text) ? null : LITERAL.exec(text);
    if (literal !== null) {
      begun = text.slice(0, literal.index);
      return { step: 'skip', bytes: Number(literal[1]) };
    }
    untagged.push(text.slice(2));
    return { step: 'next' };
  }, limits);
}

/** Capabilities of a greeting or of a reply, from CAPABILITY responses and response codes, each once. */
export function imapCapabilities(reply: ImapReply): readonly string[] {
  const codes = reply.untagged.map((response) => splitCode(STATUS.exec(response)?.[2] ?? '').code);
  const lists = [...reply.untagged, ...codes, reply.code].flatMap((list) => {
    const [word = '', ...atoms] = (list ?? '').split(' ').filter((atom) => atom !== '');
    return word.toUpperCase() === 'CAPABILITY' ? atoms : [];
  });
  return [...new Set(lists)];
}

type Ending = Pick<ImapReply, 'status' | 'code' | 'text'>;

/** `s`, since a stray CR belongs to the text and is not a line end. */
const STATUS = /^(OK|NO|BAD|PREAUTH|BYE)(?: (.*))?$/is;
const LITERAL = /~?\{(\d+)\+?\}$/;

function readResponse(text: string, tag: string | null): Ending | 'untagged' | null {
  if (text.startsWith('* ')) return readUntagged(text.slice(2), tag);
  if (tag === null) return null;
  if (text === '+' || text.startsWith('+ ')) return { status: 'continue', ...splitCode(text.slice(2)) };
  if (!text.startsWith(`${tag} `)) return null;
  const ending = readStatus(text.slice(tag.length + 1));
  return ending?.status === 'PREAUTH' || ending?.status === 'BYE' ? null : ending;
}

function readUntagged(text: string, tag: string | null): Ending | 'untagged' | null {
  const ending = readStatus(text);
  if (ending?.status === 'BYE') return ending;
  if (tag === null) return ending?.status === 'OK' || ending?.status === 'PREAUTH' ? ending : null;
  return /^\S/.test(text) ? 'untagged' : null;
}

function readStatus(text: string): Ending | null {
  const parts = STATUS.exec(text);
  if (parts === null) return null;
  return { status: parts[1]?.toUpperCase() as ImapReply['status'], ...splitCode(parts[2] ?? '') };
}

/** Status responses hold text and no literals (RFC 9051, 9: resp-text), so `{5}` at their end is text. */
function isStatus(text: string): boolean {
  return STATUS.test(text.slice(2));
}

function splitCode(text: string): Pick<ImapReply, 'code' | 'text'> {
  const parts = /^\[([^\]]*)\] ?(.*)$/s.exec(text);
  return parts === null ? { code: null, text } : { code: parts[1] ?? '', text: parts[2] ?? '' };
}

function fault(tag: string | null): string {
  return tag === null ? 'not a greeting of IMAP' : `neither an untagged response nor one to ${tag}`;
}
