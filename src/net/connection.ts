import type { Socket } from 'node:net';
import { concat } from '../wire/bytes.ts';

/** What came of waiting for the other side. */
export type ReadResult =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'aborted' };

/** One TCP connection, read in the order and at the pace that the caller asks for. */
export interface Connection {
  /** Waits at most `timeoutMs` for bytes. Never rejects. */
  read(timeoutMs: number): Promise<ReadResult>;
  /** Never throws; a dead connection shows in the next read. */
  write(bytes: Uint8Array): void;
  /** Ends our side and lets go; safe to call twice. */
  close(): void;
  /** Our own address, for the literal that EHLO wants when there is no name (RFC 5321, 4.1.4). */
  readonly localAddress: string | null;
  /** The socket with nothing listening on it any more, for handing it to node:tls. */
  detach(): Socket;
}

/** Reads and writes a socket that is connected. @param signal ends every wait */
export function connectionOf(socket: Socket, signal: AbortSignal): Connection {
  let chunks: Uint8Array[] = [];
  let ended: 'end' | 'reset' | null = socket.errored === null ? null : 'reset';
  let wake: (() => void) | null = null;

  const notify = (): void => wake?.();
  const onData = (chunk: Uint8Array): void => {
    chunks.push(chunk);
    // One chunk at a time: what nobody reads stays in the kernel, so a flood costs the sender and not us.
    socket.pause();
    notify();
  };
  const onEnd = (): void => {
    ended ??= 'end';
    notify();
  };
  const onError = (): void => {
    ended ??= 'reset';
    notify();
  };
  socket.on('data', onData);
  socket.on('end', onEnd);
  socket.on('close', onEnd);
  socket.on('error', onError);
  signal.addEventListener('abort', notify);

  const take = (): ReadResult | null => {
    if (signal.aborted) return { kind: 'aborted' };
    if (chunks.length > 0) {
      const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : concat(chunks);
      chunks = [];
      return { kind: 'data', bytes };
    }
    return ended === null ? null : { kind: ended };
  };

  return {
    get localAddress() {
      return socket.localAddress ?? null;
    },
    read(timeoutMs) {
      const ready = take();
      if (ready !== null) return Promise.resolve(ready);
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle({ kind: 'timeout' }), timeoutMs);
        const settle = (result: ReadResult): void => {
          clearTimeout(timer);
          wake = null;
          resolve(result);
        };
        wake = () => {
          const result = take();
          if (result !== null) settle(result);
        };
        socket.resume();
      });
    },
    write(bytes) {
      if (!socket.destroyed && socket.writable) socket.write(bytes);
    },
    close() {
      signal.removeEventListener('abort', notify);
      if (socket.destroyed) return;
      socket.removeListener('data', onData);
      // What is still under way is drained and dropped, so that our FIN does not turn into a reset; a flood is not.
      let drained = 0;
      socket.on('data', (chunk: Uint8Array) => {
        drained += chunk.length;
        if (drained > MAX_DRAINED) socket.destroy();
      });
      socket.resume();
      socket.end();
      const timer = setTimeout(() => socket.destroy(), LINGER_MS);
      timer.unref();
      socket.once('close', () => clearTimeout(timer));
    },
    detach() {
      signal.removeEventListener('abort', notify);
      socket.removeListener('data', onData);
      socket.removeListener('end', onEnd);
      socket.removeListener('close', onEnd);
      socket.removeListener('error', onError);
      return socket;
    },
  };
}

/** How long a server may take to close its side after we have closed ours. */
const LINGER_MS = 500;

/** More than any honest server has under way behind what decides a question, bytes. */
const MAX_DRAINED = 256 * 1024;
