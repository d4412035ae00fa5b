import type { Failure } from '../model/failure.ts';
import type { Preamble } from '../model/observation.ts';
import type { Connection } from '../net/connection.ts';
import type { ReplyReader } from '../wire/reply/reader.ts';

export type Heard<R> =
  { readonly ok: true; readonly reply: R } | { readonly ok: false; readonly failure: Failure };

/** The plain-text talk before TLS: one command, one complete reply, and everything kept as evidence. */
export interface Dialogue {
  /** Waits for one whole reply. Nothing is ever sent before the last reply is complete. */
  hear<R>(reader: ReplyReader<R>): Promise<Heard<R>>;
  /** Sends one line. */
  say(line: string): void;
  /** Address literal or name for EHLO. */
  readonly ehlo: string;
  /** Sets what the evidence says about the server. */
  note(part: { readonly banner?: string; readonly capabilities?: readonly string[] }): void;
  /** Bytes that have arrived behind the last reply. */
  readonly trailing: number;
  preamble(): Preamble;
}

/** Characters of each message kept as evidence. */
const KEPT = 300;
const MAX_CAPABILITIES = 64;

/** @param replyMs how long one whole reply may take, however slowly it trickles */
export function dialogueOn(
  connection: Connection,
  options: { readonly replyMs: number; readonly now: () => number; readonly ehlo: string | null },
): Dialogue {
  const transcript: { from: 'client' | 'server'; text: string }[] = [];
  let banner: string | null = null;
  let capabilities: readonly string[] = [];
  let left: Uint8Array = new Uint8Array(0);

  const record = (from: 'client' | 'server', text: string): void => {
    if (text !== '') transcript.push({ from, text: text.slice(0, KEPT) });
  };

  return {
    ehlo: options.ehlo ?? addressLiteral(connection.localAddress),
    get trailing() {
      return left.length;
    },
    say(line) {
      record('client', line);
      connection.write(Buffer.from(`${line}\r\n`, 'latin1'));
    },
    note(part) {
      if (part.banner !== undefined) banner = part.banner.slice(0, KEPT);
      if (part.capabilities !== undefined) {
        capabilities = part.capabilities.slice(0, MAX_CAPABILITIES).map((line) => line.slice(0, KEPT));
      }
    },
    async hear(reader) {
      const deadline = options.now() + options.replyMs;
      let seen = '';
      const see = (bytes: Uint8Array): void => {
        if (seen.length < KEPT) seen += Buffer.from(bytes.subarray(0, KEPT)).toString('latin1');
      };
      const fail = (failure: Failure): Heard<never> => {
        record('server', seen);
        return { ok: false, failure };
      };
      let input = left;
      left = new Uint8Array(0);
      for (;;) {
        if (input.length > 0) {
          see(input);
          const result = reader.push(input);
          if (result.state === 'reply') {
            left = result.rest;
            record('server', seen.slice(0, Math.max(0, seen.length - left.length)).trimEnd());
            return { ok: true, reply: result.reply };
          }
          if (result.state === 'malformed') {
            return fail({ code: 'preamble-malformed', stage: 'preamble', detail: result.detail });
          }
          if (result.state === 'oversized') {
            return fail({ code: 'preamble-oversized', stage: 'preamble', detail: result.detail });
          }
        }
        const read = await connection.read(Math.max(0, deadline - options.now()));
        if (read.kind === 'data') input = read.bytes;
        else if (read.kind === 'timeout') {
          const detail = `no complete reply within ${options.replyMs} ms`;
          return fail({ code: 'preamble-timeout', stage: 'preamble', detail });
        } else if (read.kind === 'aborted') {
          return fail({ code: 'aborted', stage: 'local', detail: 'stopped while waiting for a reply' });
        } else {
          const detail = read.kind === 'reset' ? 'connection reset' : 'connection closed';
          return fail({ code: 'preamble-closed', stage: 'preamble', detail });
        }
      }
    },
    preamble: () => ({ banner, capabilities, transcript, trailing: left.length }),
  };
}

/** RFC 5321, 4.1.3. */
function addressLiteral(address: string | null): string {
  if (address === null) return '[127.0.0.1]';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped !== null) return `[${mapped[1]}]`;
  return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`;
}
