import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import {
  type Delivery,
  type DeliveryLimits,
  type DeliveryWorld,
  inTime,
  undelivered,
  unreached,
} from './delivery.ts';
import { openTcp } from './http-connection.ts';

/** The server that takes our mail. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314, 3.3). */
  readonly implicit: boolean;
  /** if-offered: what anybody in between can take away; never: in clear. */
  readonly starttls: 'required' | 'if-offered' | 'never';
  /** PEM of certificates to trust besides those of this Node version. */
  readonly ca: readonly string[];
  readonly credentials: { readonly user: string; readonly password: string } | null;
}

export interface MailRequest extends DeliveryLimits {
  readonly server: MailServer;
  /** Addresses without names. */
  readonly from: string;
  readonly to: readonly string[];
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly date: number;
}

/** Hands a mail in plain text to a server. Its certificate is verified wherever there is TLS. Never rejects. */
export function sendMail(request: MailRequest, world: DeliveryWorld): Promise<Delivery> {
  return inTime(request, (signal) => send(request, world, signal));
}

async function send(request: MailRequest, world: DeliveryWorld, signal: AbortSignal): Promise<Delivery> {
  const { server, from, to, subject, text, date, timeoutMs } = request;
  const { host, port, implicit, starttls, ca, credentials } = server;
  const opened = await openTcp(host, port, { scope: 'local', timeoutMs, signal }, world);
  if (!opened.ok) return unreached(opened.failure);
  // A greeting that comes before anybody listens would be lost.
  opened.socket.pause();
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host,
    port,
    connection: opened.socket,
    secure: implicit,
    requireTLS: starttls === 'required',
    ignoreTLS: starttls === 'never',
    tls: {
      ...(isIP(host) === 0 ? { servername: host } : { host }),
      ...(ca.length === 0 ? {} : { ca: [...rootCertificates, ...ca] }),
      minVersion: 'TLSv1.2',
      // NODE_TLS_REJECT_UNAUTHORIZED is meant for other programs.
      rejectUnauthorized: true,
    },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    maxResponseSize: MOST_REPLY,
    // Without it a server that offers no AUTH would be handed the mail without a login.
    ...(credentials === null
      ? {}
      : { auth: { user: credentials.user, pass: credentials.password }, forceAuth: true }),
  });
  try {
    const { rejected } = await transport.sendMail({
      from: { name: '', address: from },
      to: to.map((address) => ({ name: '', address })),
      subject,
      text,
      date: new Date(date),
      // So that no out-of-office reply comes back (RFC 3834, 5).
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
      signal,
    });
    return rejected.length === 0
      ? { ok: true }
      : undelivered(`refused for ${rejected.join(', ')}; the others have it`, { inPart: true });
  } catch (error) {
    return failed(error);
  } finally {
    transport.close();
    opened.socket.destroy();
  }
}

const MOST_REPLY = 64 * 1024;

interface SmtpError {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
}

/** 4yz is passing (RFC 5321, 4.2.1). What a server says to a login stays out: it may say the password. */
function failed(error: unknown): Delivery {
  const { code, originalCode, command, response, responseCode } = error as SmtpError;
  const status = typeof responseCode === 'number' ? responseCode : null;
  const at = typeof command === 'string' && command !== 'API' && command !== 'CONN' ? ` to ${command}` : '';
  if (code === 'EAUTH') return undelivered(`the login was refused${status === null ? '' : ` (${status})`}`);
  if (status !== null) {
    return undelivered(`the server answered ${status}${at}`, {
      reply: typeof response === 'string' ? response : null,
      passing: status >= 400 && status < 500,
    });
  }
  const cause = [originalCode, code].find((one) => typeof one === 'string') ?? 'unknown error';
  // What is wrong with a certificate has codes of its own, without the E of the system's: CERT_HAS_EXPIRED.
  if (code === 'ETLS' || cause.includes('_')) return undelivered(`TLS could not be started (${cause})`);
  return undelivered(`the connection broke${at} (${cause})`);
}
