import { connect, type TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import type { X509Certificate } from 'node:crypto';
import type { Endpoint } from '../model/endpoint.ts';
import type { SessionObservation } from '../model/observation.ts';
import type { Connection } from '../net/connection.ts';
import { protocolModule } from '../protocols/index.ts';
import { MAX_CERTIFICATES } from '../wire/certificate-message.ts';
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
  return observeTls<SessionObservation>(endpoint, context, base, (connection) =>
    handshake(connection, endpoint, sni, context),
  );
}

function handshake(
  connection: Connection,
  endpoint: Endpoint,
  sni: string | null,
  context: ProbeContext,
): Promise<Session> {
  return new Promise((resolve) => {
    const socket = connection.detach();
    const tls = connect({
      socket,
      ...(sni === null ? {} : { servername: sni }),
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      // Certificates are judged elsewhere, so nothing may be refused here for its strength.
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
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
        },
        certificates,
      });
    });
  });
}

const LINGER_MS = 500;

/**
 * The certificates in wire order. Read once: before Node 26 the first call empties OpenSSL's list, and a second
 * one finds nothing (nodejs/node issue 65579).
 */
function presentedChain(tls: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let certificate: X509Certificate | undefined = tls.getPeerX509Certificate();
  while (certificate !== undefined && chain.length < MAX_CERTIFICATES) {
    chain.push(new Uint8Array(certificate.raw));
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
