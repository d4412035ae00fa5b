import { connect, type ConnectionOptions, type TLSSocketOptions } from 'node:tls';
import { isIP } from 'node:net';
import type { Endpoint } from '../model/endpoint.ts';
import type { SessionObservation } from '../model/observation.ts';
import type { Connection } from '../net/connection.ts';
import { presentedChain } from '../net/presented-chain.ts';
import { type Verifier, verificationOf, verifierOf } from '../net/verifier.ts';
import { protocolModule } from '../protocols/index.ts';
import { failedOutcome, fingerprint, type ProbeContext, type Probed } from './probe.ts';
import { observeTls, type Talked } from './reach-tls.ts';

/** What this client is: its answers depend on the TLS library that Node was built with. */
const CLIENT = `node ${process.versions.node}, openssl ${process.versions.openssl}`;

const VERSION_NUMBERS: Readonly<Record<string, number>> = {
  'TLSv1.3': 0x0304,
  'TLSv1.2': 0x0303,
  'TLSv1.1': 0x0302,
  TLSv1: 0x0301,
};

type Session = Talked<SessionObservation>;

/**
 * Completes one session with Node's TLS and reads the certificates, which TLS 1.3 encrypts. Nothing is verified
 * here. At most one connection; never rejects.
 */
export async function askSession(
  endpoint: Endpoint,
  question: string,
  context: ProbeContext,
): Promise<Probed> {
  const sni = isIP(endpoint.host) === 0 ? endpoint.host : null;
  const base = { kind: 'session', question, asked: { sni, client: CLIENT } } as const;
  return observeTls<SessionObservation>(endpoint, context, base, async (connection) =>
    handshake(connection, endpoint, sni, context, await verifierOf(context.world)),
  );
}

function handshake(
  connection: Connection,
  endpoint: Endpoint,
  sni: string | null,
  context: ProbeContext,
  verifier: Verifier,
): Promise<Session> {
  return new Promise((resolve) => {
    const socket = connection.detach();
    // The types know the request for a staple only on the socket itself.
    const options: ConnectionOptions & Pick<TLSSocketOptions, 'requestOCSP'> = {
      socket,
      ...(sni === null ? {} : { servername: sni }),
      rejectUnauthorized: false,
      requestOCSP: true,
      secureContext: verifier.secureContext,
      // Names are judged elsewhere, and would hide what is said of the chain.
      checkServerIdentity: () => undefined,
    };
    const tls = connect(options);
    const finish = (session: Session): void => {
      clearTimeout(timer);
      context.signal.removeEventListener('abort', onAbort);
      tls.destroySoon();
      setTimeout(() => socket.destroy(), LINGER_MS).unref();
      resolve(session);
    };
    const fail = (code: 'session-failed' | 'tls-timeout' | 'aborted', detail: string): void =>
      finish({
        outcome: failedOutcome(code, code === 'aborted' ? 'local' : 'tls', detail),
        certificates: [],
      });
    const timer = setTimeout(
      () => fail('tls-timeout', `no session within ${context.timeouts.tlsMs} ms`),
      context.timeouts.tlsMs,
    );
    const onAbort = (): void => fail('aborted', 'stopped during the handshake');
    context.signal.addEventListener('abort', onAbort);
    let staple: Uint8Array | null = null;
    tls.on('OCSPResponse', (response: Uint8Array | null) => {
      if (response !== null && response.length <= MAX_STAPLE) staple = response;
    });
    tls.on('error', (error: NodeJS.ErrnoException) => fail('session-failed', error.code ?? error.message));
    tls.on('close', () => fail('session-failed', 'connection closed during the handshake'));
    tls.once('secureConnect', () => {
      const certificates = presentedChain(tls);
      const { farewell } = protocolModule(endpoint.protocol);
      if (farewell !== null) tls.write(`${farewell}\r\n`);
      finish({
        outcome: {
          status: 'accepted',
          version: VERSION_NUMBERS[tls.getProtocol() ?? ''] ?? 0,
          suite: tls.getCipher().standardName,
          certificates: certificates.map(fingerprint),
          ocsp: staple === null ? null : Buffer.from(staple).toString('base64'),
          verification: verificationOf(tls, verifier),
        },
        certificates,
      });
    });
  });
}

const LINGER_MS = 500;

/** More than any honest OCSP response, bytes. */
const MAX_STAPLE = 64 * 1024;
