import type { Dispatcher } from 'undici';
import type { Socket } from 'node:net';
import type { Failure, FailureCode } from '../model/failure.ts';
import type { Verification } from '../model/observation.ts';
import type { Dial } from './dial.ts';
import { httpFailure } from './http-failure.ts';
import { secure } from './secure.ts';
import { type Verifier, withoutRoots } from './verifier.ts';

/** Where to ask, by literal address, and by what name. */
export interface HttpPlace {
  readonly address: string;
  readonly port: number;
  /** Name in the Host header. */
  readonly host: string;
  /** False for plain HTTP. */
  readonly tls: boolean;
  /** Null sends none. */
  readonly sni: string | null;
}

export interface HttpLimits {
  readonly connectMs: number;
  /** The TLS handshake, and each whole answer. */
  readonly answerMs: number;
  /** Connections that may be opened in all, if the server ends them. */
  readonly connections: number;
}

export type HeaderList = readonly (readonly [name: string, value: string])[];

export type HttpReply =
  | {
      readonly ok: true;
      readonly http: number;
      /** In the order received, names in lower case. */
      readonly headers: HeaderList;
      /** The beginning of it. */
      readonly body: Uint8Array;
      /** All that was read of it, bytes. */
      readonly bytes: number;
      /** DER of the first certificate of the session; null for plain HTTP. */
      readonly certificate: Uint8Array | null;
      /** What OpenSSL makes of the chain: with the first answer of a connection, null with all others. */
      readonly verification: Verification | null;
    }
  | { readonly ok: false; readonly failure: Failure };

/** Requests to one place over one connection that is kept open. */
export interface HttpSession {
  /**
   * Never rejects. Called again before the last answer is there, it sends on without waiting (RFC 9112, 9.3.2), at most
   * six requests ahead. If the connection ends under them, those without an answer are sent once more, one at a time.
   */
  get(path: string, headers: HeaderList): Promise<HttpReply>;
  /** Connections opened so far. */
  opened(): number;
  close(): Promise<void>;
}

/** More than the headers of any honest answer together, bytes. */
const MAX_HEADERS = 64 * 1024;
const MOST_HEADERS = 100;
const MAX_HEADER = 8 * 1024;
/** Kept of a body. */
const MAX_BODY = 64 * 1024;
/** Read of a body, so that the connection can go on; what is longer ends it. */
const MAX_READ = 512 * 1024;
/** A proxy that asks for the next answer to come soon does not decide how long we think about this one. */
const KEEP_ALIVE_MS = 60_000;
/** Requests that are sent before the first of them is answered. */
const MOST_AHEAD = 6;

