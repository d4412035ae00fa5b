import { concat } from '../wire/bytes.ts';
import type { Handler } from './tls-server.ts';

/** What is said to a line of the client, with all line ends in place, and what happens then. */
export interface Reply {
  readonly text: string;
  readonly next: 'listen' | 'tls' | 'close';
}

export interface LineServer {
  readonly greeting: Reply;
  readonly reply: (line: string) => Reply;
  /** Takes the connection over where a reply leads to TLS. */
  readonly tls: Handler;
}

/** Longest line that is read; also what a client may send ahead. */
const MAX_LINE = 8192;
const GOODBYE: Reply = { text: '', next: 'close' };

/** Talks in lines until TLS begins. What a client sends behind the command that starts TLS is dropped. */
export function lineServer(server: LineServer): Handler {
  return (socket) => {
    let pending: Uint8Array = new Uint8Array(0);
    const say = ({ text, next }: Reply): void => {
      if (next === 'close') {
        socket.removeListener('data', onData);
        socket.resume();
        socket.end(Buffer.from(text, 'latin1'));
        return;
      }
      if (text !== '') socket.write(Buffer.from(text, 'latin1'));
      if (next === 'listen') return;
      socket.removeListener('data', onData);
      server.tls(socket);
    };
    const onData = (chunk: Uint8Array): void => {
      pending = concat([pending, chunk]);
      for (let end = pending.indexOf(0x0a); end !== -1; end = pending.indexOf(0x0a)) {
        const line = Buffer.from(pending.subarray(0, end)).toString('latin1').replace(/\r$/, '');
        pending = pending.subarray(end + 1);
        const reply = line.length > MAX_LINE ? GOODBYE : server.reply(line);
        say(reply);
        if (reply.next !== 'listen') return;
      }
      if (pending.length > MAX_LINE) say(GOODBYE);
    };
    socket.on('data', onData);
    say(server.greeting);
  };
}
