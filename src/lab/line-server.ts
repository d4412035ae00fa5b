import { concat } from '../wire/bytes.ts';
import type { Handler } from './tls-server.ts';

/** What is said to a line of the client, with all line ends in place, and what happens then. */
export type Reply = { readonly text: string } & (
  | {
      readonly next: 'listen';
      /** Answers the next line instead of the server, for commands of more than one line. */
      readonly after?: (line: string) => Reply;
    }
  | { readonly next: 'close' }
  | {
      readonly next: 'tls';
      /** Takes the connection over. */
      readonly tls: Handler;
    }
);

export interface LineServer {
  /** Null where the client speaks first: after STARTTLS. */
  readonly greeting: Reply | null;
  readonly reply: (line: string) => Reply;
}

/** Longest line that is read; also what a client may send ahead. */
const MAX_LINE = 8192;
const GOODBYE: Reply = { text: '', next: 'close' };

/** Talks in lines until TLS begins. What a client sends behind the command that starts TLS is dropped. */
export function lineServer(server: LineServer): Handler {
  return (socket) => {
    let pending: Uint8Array = new Uint8Array(0);
    let answer = server.reply;
    const say = (reply: Reply): void => {
      if (reply.next === 'close') {
        socket.removeListener('data', onData);
        socket.resume();
        socket.end(Buffer.from(reply.text, 'latin1'));
        return;
      }
      if (reply.text !== '') socket.write(Buffer.from(reply.text, 'latin1'));
      if (reply.next === 'listen') {
        answer = reply.after ?? server.reply;
        return;
      }
      socket.removeListener('data', onData);
      reply.tls(socket);
    };
    const onData = (chunk: Uint8Array): void => {
      pending = concat([pending, chunk]);
      for (let end = pending.indexOf(0x0a); end !== -1; end = pending.indexOf(0x0a)) {
        const line = Buffer.from(pending.subarray(0, end)).toString('latin1').replace(/\r$/, '');
        pending = pending.subarray(end + 1);
        const reply = line.length > MAX_LINE ? GOODBYE : answer(line);
        say(reply);
        if (reply.next !== 'listen') return;
      }
      if (pending.length > MAX_LINE) say(GOODBYE);
    };
    socket.on('data', onData);
    if (server.greeting !== null) say(server.greeting);
  };
}
