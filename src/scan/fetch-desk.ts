import pLimit, { type LimitFunction } from 'p-limit';
import type { Failure } from '../model/failure.ts';
import type { FetchAsked } from '../model/observation.ts';
import { fingerprint } from '../probes/probe.ts';
import type { Scope } from '../net/address-scope.ts';
import type { AnswerStore } from '../net/answer-store.ts';
import { cacheName, decodeCachedAnswer, encodeCachedAnswer } from '../net/cached-answer.ts';
import type { FetchResult } from '../net/fetch.ts';
import type { World } from '../net/world.ts';

/** How a run may fetch from certification authorities. */
export interface FetchLimits {
  /** Requests of the whole run. */
  readonly most: number;
  /** One answer with everything that leads to it, ms. */
  readonly timeoutMs: number;
}

/** Something to be fetched. */
export interface Errand {
  readonly purpose: FetchAsked['purpose'];
  readonly url: string;
  /** What is posted, for OCSP. */
  readonly request: Uint8Array | null;
  readonly scope: Scope;
  /**
   * Until when an answer may be used by other runs, ms since 1970; null if it may not.
   */
  readonly keepUntil: (body: Uint8Array) => number | null;
}

/** `requests` are those made for this delivery: 0 if somebody had asked before. */
export type Delivery = FetchResult;

/** Fetches for a whole run, each thing once, whoever asks for it how often. */
export interface FetchDesk {
  /** Never rejects. */
  fetch(errand: Errand): Promise<Delivery>;
}

/** Largest answers, bytes: a bag of certificates, an OCSP response with its own, the lists of the largest authorities. */
const MOST_BYTES: Readonly<Record<FetchAsked['purpose'], number>> = {
  issuer: 256 * 1024,
  ocsp: 64 * 1024,
  crl: 32 * 1024 ** 2,
};

/** All lists of a run together, bytes: they are held until it ends, for the certificates that are still to come. */
const MOST_LIST_BYTES = 128 * 1024 ** 2;

/** No answer is kept for longer, whatever it says, ms: Baseline Requirements 4.9.7 and 4.9.10 allow no more. */
const LONGEST_KEPT_MS = 10 * 86_400_000;

/** At the same time, and of them to one host. */
const PLACES = 8;
const PLACES_PER_HOST = 2;

/** A host that gave no answer so often in a row is not asked again in this run. */
const PATIENCE = 2;

export function createFetchDesk({
  world,
  signal,
  limits,
  store,
}: {
  readonly world: Pick<World, 'fetch' | 'now'>;
  readonly signal: AbortSignal;
  readonly limits: FetchLimits;
  /** Null keeps nothing between runs. */
  readonly store: AnswerStore | null;
}): FetchDesk {
  const deliveries = new Map<string, Promise<Delivery>>();
  const places = pLimit(PLACES);
  const hosts = new Map<string, Host>();
  let begun = 0;
  let listBytes = 0;

  async function kept(key: string, errand: Errand): Promise<Delivery | null> {
    if (store === null) return null;
    const bytes = await store.read(cacheName(key));
    if (bytes === null) return null;
    const answer = decodeCachedAnswer(bytes, key, world.now(), MOST_BYTES[errand.purpose]);
    if (answer === null) return null;
    const { http, contentType, body } = answer;
    return { ok: true, http, contentType, body, requests: 0 };
  }

  async function keep(
    key: string,
    errand: Errand,
    delivery: Delivery & { readonly ok: true },
  ): Promise<void> {
    if (store === null) return;
    const wanted = errand.keepUntil(delivery.body);
    if (wanted === null) return;
    const at = world.now();
    const until = Math.min(wanted, at + LONGEST_KEPT_MS);
    if (until <= at) return;
    const { http, contentType, body } = delivery;
    await store.write(cacheName(key), encodeCachedAnswer({ key, at, until, http, contentType, body }));
  }

  async function request({ purpose, url, request: posted, scope }: Errand, host: Host): Promise<Delivery> {
    if (signal.aborted) return stopped(signal);
    if (host.silence !== null && host.silences >= PATIENCE) {
      const { code, stage } = host.silence;
      return unasked({ code, stage, detail: `not asked again: ${hostOf(url)} gave no answer before` });
    }
    const maxBytes =
      purpose === 'crl' ? Math.min(MOST_BYTES.crl, MOST_LIST_BYTES - listBytes) : MOST_BYTES[purpose];
    if (begun >= limits.most) return unasked(spent(`not asked: ${limits.most} requests were made`));
    if (maxBytes <= 0) return unasked(spent(`not asked: ${MOST_LIST_BYTES} bytes of lists were read`));
    begun += 1;
    const result = await world.fetch({
      url,
      method: posted === null ? 'GET' : 'POST',
      body: posted === null ? null : { bytes: posted, type: 'application/ocsp-request' },
      maxBytes,
      timeoutMs: limits.timeoutMs,
      scope,
      signal,
    });
    // What was refused before a request was made costs nobody anything.
    if (result.requests === 0) begun -= 1;
    if (result.ok) {
      if (purpose === 'crl') listBytes += result.body.length;
      host.silences = 0;
      return result;
    }
    const { failure } = result;
    if (failure.code === 'aborted') return { ...stopped(signal), requests: result.requests };
    if (SILENT.has(failure.code)) {
      host.silences += 1;
      host.silence = failure;
    } else host.silences = 0;
    return result;
  }

  async function deliver(key: string, errand: Errand): Promise<Delivery> {
    const known = await kept(key, errand);
    if (known !== null) return known;
    const name = hostOf(errand.url);
    const host = hosts.get(name) ?? { places: pLimit(PLACES_PER_HOST), silences: 0, silence: null };
    hosts.set(name, host);
    const delivery = await host.places(() => places(() => request(errand, host)));
    if (delivery.ok) await keep(key, errand, delivery);
    return delivery;
  }

  return {
    async fetch(errand) {
      const { purpose, url, request: posted, scope } = errand;
      const question = JSON.stringify([purpose, url, posted === null ? null : fingerprint(posted)]);
      // What one endpoint may not reach another one may.
      const own = `${scope} ${question}`;
      const before = deliveries.get(own);
      if (before !== undefined) return { ...(await before), requests: 0 };
      const delivery = deliver(question, errand);
      deliveries.set(own, delivery);
      return delivery;
    },
  };
}

interface Host {
  readonly places: LimitFunction;
  /** How often in a row it gave no answer, and how it did so last. */
  silences: number;
  silence: Failure | null;
}

const SILENT: ReadonlySet<Failure['code']> = new Set([
  'name-not-found',
  'no-address',
  'resolver-failed',
  'connection-refused',
  'connect-timeout',
  'unreachable',
  'dial-failed',
  'request-timeout',
]);

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}

function unasked(failure: Failure): Delivery & { readonly ok: false } {
  return { ok: false, failure, requests: 0 };
}

function spent(detail: string): Failure {
  return { code: 'fetch-budget', stage: 'local', detail };
}

/** Why the run was stopped, as interviews say it. */
function stopped(signal: AbortSignal): Delivery & { readonly ok: false } {
  const { message } = signal.reason as Error;
  const code = message === 'deadline' ? 'deadline' : 'aborted';
  return unasked({ code, stage: 'local', detail: `not asked: ${message}` });
}