/** Opens nothing before the first request. */
export function httpSession(
  place: HttpPlace,
  {
    dial,
    limits,
    signal,
    verifier = () => Promise.resolve(withoutRoots()),
  }: {
    readonly dial: Dial;
    readonly limits: HttpLimits;
    readonly signal: AbortSignal;
    readonly verifier?: () => Promise<Verifier>;
  },
): HttpSession {
  let client: Promise<Dispatcher> | null = null;
  let opened = 0;
  let refused: Failure | null = null;
  let certificate: Uint8Array | null = null;
  let verification: Verification | null = null;

  async function open(): Promise<Opened> {
    if (opened >= limits.connections) {
      return refuse('request-failed', 'request', `the server ended ${opened} connections`);
    }
    const { address, port, tls, sni } = place;
    const verifying = tls ? await verifier() : null;
    const dialled = await dial(address, port, { timeoutMs: limits.connectMs, signal });
    if (dialled.ok || dialled.failure.stage !== 'local') opened += 1;
    if (!dialled.ok) return dialled;
    if (verifying === null) return { ok: true, socket: dialled.connection.detach() };
    const secured = await secure(dialled.connection, {
      sni,
      timeoutMs: limits.answerMs,
      signal,
      verifier: verifying,
      alpn: ['http/1.1'],
    });
    if (secured.ok) ({ certificate, verification } = secured);
    return secured;
  }

  async function start(): Promise<Dispatcher> {
    // Loading it takes longer than most answers: only who asks by HTTP pays for it.
    const {
      default: { Client },
    } = await import('undici');
    const { host, tls, port } = place;
    const name = host.includes(':') ? `[${host}]` : host;
    const opening = new Client(`${tls ? 'https' : 'http'}://${name}:${port}`, {
      pipelining: MOST_AHEAD,
      maxHeaderSize: MAX_HEADERS,
      headersTimeout: limits.answerMs,
      bodyTimeout: limits.answerMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connect: (_options, done) => {
        // Whoever is not told waits for ever, and so does who is told at once.
        void (async () => {
          const result = await open().catch(broken);
          if (result.ok) {
            done(null, result.socket);
            return;
          }
          refused = result.failure;
          done(new Error(result.failure.code), null);
        })();
      },
    });
    // Before it goes on by itself with what is not answered yet.
    opening.on('disconnect', () => {
      opening.pipelining = 1;
    });
    return opening;
  }

  async function request(path: string, headers: HeaderList, stop: AbortSignal): Promise<Answered> {
    client ??= start();
    const response = await (
      await client
    ).request({
      path,
      method: 'GET',
      headers: [
        ['accept', '*/*'],
        // Nothing is unpacked, so that a small answer cannot become a large one.
        ['accept-encoding', 'identity'],
        ['user-agent', 'exchange-tls'],
        ...headers,
      ].flat(),
      responseHeaders: 'raw',
      blocking: false,
      signal: stop,
    });
    const { body, bytes } = await readBody(response.body);
    return { http: response.statusCode, headers: pairsOf(response.headers), body, bytes };
  }

  return {
    async get(path, headers) {
      if (signal.aborted) return refuse('aborted', 'local', 'stopped before asking');
      const stop = new AbortController();
      const onAbort = (): void => stop.abort();
      signal.addEventListener('abort', onAbort);
      // Slow as it may trickle, an answer has one limit of time; a new connection has its own limits.
      const timer = setTimeout(onAbort, limits.connectMs + 2 * limits.answerMs);
      refused = null;
      try {
        const answered = await request(path, headers, stop.signal);
        const told = verification;
        verification = null;
        return { ok: true, ...answered, certificate, verification: told };
      } catch (error) {
        return { ok: false, failure: failureOf(error, stop.signal) };
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      }
    },
    opened: () => opened,
    async close() {
      const running = await client?.catch(() => null);
      await running?.destroy().catch(() => undefined);
    },
  };

  function failureOf(error: unknown, stop: AbortSignal): Failure {
    if (refused !== null) return refused;
    if (!stop.aborted) return httpFailure(error);
    return signal.aborted
      ? { code: 'aborted', stage: 'local', detail: 'stopped while waiting for an answer' }
      : { code: 'request-timeout', stage: 'request', detail: 'no whole answer in time' };
  }
}

type Opened =
  { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly failure: Failure };

interface Answered {
  readonly http: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly bytes: number;
}

async function readBody(
  body: Dispatcher.ResponseData['body'],
): Promise<{ readonly body: Uint8Array; readonly bytes: number }> {
  // Whatever ends it early must not end the process: the stream has nobody else to complain to.
  body.on('error', () => undefined);
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    if (bytes < MAX_BODY) kept.push(chunk.subarray(0, MAX_BODY - bytes));
    bytes += chunk.length;
    if (bytes > MAX_READ) break;
  }
  return { body: new Uint8Array(Buffer.concat(kept)), bytes };
}

/** Names and values in turn, which the types of the library do not know. */
function pairsOf(raw: unknown): HeaderList {
  if (!Array.isArray(raw)) return [];
  const texts = raw.slice(0, 2 * MOST_HEADERS).map(String);
  return texts.flatMap((name, at) =>
    at % 2 === 0
      ? [[name.toLowerCase().slice(0, MAX_HEADER), (texts[at + 1] ?? '').slice(0, MAX_HEADER)] as const]
      : [],
  );
}

/** What cannot happen, and would leave a request without an end. */
function broken(error: unknown): Opened & { readonly ok: false } {
  return refuse('request-failed', 'local', (error as Error).message);
}

function refuse(code: FailureCode, stage: Failure['stage'], detail: string): Opened & { readonly ok: false } {
  return { ok: false, failure: { code, stage, detail } };
}
