import { isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as startTls, type TLSSocket } from 'node:tls';
import type { Client } from 'undici';
import type { Failure, FailureCode } from '../model/failure.ts';
import { isWithin } from './address-scope.ts';
import type { Dial } from './dial.ts';
import type { FetchRequest } from './fetch.ts';
import type { Resolve } from './resolve.ts';

export type Opened =
  { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly failure: Failure };

/** Addresses of one name that are tried. */
const MOST_ADDRESSES = 3;

/**
 * Opens the connection for a request. The address that is dialled is the literal one that was checked, whether it came
 * from a name or stood in the URL. Never rejects.
 */
export async function openFor(
  url: URL,
  limits: Pick<FetchRequest, 'scope' | 'timeoutMs' | 'signal'>,
  world: { readonly resolve: Resolve; readonly dial: Dial },
): Promise<Opened> {
  const { host, port } = placeOf(url);
  const opened = await openTcp(host, port, limits, world);
  if (!opened.ok || url.protocol !== 'https:') return opened;
  // Without a look at the certificate: what is fetched bears a signature of its own, which is checked where it is used,
  // and the roots of this Node version must not decide what can be found out (RFC 5280, 8 warns of https here).
  const secured = await secure(opened.socket, host, { rejectUnauthorized: false }, limits.signal);
  return secured.ok ? secured : refuse('request-failed', `TLS: ${secured.why}`);
}

/** Sends requests of a URL over a connection that is open already, one after the other. Whoever asks has to close it. */
export async function clientOver(socket: Socket, url: URL, timeoutMs: number): Promise<Client> {
  const undici = await import('undici');
  return new undici.default.Client(url.origin, {
    pipelining: 0,
    maxHeaderSize: MAX_HEADERS,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: (_options, done) => setImmediate(() => done(null, socket)),
  });
}

/** More than the headers of an honest answer, bytes. */
const MAX_HEADERS = 16 * 1024;

/** Where a URL of http or https leads to; an IPv6 address without its brackets. */
export function placeOf(url: URL): { readonly host: string; readonly port: number } {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port };
}

/** Opens a TCP connection to one of the addresses of a host. Never rejects. */
export async function openTcp(
  host: string,
  port: number,
  { scope, timeoutMs, signal }: Pick<FetchRequest, 'scope' | 'timeoutMs' | 'signal'>,
  world: { readonly resolve: Resolve; readonly dial: Dial },
): Promise<Opened> {
  const found =
    isIP(host) === 0
      ? await unlessStopped(world.resolve(host), signal)
      : { ok: true as const, addresses: [host] };
  if (!found.ok) return found;
  const allowed = found.addresses.filter((address) => isWithin(address, scope));
  if (allowed.length === 0) return refuse('private-address', found.addresses.slice(0, 3).join(', '));
  let last = refuse('no-address', host);
  for (const address of allowed.slice(0, MOST_ADDRESSES)) {
    if (signal.aborted) break;
    const dialled = await world.dial(address, port, { timeoutMs, signal });
    if (!dialled.ok) {
      last = dialled;
      continue;
    }
    const socket = dialled.connection.detach();
    // Until its new owner listens, and after that nobody may.
    socket.on('error', () => undefined);
    return { ok: true, socket };
  }
  return last;
}

/** What came of a handshake; why not is a code, or says where it ended. */
export type Secured =
  { readonly ok: true; readonly socket: TLSSocket } | { readonly ok: false; readonly why: string };

/** Begins TLS for HTTP/1.1 on a connection. Never rejects; the connection is closed if that fails. */
export function secure(
  socket: Socket,
  host: string,
  options: Pick<ConnectionOptions, 'ca' | 'minVersion' | 'rejectUnauthorized'>,
  signal: AbortSignal,
): Promise<Secured> {
  return new Promise((resolve) => {
    const tls = startTls({
      ...options,
      socket,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ALPNProtocols: ['http/1.1'],
    });
    const finish = (secured: Secured): void => {
      signal.removeEventListener('abort', onAbort);
      tls.off('secureConnect', onSecure);
      tls.off('error', onError);
      tls.off('close', onClose);
      // A second error may follow the first, and nobody is left to hear it.
      tls.on('error', () => undefined);
      if (!secured.ok) tls.destroy();
      resolve(secured);
    };
    const fail = (why: string): void => finish({ ok: false, why });
    const onSecure = (): void => finish({ ok: true, socket: tls });
    const onError = ({ code }: NodeJS.ErrnoException): void => fail(code ?? 'error');
    const onClose = (): void => fail('closed during the handshake');
    const onAbort = (): void => fail('stopped during the handshake');
    tls.on('secureConnect', onSecure);
    tls.on('error', onError);
    tls.on('close', onClose);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

/** A look-up cannot be stopped, but nobody has to wait for it. */
async function unlessStopped(
  lookup: ReturnType<Resolve>,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<Resolve>>> {
  let onAbort = (): void => undefined;
  const stopped = new Promise<Awaited<ReturnType<Resolve>>>((resolve) => {
    onAbort = () => resolve(refuse('request-failed', 'stopped while looking up the name'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([lookup, stopped]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function refuse(code: FailureCode, detail: string): Opened & { readonly ok: false } {
  return { ok: false, failure: { code, stage: 'request', detail } };
}
