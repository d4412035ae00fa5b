/** How much of a reply is read before it is given up. */
export interface ReplyLimits {
  /** The whole reply with its line ends, bytes. */
  readonly maxBytes: number;
  readonly maxLines: number;
  /** One line with its line end, bytes. */
  readonly maxLineBytes: number;
}

/** RFC 5321, 4.5.3.1.5 allows 512 bytes a line; servers exceed it, honest ones not by more than this. */
export const REPLY_LIMITS: ReplyLimits = { maxBytes: 65_536, maxLines: 128, maxLineBytes: 2048 };

/**
 * What is known after some more bytes. `rest` are the bytes behind the end of the reply, as a view of the bytes
 * pushed; `seen` is the beginning of what was read, cut to a few hundred characters. All text is the server's
 * (one character for each byte, ISO 8859-1), so it is hostile.
 */
export type ReplyResult<R> =
  | { readonly state: 'more' }
  | { readonly state: 'reply'; readonly reply: R; readonly rest: Uint8Array }
  | { readonly state: 'malformed'; readonly detail: string; readonly seen: string }
  | { readonly state: 'oversized'; readonly detail: string; readonly seen: string };

/**
 * Reads one reply. Takes the bytes in any portions and says the same for all of them; never throws and never
 * keeps more than the limits allow. Once it has said anything but `more` it keeps saying it.
 */
export interface ReplyReader<R> {
  push(bytes: Uint8Array): ReplyResult<R>;
}

export interface ReplyLine {
  /** Without the line end. */
  readonly text: string;
  /** It ended in LF alone. */
  readonly bareLf: boolean;
}

/** What a grammar makes of a line: wait for the next, skip that many bytes first, or an end. */
export type LineStep<R> =
  | { readonly step: 'next' }
  | { readonly step: 'skip'; readonly bytes: number }
  | { readonly step: 'reply'; readonly reply: R }
  | { readonly step: 'malformed'; readonly detail: string };

/** The part that all line-based replies share: line ends, limits, and bytes that come too early. */
export function createLineReader<R>(
  readLine: (line: ReplyLine) => LineStep<R>,
  { maxBytes, maxLines, maxLineBytes }: ReplyLimits,
): ReplyReader<R> {
  let settled: ReplyResult<R> | null = null;
  let pending: Uint8Array = NOTHING;
  let seen = '';
  let done = 0;
  let lines = 0;
  let toSkip = 0;

  function hear(bytes: Uint8Array): Uint8Array {
    seen += latin1(bytes.subarray(0, SEEN_LENGTH - seen.length));
    return bytes;
  }

  function oversized(detail: string): ReplyResult<R> {
    return { state: 'oversized', detail, seen };
  }

  function consume(bytes: Uint8Array): ReplyResult<R> {
    let at = 0;
    for (;;) {
      const skipped = hear(bytes.subarray(at, at + toSkip)).length;
      at += skipped;
      done += skipped;
      toSkip -= skipped;
      if (toSkip > 0) return MORE;

      const room = Math.min(maxLineBytes, maxBytes - done) - pending.length;
      const lineFeed = bytes.indexOf(LF, at);
      const end = lineFeed === -1 ? bytes.length : lineFeed + 1;
      if (lineFeed === -1 ? end - at >= room : end - at > room) {
        hear(bytes.subarray(at, at + room));
        return oversized(
          maxBytes - done < maxLineBytes
            ? `more than ${maxBytes} bytes`
            : `a line of more than ${maxLineBytes} bytes`,
        );
      }
      pending = joined(pending, hear(bytes.subarray(at, end)));
      at = end;
      if (lineFeed === -1) return MORE;

      const line = toLine(pending);
      done += pending.length;
      pending = NOTHING;
      lines += 1;
      const next = readLine(line);
      if (next.step === 'reply') return { state: 'reply', reply: next.reply, rest: bytes.subarray(at) };
      if (next.step === 'malformed') return { state: 'malformed', detail: next.detail, seen };
      if (lines >= maxLines) return oversized(`more than ${maxLines} lines`);
      if (next.step === 'skip') {
        if (next.bytes > maxBytes - done) return oversized(`announces ${next.bytes} bytes`);
        toSkip = next.bytes;
      }
    }
  }

  return {
    push(bytes) {
      if (settled?.state === 'reply') return { ...settled, rest: bytes };
      if (settled !== null) return settled;
      const result = consume(bytes);
      if (result.state !== 'more') settled = result;
      return result;
    },
  };
}

const LF = 0x0a;
const CR = 0x0d;
const SEEN_LENGTH = 300;
const NOTHING = new Uint8Array(0);
const MORE = { state: 'more' } as const;

function toLine(bytes: Uint8Array): ReplyLine {
  const bareLf = bytes.at(-2) !== CR;
  return { text: latin1(bytes.subarray(0, bareLf ? -1 : -2)), bareLf };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
