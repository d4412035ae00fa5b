import type { Failure, FailureCode } from '../model/failure.ts';
import type { Scope } from './address-scope.ts';
import { checkUrl } from './fetch-url.ts';
import { exchange } from './http-exchange.ts';
import type { Dial } from './dial.ts';
import type { Resolve } from './resolve.ts';

/** One question over HTTP. */
export interface FetchRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** What to send, and as what; null for GET. */
  readonly body: { readonly bytes: Uint8Array; readonly type: string } | null;
  /** Largest body of the answer, bytes. */
  readonly maxBytes: number;
  /** For everything together: names, connections, redirects and the whole body. */
  readonly timeoutMs: number;
  /** How near to us it may go. */
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

export type FetchResult =
  | {
      readonly ok: true;
      /** 2xx. */
      readonly http: number;
      readonly contentType: string | null;
      readonly body: Uint8Array;
      /** HTTP requests that it took. */
      readonly requests: number;
    }
  | { readonly ok: false; readonly failure: Failure; readonly requests: number };

/** Makes one bounded HTTP request. Never rejects. */
export type Fetch = (request: FetchRequest) => Promise<FetchResult>;

/** Authorities that move their files redirect once or twice. */
const MAX_REDIRECTS = 3;

/**
 * Fetches through the given resolver and dialler, so that the address that was checked is the one that is connected to:
 * a name cannot change its meaning in between. No cookies, no credentials, no cache, no decompression. Redirects are
 * checked as the first address is, at most three, never from https to http; a POST goes on only where the redirect
 * keeps it one (RFC 9110, 15.4.8 and 15.4.9).
 */
export function fetchOver(world: { readonly resolve: Resolve; readonly dial: Dial }): Fetch {
  return async (request) => {
    const { signal, timeoutMs } = request;
    if (signal.aborted) return failed('aborted', 'stopped before asking', 0);
    const stop = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      stop.abort();
    }, timeoutMs);
    const onAbort = (): void => stop.abort();
    signal.addEventListener('abort', onAbort);
    try {
      const result = await follow(request, world, stop.signal);
      if (result.ok || !stop.signal.aborted) return result;
      return late
        ? failed('request-timeout', `no whole answer within ${timeoutMs} ms`, result.requests)
        : failed('aborted', 'stopped while asking', result.requests);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  };
}

async function follow(
  request: FetchRequest,
  world: { readonly resolve: Resolve; readonly dial: Dial },
  signal: AbortSignal,
): Promise<FetchResult> {
  let checked = checkUrl(request.url);
  for (let requests = 0; ;) {
    if (!checked.ok) return failed('url-refused', checked.why, requests);
    const { url } = checked;
    const answer = await exchange(url, { ...request, signal }, world);
    requests += answer.sent ? 1 : 0;
    if (answer.kind === 'failed') return { ok: false, failure: answer.failure, requests };
    if (answer.kind === 'answer') {
      const { http, contentType, body } = answer;
      return { ok: true, http, contentType, body, requests };
    }
    if (request.method === 'POST' && answer.http !== 307 && answer.http !== 308)
      return failed('http-status', `${answer.http} in answer to a POST`, requests);
    if (requests > MAX_REDIRECTS) return failed('too-many-redirects', `more than ${MAX_REDIRECTS}`, requests);
    checked = checkUrl(answer.location, url);
    if (checked.ok && url.protocol === 'https:' && checked.url.protocol === 'http:')
      return failed('url-refused', 'redirected from https to http', requests);
  }
}

function failed(code: FailureCode, detail: string, requests: number): FetchResult {
  const stage = code === 'aborted' ? 'local' : 'request';
  return { ok: false, failure: { code, stage, detail }, requests };
}
