import { connect } from 'node:net';
import type { Failure, FailureCode } from '../model/failure.ts';
import { type Connection, connectionOf } from './connection.ts';

export type DialResult =
  { readonly ok: true; readonly connection: Connection } | { readonly ok: false; readonly failure: Failure };

/** Opens a TCP connection to a literal address. Never rejects. */
export type Dial = (
  address: string,
  port: number,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
) => Promise<DialResult>;

/** Opens the connection from this machine, without a proxy. */
export const dialTcp: Dial = (address, port, { timeoutMs, signal }) =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve(failed('aborted', 'local', 'stopped before connecting'));
      return;
    }
    const socket = connect({ host: address, port, noDelay: true, autoSelectFamily: false });
    const finish = (result: DialResult): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('connect', onConnect);
      if (!result.ok) {
        // A second error may follow the first, and nobody is left to hear it.
        socket.on('error', () => undefined);
        socket.destroy();
      } else socket.removeListener('error', onError);
      resolve(result);
    };
    const timer = setTimeout(
      () => finish(failed('connect-timeout', 'dial', `no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const onAbort = (): void => finish(failed('aborted', 'local', 'stopped while connecting'));
    const onConnect = (): void => finish({ ok: true, connection: connectionOf(socket, signal) });
    const onError = (error: NodeJS.ErrnoException): void => {
      const code = error.code ?? 'unknown error';
      // The server took the connection and broke it before we had noticed: a closed port refuses instead.
      if (code === 'ECONNRESET') {
        finish({ ok: true, connection: connectionOf(socket, signal) });
        return;
      }
      finish(failed(DIAL_CODES[code] ?? 'dial-failed', 'dial', code));
    };
    signal.addEventListener('abort', onAbort);
    socket.on('connect', onConnect);
    socket.on('error', onError);
  });

const DIAL_CODES: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: 'connection-refused',
  ETIMEDOUT: 'connect-timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
};

function failed(code: FailureCode, stage: Failure['stage'], detail: string): DialResult {
  return { ok: false, failure: { code, stage, detail } };
}
