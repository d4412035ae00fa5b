import type { Socket } from 'node:net';
import { concat } from '../wire/bytes.ts';
import type { RandomBytes } from './server-flight.ts';
import type { TlsPolicy } from './tls-policy.ts';
import { answerHello } from './tls-responder.ts';

/** Takes over a connection. Errors of the socket are heard by the network that accepted it. */
export type Handler = (socket: Socket) => void;

/** A server of the policy: it answers the hello, and then it waits for the client to leave. */
export function tlsServer(policy: TlsPolicy, random: RandomBytes): Handler {
  return (socket) => {
    let received: Uint8Array = new Uint8Array(0);
    const onData = (chunk: Uint8Array): void => {
      received = concat([received, chunk]);
      const answer = answerHello(received, policy, random);
      if (answer.state === 'more') return;
      if (answer.state === 'send' && answer.retry) {
        received = new Uint8Array(0);
        socket.write(answer.bytes);
        return;
      }
      socket.removeListener('data', onData);
      socket.resume();
      if (answer.state === 'send') socket.write(answer.bytes);
      else if (answer.how === 'reset') socket.resetAndDestroy();
      else if (answer.how !== 'silence') socket.end(answer.bytes);
    };
    socket.on('data', onData);
  };
}
