import type { CrlExtract, OcspReading, RevocationFact, RevocationReading } from '../../model/revocation.ts';
import type { CrlQuestion } from './crl-status.ts';
import { crlStatus } from './crl-status.ts';
import { keyFingerprint } from './crl-extract.ts';
import { readOcsp } from './ocsp.ts';

/** Where an answer came from: observations and endpoints that brought it. */
export interface Source {
  readonly evidence: readonly string[];
  readonly endpoints: readonly string[];
}

export interface Staple extends Source {
  /** DER of the OCSP answer. */
  readonly response: Uint8Array;
}

/** Something that was asked for; without `answer` it did not come, for the reason given. */
export type Fetched<Answer> = Source & { readonly url: string } & (
    { readonly answer: Answer } | { readonly failure: string }
  );

export interface RevocationQuestion extends Omit<CrlQuestion, 'crls'> {
  /** OCSP answers that servers sent in their handshakes, each once. */
  readonly staples: readonly Staple[];
  readonly ocsp: readonly Fetched<Uint8Array>[];
  /** An extract is null if what came was no list at all. */
  readonly crls: readonly Fetched<CrlExtract | null>[];
}

/**
 * Puts all that was stapled and fetched about one certificate together. Revoked by any sound source is revoked,
 * whatever another says; good needs a sound source that says so; answers that nobody may rely on, and answers that
 * never came, are neither. Never throws.
 */
export function revocationOf(question: RevocationQuestion): RevocationFact {
  const { staples, ocsp, crls } = question;
  const readings = [
    ...staples.map((staple) => ocspReading('staple', null, staple, staple.response, question)),
    ...ocsp.map((one) =>
      'answer' in one ? ocspReading('ocsp', one.url, one, one.answer, question) : unreachable('ocsp', one),
    ),
    ...listReadings(crls, question),
  ];
  const revoked = readings.find(({ status }) => status === 'revoked');
  const good = readings.find(({ status }) => status === 'good');
  if (revoked !== undefined) return settled('revoked', revoked, contradiction(good), readings);
  if (good !== undefined) return settled('good', good, '', readings);
  if (readings.length === 0) return NOT_ASKED;
  const nothing = { when: null, reason: null, by: null, readings };
  const answered = readings.filter(({ status }) => status !== 'unreachable');
  return answered.length === 0
    ? { state: 'unreachable', ...nothing, why: sentences(readings) }
    : { state: 'unknown', ...nothing, why: sentences([...answered, ...readings]) };
}

/** Of a certificate about which nothing was stapled and nobody was asked. */
export const NOT_ASKED: RevocationFact = {
  state: 'not-asked',
  when: null,
  reason: null,
  by: null,
  why: 'no server stapled an answer, and nobody was asked',
  readings: [],
};

function settled(
  state: 'good' | 'revoked',
  { source, revokedAt, reason, why }: RevocationReading,
  more: string,
  readings: readonly RevocationReading[],
): RevocationFact {
  return { state, when: revokedAt, reason, by: source, why: `${SOURCES[source]}: ${why}${more}`, readings };
}

function contradiction(good: RevocationReading | undefined): string {
  return good === undefined ? '' : `. ${SOURCES[good.source]} disagrees: ${good.why}`;
}

const SOURCES: Readonly<Record<RevocationReading['source'], string>> = {
  staple: 'the stapled OCSP answer',
  ocsp: 'the OCSP responder',
  crl: 'the revocation list',
};

/** Three are enough to act on. */
const MOST_SENTENCES = 3;

function sentences(readings: readonly RevocationReading[]): string {
  const all = readings.map(({ source, why }) => `${SOURCES[source]}: ${why}`);
  return [...new Set(all)].slice(0, MOST_SENTENCES).join('; ');
}

function ocspReading(
  source: 'staple' | 'ocsp',
  url: string | null,
  { evidence, endpoints }: Source,
  response: Uint8Array,
  question: RevocationQuestion,
): RevocationReading {
  const { status, fault, revokedAt, reason, why } = bestReading(response, question);
  return { source, url, status, fault, revokedAt, reason, why, evidence, endpoints };
}

type Told = Pick<OcspReading, 'status' | 'fault' | 'revokedAt' | 'reason' | 'why'>;

/** Issuers that share a name but not a key are different authorities, and an answer is about one of them. */
function bestReading(response: Uint8Array, { certificate, issuers, pool, at }: RevocationQuestion): Told {
  const byKey = new Map(issuers.slice(0, MOST_ISSUERS).map((issuer) => [keyFingerprint(issuer), issuer]));
  let best: Told | null = null;
  for (const issuer of byKey.values()) {
    const reading = readOcsp(response, { certificate, issuer, pool }, at);
    if (reading.status !== 'unusable') return reading;
    if (best === null || best.fault === 'other-certificate') best = reading;
  }
  return best ?? NO_ISSUER;
}

const MOST_ISSUERS = 8;

const NO_ISSUER: Told = {
  status: 'unusable',
  fault: 'signer-unknown',
  revokedAt: null,
  reason: null,
  why: 'the certificate of the issuer is not at hand, so that it cannot be verified',
};

/** Lists are judged together, as several may be needed to cover all reasons. */
function listReadings(
  crls: readonly Fetched<CrlExtract | null>[],
  question: RevocationQuestion,
): readonly RevocationReading[] {
  const came = crls.flatMap((one) =>
    'answer' in one && one.answer !== null ? [{ ...one, list: one.answer }] : [],
  );
  const lost = crls.flatMap((one) => {
    if (!('answer' in one)) return [unreachable('crl', one)];
    return one.answer === null ? [unreadable(one)] : [];
  });
  if (came.length === 0) return lost;
  const lists = [...new Map(came.map(({ list }) => [list.sha256, list])).values()];
  const { status, fault, revokedAt, reason, why } = crlStatus({ ...question, crls: lists });
  const [first, second] = came;
  const together: RevocationReading = {
    source: 'crl',
    url: second === undefined ? (first?.url ?? null) : null,
    status,
    fault,
    revokedAt,
    reason,
    why,
    evidence: [...new Set(came.flatMap(({ evidence }) => evidence))],
    endpoints: [...new Set(came.flatMap(({ endpoints }) => endpoints))],
  };
  return [together, ...lost];
}

function unreachable(
  source: 'ocsp' | 'crl',
  one: Source & { readonly url: string; readonly failure: string },
): RevocationReading {
  return {
    ...asked(source, one),
    status: 'unreachable',
    fault: null,
    why: `no answer from ${one.url}: ${one.failure}`,
  };
}

function unreadable(one: Source & { readonly url: string }): RevocationReading {
  return {
    ...asked('crl', one),
    status: 'unusable',
    fault: 'unreadable',
    why: `what came from ${one.url} is no list`,
  };
}

function asked(
  source: 'ocsp' | 'crl',
  { url, evidence, endpoints }: Source & { readonly url: string },
): Omit<RevocationReading, 'status' | 'fault' | 'why'> {
  return { source, url, revokedAt: null, reason: null, evidence, endpoints };
}
