import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createPki, type Pki } from '../../src/lab/pki.ts';
import { pem } from '../fixtures/certificates.ts';

export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | null;
  readonly secure: boolean;
  readonly text: string;
}

export interface MailbagServer {
  readonly port: number;
  readonly received: readonly Received[];
  /** Sessions begun, with those that ended without mail. */
  sessions(): number;
  close(): Promise<void>;
}

/** A certificate for localhost, with its key and what to trust to believe it; all PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

export async function identity(pki?: Pki): Promise<Identity> {
  const authority = pki ?? (await createPki(Date.now()));
  const chain = await authority.commercial(['localhost']);
  return {
    cert: chain.map(pem).join(''),
    key: authority.keyOf(chain),
    ca: authority.commercialRoots.map(pem).join(''),
  };
}

/** A mail server on a free port of loopback, which keeps what it gets. */
export async function serveMail(options: SMTPServerOptions): Promise<MailbagServer> {
  const received: Received[] = [];
  let sessions = 0;
  const server = new SMTPServer({
    logger: false,
    closeTimeout: 100,
    // It greets at once, as servers do that have looked us up before.
    disableReverseLookup: true,
    disabledCommands: ['AUTH'],
    ...options,
    onConnect(_session, done) {
      sessions += 1;
      done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: typeof session.user === 'string' ? session.user : null,
          secure: session.secure,
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    sessions: () => sessions,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
