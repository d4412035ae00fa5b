import type { Socket } from 'node:net';
import { concat } from '../wire/bytes.ts';
import { EXTENSION } from '../wire/iana/extensions.ts';
import { readOffer } from './client-offer.ts';
import { nodeTlsOf } from './node-tls-server.ts';
import type { RandomBytes } from './server-flight.ts';
import type { TlsPolicy } from './tls-policy.ts';
import { answerHello } from './tls-responder.ts';

/** Takes over a connection. Errors of the socket are heard by the network that accepted it. */
export type Handler = (socket: Socket) => void;

/** What is behind the handshake. */
export interface Inside {
  /** Private key of the RSA chain, PEM. */
  readonly key: () => string;
  readonly serve: Handler;
}

/**
 * A server of the policy: it answers the hello, and then it waits for the client to leave.
 *
 * With `inside`, clients that mean to stay are handed over to Node's real TLS, set up by the same policy. They are known
 * by the session_ticket extension (RFC 5077), which OpenSSL sends and with it Node: who asks for a ticket wants to come
 * back. The scanner's own hellos never have it, as they ask one question and leave.
 */
export function tlsServer(policy: TlsPolicy, random: RandomBytes, inside?: Inside): Handler {
  /** Made when the first of them comes: most servers never see one. */
  let real: { readonly handler: Handler | null } | null = null;
  const complete = ({ key, serve }: Inside): Handler | null => {
    real ??= { handler: nodeTlsOf(policy, key(), serve) };
    return real.handler;
  };
  return (socket) => {
    let received: Uint8Array = new Uint8Array(0);
    const onData = (chunk: Uint8Array): void => {
      received = concat([received, chunk]);
      const session = inside !== undefined && meansToStay(received) ? complete(inside) : null;
      if (session !== null) {
        socket.removeListener('data', onData);
        socket.pause();
        socket.unshift(received);
        session(socket);
        return;
      }
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

function meansToStay(bytes: Uint8Array): boolean {
  try {
    return readOffer(bytes)?.extensions.includes(EXTENSION.session_ticket) === true;
  } catch {
    // What is no hello is for the responder to refuse.
    return false;
  }
}
