import type { Dispatcher } from 'undici';
import type { Failure, FailureCode } from '../model/failure.ts';
import type { Dial } from './dial.ts';
import type { FetchRequest } from './fetch.ts';
import { openFor } from './http-connection.ts';
import { httpFailure } from './http-failure.ts';
import type { Resolve } from './resolve.ts';

/** What one HTTP request came to. */
export type Exchanged =
  | {
      readonly kind: 'answer';
      readonly http: number;
      readonly contentType: string | null;
      readonly body: Uint8Array;
      readonly sent: true;
    }
  | { readonly kind: 'redirect'; readonly http: number; readonly location: string; readonly sent: true }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly sent: boolean };

/** More than the headers of an honest answer, bytes. */
const MAX_HEADERS = 16 * 1024;
const MAX_CONTENT_TYPE = 200;

/** One request to an address that has been checked, on a connection of its own. Never rejects. */
export async function exchange(
  url: URL,
  request: FetchRequest,
  world: { readonly resolve: Resolve; readonly dial: Dial },
): Promise<Exchanged> {
  const { method, body, maxBytes, timeoutMs, signal } = request;
  // Loading it takes longer than most answers: only who fetches pays for it.
  const {
    default: { Client },
  } = await import('undici');
  let refused: Failure | null = null;
  let sent = false;
  const client = new Client(url.origin, {
    pipelining: 0,
    maxHeaderSize: MAX_HEADERS,
    maxResponseSize: maxBytes,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: (_options, done) => {
      void (async () => {
        const opened = await openFor(url, request, world);
        if (opened.ok) {
          sent = true;
          done(null, opened.socket);
        } else {
          refused = opened.failure;
          done(new Error(opened.failure.code), null);
        }
      })();
    },
  });
  try {
    const response = await client.request({
      path: `${url.pathname}${url.search}`,
      method,
      headers: {
        accept: '*/*',
        // Nothing is unpacked, so that a small answer cannot become a large one.
        'accept-encoding': 'identity',
        'user-agent': 'exchange-tls',
        ...(body === null ? {} : { 'content-type': body.type }),
      },
      ...(body === null ? {} : { body: body.bytes }),
      signal,
    });
    return await read(response, maxBytes);
  } catch (error) {
    return { kind: 'failed', failure: refused ?? httpFailure(error), sent };
  } finally {
    await client.destroy().catch(() => undefined);
  }
}

async function read(response: Dispatcher.ResponseData, maxBytes: number): Promise<Exchanged> {
  const { statusCode: http, headers, body } = response;
  // Whatever ends it early must not end the process: the stream has nobody else to complain to.
  body.on('error', () => undefined);
  const refuse = (code: FailureCode, detail: string): Exchanged => ({
    kind: 'failed',
    failure: { code, stage: 'request', detail },
    sent: true,
  });
  const location = single(headers['location']);
  if (REDIRECTS.has(http) && location !== null) return { kind: 'redirect', http, location, sent: true };
  if (http < 200 || http > 299) return refuse('http-status', `${http}`);
  const encoding = single(headers['content-encoding']);
  if (encoding !== null && encoding.toLowerCase() !== 'identity')
    return refuse('request-malformed', `its content is encoded: ${encoding.slice(0, 40)}`);
  const announced = Number(single(headers['content-length']) ?? 0);
  if (announced > maxBytes) return refuse('request-oversized', `${announced} bytes, at most ${maxBytes}`);

  const chunks: Uint8Array[] = [];
  // The client itself ends what grows beyond the limit.
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const contentType = single(headers['content-type'])?.slice(0, MAX_CONTENT_TYPE) ?? null;
  return { kind: 'answer', http, contentType, body: new Uint8Array(Buffer.concat(chunks)), sent: true };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function single(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
