import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Failure, FailureCode } from '../model/failure.ts';
import type { DnsServer } from './dns-server.ts';

export type UdpReply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export interface UdpOptions<T> {
  /** For all attempts together, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** How often the query is sent. */
  readonly attempts: number;
  /** What a packet says; null for one that is no answer to the query, which is passed over. */
  readonly read: (bytes: Uint8Array) => T | null;
}

/** Packets that are no answers; behind so many of them somebody is guessing. */
const MOST_STRAYS = 100;

/**
 * Sends a query and waits for what answers it, on a port that the operating system chooses at random. The socket is
 * connected, so that packets from anywhere else never arrive. Never rejects.
 */
export function askUdp<T>(
  { address, port }: DnsServer,
  query: Uint8Array,
  { timeoutMs, signal, attempts, read }: UdpOptions<T>,
): Promise<UdpReply<T>> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(failed('aborted', 'stopped before asking'));
      return;
    }
    const socket = createSocket(isIPv6(address.replace(/%.*$/, '')) ? 'udp6' : 'udp4');
    let strays = 0;
    let sent = 0;
    let timer: NodeJS.Timeout | undefined;
    const finish = (reply: UdpReply<T>): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      // A late error of a socket that nobody needs any more.
      socket.on('error', () => undefined);
      socket.close();
      resolve(reply);
    };
    const onAbort = (): void => finish(failed('aborted', 'stopped while asking'));
    const send = (): void => {
      if (sent === attempts) {
        const detail =
          strays === 0
            ? `no answer from ${address} within ${Math.round(timeoutMs)} ms`
            : `no answer that can be read from ${address} within ${Math.round(timeoutMs)} ms`;
        finish(failed('resolver-failed', detail));
        return;
      }
      sent += 1;
      timer = setTimeout(send, timeoutMs / attempts);
      socket.send(query, (error) => {
        if (error !== null) finish(failed('resolver-failed', `${address}: ${codeOf(error)}`));
      });
    };
    socket.on('error', (error) => finish(failed('resolver-failed', `${address}: ${codeOf(error)}`)));
    socket.on('message', (packet) => {
      const value = read(new Uint8Array(packet));
      if (value !== null) {
        finish({ ok: true, value });
        return;
      }
      strays += 1;
      if (strays > MOST_STRAYS)
        finish(failed('resolver-failed', `packets from ${address} that answer another question`));
    });
    signal.addEventListener('abort', onAbort);
    socket.once('connect', send);
    try {
      socket.connect(port, address);
    } catch (error) {
      finish(failed('resolver-failed', `${address}: ${codeOf(error)}`));
    }
  });
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'unknown error';
}

function failed(code: FailureCode, detail: string): UdpReply<never> {
  return { ok: false, failure: { code, stage: code === 'aborted' ? 'local' : 'resolve', detail } };
}
