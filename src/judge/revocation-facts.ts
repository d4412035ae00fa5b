import type { Certificate } from '../certs/certificate.ts';
import { namesIssuer } from '../certs/path/distinguished-name.ts';
import { isSignedBy, workingKey } from '../certs/path/working-key.ts';
import type { Fetched, Source } from '../certs/revocation/revocation-of.ts';
import { NOT_ASKED, revocationOf } from '../certs/revocation/revocation-of.ts';
import type { TrustStore } from '../certs/trust/store.ts';
import { FAILURE_CODES } from '../model/failure.ts';
import type { FetchObservation, Fingerprint, Observation } from '../model/observation.ts';
import type { RevocationFact } from '../model/revocation.ts';
import type { PresentedCertificate } from '../rules/rule.ts';

/** What handshakes and authorities said about a certificate being revoked. */
export type RevocationFacts = Pick<PresentedCertificate, 'revocation' | 'stapling'>;

export interface RevocationRequest {
  readonly observations: readonly Observation[];
  /** All at hand: presented, fetched and configured ones. */
  readonly certificates: readonly Certificate[];
  readonly stores: readonly TrustStore[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Reads the observations once, for questions about any certificate. */
export function revocationFacts(request: RevocationRequest): (certificate: Certificate) => RevocationFacts {
  const handshakes = new Map<Fingerprint, Handshake[]>();
  const fetches = new Map<Fingerprint, FetchObservation[]>();
  for (const observation of request.observations) {
    if (observation.kind === 'fetch') {
      if (observation.asked.purpose !== 'issuer') add(fetches, observation.asked.certificate, observation);
      continue;
    }
    const handshake = handshakeOf(observation);
    if (handshake !== null) add(handshakes, handshake.leaf, handshake);
  }
  return (certificate) => {
    const seen = handshakes.get(certificate.sha256) ?? [];
    const fetched = fetches.get(certificate.sha256) ?? [];
    return { revocation: judged(certificate, seen, fetched, request), stapling: staplingOf(seen) };
  };
}

interface Handshake extends Source {
  readonly leaf: Fingerprint;
  readonly endpoint: string;
  readonly id: string;
  /** Base64. */
  readonly staple: string | null;
}

const STATUS_REQUEST = 5;

/** Only a handshake that asked for a staple, and was read far enough, shows that there is none (RFC 6066, 8). */
function handshakeOf(observation: Observation): Handshake | null {
  const { kind, id, endpoint, outcome } = observation;
  if ((kind !== 'hello' && kind !== 'session') || outcome.status !== 'accepted') return null;
  if (!('certificates' in outcome) || !('ocsp' in outcome)) return null;
  const [leaf] = outcome.certificates;
  if (leaf === undefined) return null;
  if (outcome.ocsp === null && kind === 'hello') {
    const isWhole = 'flight' in outcome && outcome.flight === 'complete';
    if (!isWhole || !observation.asked.extensions.includes(STATUS_REQUEST)) return null;
  }
  return { leaf, endpoint, id, staple: outcome.ocsp, evidence: [id], endpoints: [endpoint] };
}

/** Servers that fetch their answer late send none with the first handshakes: one with it is enough. */
function staplingOf(handshakes: readonly Handshake[]): RevocationFacts['stapling'] {
  const byEndpoint = new Map<string, Handshake[]>();
  for (const handshake of handshakes) add(byEndpoint, handshake.endpoint, handshake);
  return [...byEndpoint].map(([endpoint, own]) => ({
    endpoint,
    stapled: own.some(({ staple }) => staple !== null),
    evidence: own.map(({ id }) => id),
  }));
}

function judged(
  certificate: Certificate,
  handshakes: readonly Handshake[],
  fetches: readonly FetchObservation[],
  { certificates, stores, at }: RevocationRequest,
): RevocationFact {
  const staples = new Map<string, Handshake[]>();
  for (const handshake of handshakes)
    if (handshake.staple !== null) add(staples, handshake.staple, handshake);
  if (staples.size === 0 && fetches.length === 0) return NOT_ASKED;
  return revocationOf({
    certificate,
    issuers: issuersOf(certificate, certificates, stores),
    pool: certificates,
    at,
    staples: [...staples].slice(0, MOST_STAPLES).map(([staple, own]) => ({
      response: Buffer.from(staple, 'base64'),
      evidence: own.map(({ id }) => id),
      endpoints: [...new Set(own.map(({ endpoint }) => endpoint))],
    })),
    ocsp: fetches.filter(({ asked }) => asked.purpose === 'ocsp').map((one) => answerOf(one, bodyOf)),
    crls: fetches
      .filter(({ asked }) => asked.purpose === 'crl')
      .map((one) => answerOf(one, ({ crl }) => crl)),
  });
}

/** A server makes a new one every few days; more different ones than this show nothing more. */
const MOST_STAPLES = 20;
const MOST_ISSUERS = 8;

function issuersOf(
  certificate: Certificate,
  certificates: readonly Certificate[],
  stores: readonly TrustStore[],
): readonly Certificate[] {
  const roots = stores.flatMap((store) => store.issuersOf(certificate).map((root) => root.certificate));
  const named = [...certificates, ...roots].filter((one) => namesIssuer(certificate, one));
  const unique = [...new Map(named.map((one) => [one.sha256, one])).values()];
  // Only proven ones: by the word of a namesake anything could be good.
  return unique
    .filter((one) => isSignedBy(certificate, workingKey(one, null)) === true)
    .slice(0, MOST_ISSUERS);
}

type FetchedOutcome = Extract<FetchObservation['outcome'], { readonly status: 'fetched' }>;

function answerOf<Answer>(
  { id, endpoint, asked: { url }, outcome }: FetchObservation,
  read: (outcome: FetchedOutcome) => Answer,
): Fetched<Answer> {
  const source = { url, evidence: [id], endpoints: [endpoint] };
  return outcome.status === 'fetched'
    ? { ...source, answer: read(outcome) }
    : { ...source, failure: FAILURE_CODES[outcome.failure.code] };
}

function bodyOf({ body }: FetchedOutcome): Uint8Array {
  return Buffer.from(body ?? '', 'base64');
}

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
