import { connect, type ConnectionOptions } from 'node:tls';
import type { Socket } from 'node:net';
import type { Failure, FailureCode } from '../model/failure.ts';
import type { Verification } from '../model/observation.ts';
import type { Connection } from './connection.ts';
import { type Verifier, verificationOf, withoutRoots } from './verifier.ts';

export type Secured =
  | {
      readonly ok: true;
      readonly socket: Socket;
      /** DER of the first certificate, or null. */
      readonly certificate: Uint8Array | null;
      readonly verification: Verification | null;
    }
  | { readonly ok: false; readonly failure: Failure };

/**
 * Starts TLS on a connection for a talk inside of it. Everything that this build of OpenSSL has is allowed, back to
 * TLS 1.0, and nothing is verified: what TLS is worth is judged elsewhere. A server that OpenSSL cannot come to terms
 * with is a limit of this machine and no fault of the server. Never rejects.
 */
export function secure(
  connection: Connection,
  {
    sni,
    timeoutMs,
    signal,
    verifier = withoutRoots(),
    alpn = [],
  }: {
    readonly sni: string | null;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
    /** Without it nobody is asked about the certificates. */
    readonly verifier?: Verifier;
    readonly alpn?: readonly string[];
  },
): Promise<Secured> {
  return new Promise((resolve) => {
    const raw = connection.detach();
    const options: ConnectionOptions = {
      socket: raw,
      ...(sni === null ? {} : { servername: sni }),
      ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      secureContext: verifier.secureContext,
    };
    const tls = connect(options);
    const finish = (secured: Secured): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      tls.off('secureConnect', onSecure);
      tls.off('error', onError);
      tls.off('close', onClose);
      // A second error may follow the first, and nobody is left to hear it.
      tls.on('error', () => undefined);
      raw.on('error', () => undefined);
      if (!secured.ok) {
        tls.destroy();
        raw.destroy();
      }
      resolve(secured);
    };
    const onSecure = (): void => {
      const der = tls.getPeerX509Certificate()?.raw;
      const certificate = der === undefined ? null : new Uint8Array(der);
      finish({ ok: true, socket: tls, certificate, verification: verificationOf(tls, verifier) });
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      const code = error.code ?? error.message;
      finish(isOpenssl(code) ? failed('local-limit', 'local', code) : failed('session-failed', 'tls', code));
    };
    const onClose = (): void => finish(failed('session-failed', 'tls', 'closed during the handshake'));
    const onAbort = (): void => finish(failed('aborted', 'local', 'stopped during the handshake'));
    const timer = setTimeout(
      () => finish(failed('tls-timeout', 'tls', `no session within ${timeoutMs} ms`)),
      timeoutMs,
    );
    tls.on('secureConnect', onSecure);
    tls.on('error', onError);
    tls.on('close', onClose);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

/** The library's own words, as opposed to those of the network. */
function isOpenssl(code: string): boolean {
  return code.startsWith('ERR_SSL_') || code === 'EPROTO';
}

function failed(code: FailureCode, stage: Failure['stage'], detail: string): Secured {
  return { ok: false, failure: { code, stage, detail } };
}
