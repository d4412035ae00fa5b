import { TLSSocket } from 'node:tls';
import type { Failure, FailureCode } from '../model/failure.ts';
import type { Scope } from './address-scope.ts';
import { checkUrl } from './fetch-url.ts';
import { clientOver, openFor } from './http-connection.ts';
import { presentedChain } from './presented-chain.ts';
import type { Dial } from './dial.ts';
import type { Resolve } from './resolve.ts';

export interface WebRequest {
  /** Of http or https. */
  readonly url: string;
  /** Body of the answer that is kept, bytes; what is longer is cut. */
  readonly maxBytes: number;
  /** For everything together, ms. */
  readonly timeoutMs: number;
  /** How near to us it may go. */
  readonly scope: Scope;
  /** Finds the addresses instead of the system. */
  readonly resolve?: Resolve;
  readonly signal: AbortSignal;
}

export type WebResult =
  | {
      readonly ok: true;
      readonly http: number;
      /** As sent; hostile text. */
      readonly location: string | null;
      readonly contentType: string | null;
      readonly body: Uint8Array;
      /** There is more than was kept. */
      readonly cut: boolean;
      /** DER in the order of the chain, the server's own first; empty without TLS. */
      readonly certificates: readonly Uint8Array[];
    }
  | {
      readonly ok: false;
      readonly failure: Failure;
      /** What was presented before it went wrong. */
      readonly certificates: readonly Uint8Array[];
    };

/** One GET, whatever the answer is; redirects are told and not followed. Never rejects. */
export type Web = (request: WebRequest) => Promise<WebResult>;

/** Of one header, characters. */
const MAX_HEADER = 2048;

/** The certificate is not verified here but handed over to be judged. */
export function webOver(world: { readonly resolve: Resolve; readonly dial: Dial }): Web {
  return async (request) => {
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    if (request.signal.aborted) return failed('aborted', 'local', 'stopped before asking', []);
    request.signal.addEventListener('abort', onAbort);
    const timer = setTimeout(onAbort, request.timeoutMs);
    try {
      const result = await ask({ ...request, signal: stop.signal }, world);
      if (result.ok || !stop.signal.aborted) return result;
      return request.signal.aborted
        ? failed('aborted', 'local', 'stopped while asking', result.certificates)
        : failed(
            'request-timeout',
            'request',
            `no whole answer within ${request.timeoutMs} ms`,
            result.certificates,
          );
    } finally {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', onAbort);
    }
  };
}

async function ask(
  { url: text, maxBytes, timeoutMs, scope, resolve, signal }: WebRequest,
  world: { readonly resolve: Resolve; readonly dial: Dial },
): Promise<WebResult> {
  const checked = checkUrl(text);
  if (!checked.ok) return failed('url-refused', 'request', checked.why, []);
  const { url } = checked;
  const way = { dial: world.dial, resolve: resolve ?? world.resolve };
  const opened = await openFor(url, { scope, timeoutMs, signal }, way);
  if (!opened.ok) return { ok: false, failure: opened.failure, certificates: [] };
  const { socket } = opened;
  const certificates = socket instanceof TLSSocket ? presentedChain(socket) : [];
  const client = await clientOver(socket, url, timeoutMs);
  try {
    const { statusCode, headers, body } = await client.request({
      path: `${url.pathname}${url.search}`,
      method: 'GET',
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'exchange-tls' },
      signal,
    });
    // Whatever ends it early must not end the process: the stream has nobody else to complain to.
    body.on('error', () => undefined);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) break;
    }
    return {
      ok: true,
      http: statusCode,
      location: single(headers['location']),
      contentType: single(headers['content-type']),
      body: new Uint8Array(Buffer.concat(chunks).subarray(0, maxBytes)),
      cut: bytes > maxBytes,
      certificates,
    };
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    const name = typeof code === 'string' ? code : 'unknown error';
    return failed(
      name.startsWith('HPE_') ? 'request-malformed' : 'request-failed',
      'request',
      name,
      certificates,
    );
  } finally {
    await client.destroy().catch(() => undefined);
    socket.destroy();
  }
}

function single(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value)?.slice(0, MAX_HEADER) ?? null;
}

function failed(
  code: FailureCode,
  stage: Failure['stage'],
  detail: string,
  certificates: readonly Uint8Array[],
): WebResult {
  return { ok: false, failure: { code, stage, detail: detail.slice(0, 200) }, certificates };
}
