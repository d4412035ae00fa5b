import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { type ClientOffer, readOffer } from '../../src/lab/client-offer.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { type Handler, tlsServer } from '../../src/lab/tls-server.ts';
import { encodeAlert } from '../../src/wire/alert.ts';
import { concat } from '../../src/wire/bytes.ts';
import { encodeCertificates } from '../../src/wire/certificate-message.ts';
import type { Extension } from '../../src/wire/extension.ts';
import { encodeHandshake, HANDSHAKE } from '../../src/wire/handshake.ts';
import { encodeRecords, RECORD } from '../../src/wire/record.ts';
import { encodeServerHello, type ServerHello } from '../../src/wire/server-hello.ts';
import { RSA_ONLY } from '../lab/chains.ts';

/** What most servers of this suite are, if they are honest: Exchange 2019 with an RSA certificate. */
export const EXCHANGE: TlsPolicy = exchange2019(RSA_ONLY);

export function honest(changes: Partial<TlsPolicy> = {}): Handler {
  return tlsServer({ ...EXCHANGE, ...changes }, randomBytes);
}

/** Takes the connection, reads what comes and never says a word. */
export const silent: Handler = (socket) => {
  socket.resume();
};

export const closing: Handler = (socket) => {
  socket.resume();
  socket.end();
};

export const resetting: Handler = (socket) => {
  socket.resetAndDestroy();
};

/** A script for each connection, by its number from 1. */
export function byCall(script: (call: number) => Handler): Handler {
  let call = 0;
  return (socket) => script((call += 1))(socket);
}

/** Refuses with `full` whoever comes while `most` connections are open. */
export function crowded(most: number, full: Handler, otherwise: Handler): Handler {
  let open = 0;
  return (socket) => {
    open += 1;
    socket.on('close', () => (open -= 1));
    (open > most ? full : otherwise)(socket);
  };
}

/** Waits for the hello, whatever it offers, and then does what the script says. */
export function onHello(answer: (socket: Socket, offer: ClientOffer, bytes: Uint8Array) => void): Handler {
  return (socket) => {
    let received: Uint8Array = new Uint8Array(0);
    const onData = (chunk: Uint8Array): void => {
      received = concat([received, chunk]);
      const offer = readOffer(received);
      if (offer === null) return;
      socket.removeListener('data', onData);
      socket.resume();
      answer(socket, offer, received);
    };
    socket.on('data', onData);
  };
}

/** Answers every hello with the same bytes, and waits for the client to leave. */
export function sending(...parts: readonly Uint8Array[]): Handler {
  return onHello((socket) => socket.write(concat(parts)));
}

/** Answers every hello with the same bytes and then closes. */
export function sendingLast(...parts: readonly Uint8Array[]): Handler {
  return onHello((socket) => socket.end(concat(parts)));
}

/** Hands the hello on as if it had just come, to a server that is chosen by what it offers. */
export function byOffer(choose: (offer: ClientOffer) => Handler): Handler {
  return onHello((socket, offer, bytes) => {
    socket.pause();
    socket.unshift(Buffer.from(bytes));
    choose(offer)(socket);
    socket.resume();
  });
}

/** Says one reply to the connection and one to each line, and then leaves the connection to `then`. */
export function talk(replies: readonly string[], then: Handler = silent): Handler {
  return (socket) => {
    let said = 0;
    const say = (): void => {
      socket.write(Buffer.from(replies[said] ?? '', 'latin1'));
      said += 1;
      if (said < replies.length) return;
      socket.removeListener('data', onData);
      then(socket);
    };
    const onData = (chunk: Buffer): void => {
      for (const byte of chunk) if (byte === 0x0a && said < replies.length) say();
    };
    socket.on('data', onData);
    say();
  };
}

/** Writes as fast as the client reads, without end. */
export function flooding(chunk: Uint8Array, first: Uint8Array = new Uint8Array(0)): Handler {
  return (socket) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.writable && socket.write(chunk));
    };
    socket.on('drain', pour);
    socket.resume();
    socket.write(first);
    pour();
  };
}

/** Writes one byte each so many milliseconds. */
export function trickling(bytes: Uint8Array, everyMs: number): Handler {
  return (socket) => {
    let at = 0;
    const timer = setInterval(() => {
      if (at < bytes.length && socket.writable) socket.write(bytes.subarray(at, (at += 1)));
    }, everyMs);
    socket.on('close', () => clearInterval(timer));
    socket.resume();
  };
}

/** Does nothing for a while, and then what another script says. */
export function late(ms: number, then: Handler): Handler {
  return (socket) => {
    socket.pause();
    const timer = setTimeout(() => {
      then(socket);
      socket.resume();
    }, ms);
    socket.on('close', () => clearTimeout(timer));
  };
}

/** Everything that a script writes arrives in pieces of `size` bytes, each in a turn of its own. */
export function inPieces(size: number, script: Handler): Handler {
  return (socket) => {
    const write = socket.write.bind(socket);
    const waiting: Uint8Array[] = [];
    const pour = (): void => {
      const piece = waiting.shift();
      if (piece === undefined) return;
      if (socket.writable) write(piece);
      setImmediate(pour);
    };
    socket.write = (bytes: Uint8Array | string): boolean => {
      const idle = waiting.length === 0;
      const all = Buffer.from(bytes as Uint8Array);
      for (let at = 0; at < all.length; at += size) waiting.push(all.subarray(at, at + size));
      if (idle) pour();
      return true;
    };
    script(socket);
  };
}

export function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

export function alertRecord(description: number, level = 2): Uint8Array {
  return encodeRecords(RECORD.alert, 0x0303, encodeAlert({ level, description }));
}

export function handshakeRecord(...messages: readonly Uint8Array[]): Uint8Array {
  return encodeRecords(RECORD.handshake, 0x0303, concat(messages));
}

/** RFC 5746, 3.6: what an honest server sends behind every hello of ours. */
export const RENEGOTIATION: Extension = { type: 0xff01, body: Uint8Array.of(0) };

/** The message of a ServerHello with RSA key exchange at TLS 1.2, as far as it is not changed. */
export function serverHello(changes: Partial<ServerHello> = {}): Uint8Array {
  const hello: ServerHello = {
    version: 0x0303,
    random: new Uint8Array(32).fill(7),
    sessionId: new Uint8Array(0),
    suite: 0x009d,
    compression: 0,
    extensions: [RENEGOTIATION],
    ...changes,
  };
  return encodeHandshake(HANDSHAKE.serverHello, encodeServerHello(hello));
}

export function certificates(list: readonly Uint8Array[]): Uint8Array {
  return encodeHandshake(HANDSHAKE.certificate, encodeCertificates(list));
}

export const DONE: Uint8Array = encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0));
