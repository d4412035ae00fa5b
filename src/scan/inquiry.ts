import type { Certificate } from '../certs/certificate.ts';
import type { Failure } from '../model/failure.ts';
import type { FetchAsked, FetchedOutcome, FetchObservation } from '../model/observation.ts';
import type { CrlExtract } from '../model/revocation.ts';
import type { Scope } from '../net/address-scope.ts';
import { fingerprint } from '../probes/probe.ts';
import type { PhaseContext } from './certificate-phase.ts';
import type { Delivery } from './fetch-desk.ts';

/** One question to a certification authority about one certificate. */
export interface Inquiry<T> {
  readonly purpose: FetchAsked['purpose'];
  /** As the certificate has it. */
  readonly url: string;
  readonly certificate: Certificate;
  readonly issuer: Certificate | null;
  /** What is posted, for OCSP. */
  readonly request: Uint8Array | null;
  /** What a body says; called once for each body. */
  readonly read: (body: Uint8Array) => Read<T>;
  /** What an earlier answer says, if it may still be used. */
  readonly reread: (outcome: FetchedOutcome) => T | null;
}

/** What the body of an answer says, and what of it goes into the report. */
export interface Read<T> {
  readonly value: T;
  /** Until when other runs may use it, ms since 1970; null if they may not. */
  readonly until: number | null;
  readonly crl: CrlExtract | null;
  /** DER of the certificates in it. */
  readonly certificates: readonly Uint8Array[];
}

/** Asks for one target, and puts every answer on record before it is returned. */
export interface Inquiries {
  readonly now: () => number;
  /** Null if there was no answer. Each question is asked once for a target. */
  ask<T>(inquiry: Inquiry<T>): Promise<T | null>;
  /** Puts on record that a question could not be asked. */
  giveUp(subject: Subject, failure: Failure): void;
}

/** What a question is about. */
type Subject = Pick<Inquiry<unknown>, 'purpose' | 'url' | 'certificate' | 'issuer'>;

/**
 * For one target; the function takes the id of the endpoint that certificates were seen at, and how near to us they may
 * lead.
 */
export function inquiriesOf(context: PhaseContext): (endpoint: string, scope: Scope) => Inquiries {
  const { world, desk, recall } = context;
  const answers = new Map<string, Promise<unknown>>();

  function record(
    endpoint: string,
    { purpose, url, certificate, issuer }: Subject,
    startedAt: number,
    requests: number,
    outcome: FetchObservation['outcome'],
    certificates: readonly Uint8Array[],
  ): void {
    const observation: FetchObservation = {
      id: context.nextId(),
      endpoint,
      kind: 'fetch',
      question: `${purpose}/${certificate.sha256.slice(0, 8)}`,
      at: new Date(startedAt).toISOString(),
      elapsedMs: Math.max(0, Math.round(world.now() - startedAt)),
      connections: 0,
      requests,
      asked: { purpose, url, certificate: certificate.sha256, issuer: issuer?.sha256 ?? null },
      outcome,
    };
    context.record({
      observation,
      certificates: new Map(certificates.map((der) => [fingerprint(der), der])),
    });
  }

  async function ask<T>(endpoint: string, scope: Scope, inquiry: Inquiry<T>): Promise<T | null> {
    const { purpose, url, certificate, request } = inquiry;
    const earlier = recall.find({ purpose, url, certificate: certificate.sha256 });
    const known = earlier === null ? null : inquiry.reread(earlier.outcome);
    if (known !== null) return known;
    const startedAt = world.now();
    const read = once(inquiry.read);
    const keepUntil = (body: Uint8Array): number | null => read(body).until;
    const delivery = await desk.fetch({ purpose, url, request, scope, keepUntil });
    if (!delivery.ok) {
      const outcome = { status: 'failed', failure: delivery.failure } as const;
      record(endpoint, inquiry, startedAt, delivery.requests, outcome, []);
      return null;
    }
    const found = read(delivery.body);
    const outcome = fetched(purpose, delivery, found);
    record(endpoint, inquiry, startedAt, delivery.requests, outcome, found.certificates);
    return found.value;
  }

  /** The same question has the same kind of answer. */
  function onceOnly<T>(scope: Scope, subject: Subject, answer: () => Promise<T | null>): Promise<T | null> {
    const key = [scope, subject.purpose, subject.certificate.sha256, subject.url].join(' ');
    const before = answers.get(key) as Promise<T | null> | undefined;
    if (before !== undefined) return before;
    const asking = answer();
    answers.set(key, asking);
    return asking;
  }

  return (endpoint, scope) => ({
    now: world.now,
    ask: (inquiry) => onceOnly(scope, inquiry, () => ask(endpoint, scope, inquiry)),
    giveUp(subject, failure) {
      void onceOnly(scope, subject, () => {
        record(endpoint, subject, world.now(), 0, { status: 'failed', failure }, []);
        return Promise.resolve(null);
      });
    },
  });
}

function fetched(
  purpose: FetchAsked['purpose'],
  { http, contentType, body, requests }: Delivery & { readonly ok: true },
  { crl, certificates }: Read<unknown>,
): FetchedOutcome {
  return {
    status: 'fetched',
    http,
    contentType,
    bytes: body.length,
    sha256: fingerprint(body),
    body: purpose === 'crl' ? null : Buffer.from(body).toString('base64'),
    crl,
    certificates: certificates.map(fingerprint),
    cached: requests === 0,
  };
}

/** Reading a list of megabytes takes its time, and it is wanted for the cache and for the record. */
function once<T>(read: (body: Uint8Array) => T): (body: Uint8Array) => T {
  let last: { readonly body: Uint8Array; readonly value: T } | null = null;
  return (body) => {
    if (last?.body !== body) last = { body, value: read(body) };
    return last.value;
  };
}
