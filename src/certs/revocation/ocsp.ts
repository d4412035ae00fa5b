import type { OcspFault, OcspReading, OcspResponder } from '../../model/revocation.ts';
import type { Certificate } from '../certificate.ts';
import { parseCertificate } from '../parse.ts';
import { HASHES } from '../signature-algorithms.ts';
import { CLOCK_SKEW, moment } from './clock.ts';
import type { BasicAnswer, OcspAnswer, SingleAnswer } from './ocsp-answer.ts';
import { readAnswer, UnsupportedAnswer } from './ocsp-answer.ts';
import type { OcspSubject } from './ocsp-request.ts';
import { issuerHashes } from './ocsp-request.ts';
import { responderOf } from './ocsp-responder.ts';
import { reasonOf } from './reasons.ts';
import { serialNumber } from './serial-number.ts';

export interface OcspQuestion extends OcspSubject {
  /** Other certificates at hand: a responder need not send its own. */
  readonly pool: readonly Certificate[];
}

/**
 * What an OCSP answer says about a certificate at a moment (RFC 6960, 3.2 and 4.2.2): it must name this certificate by
 * issuer name, issuer key and serial number, be signed by the issuer or by a responder that the issuer has appointed,
 * and be current. `good`, `revoked` and `unknown` are said only if all of that holds; else it is `unusable`, with what
 * the answer claims left in `why`. Never throws.
 *
 * Clocks may differ by five minutes. An answer without nextUpdate counts for seven days, as long as Chromium lets any
 * answer count. Whether a delegate that lacks id-pkix-ocsp-nocheck was itself revoked is not asked for (RFC 6960,
 * 4.2.2.2.1 leaves it to the client); the reading says which it is.
 *
 * @param at Milliseconds since 1970.
 */
export function readOcsp(response: Uint8Array, question: OcspQuestion, at: number): OcspReading {
  let answer: OcspAnswer;
  try {
    answer = readAnswer(response);
  } catch (error) {
    const fault = error instanceof UnsupportedAnswer ? 'unsupported' : 'malformed';
    return unusable(fault, `it is no OCSP answer that can be read: ${(error as Error).message}`);
  }
  const { status, basic } = answer;
  if (basic === null) {
    return unusable(
      'error-status',
      `the responder did not answer but said ${STATUS[status] ?? `status ${status}`}`,
    );
  }
  const readings = basic.singles
    .filter((single) => isAbout(single, question))
    .map((single) => judge(single, basic, question, at));
  return readings.toSorted(byWeight)[0] ?? unusable('other-certificate', namesAnother(basic));
}

/** OCSPResponseStatus (RFC 6960, 4.2.1). */
const STATUS: Readonly<Record<number, string>> = {
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized, which is what it says of certificates that it does not know (RFC 5019, 2.2.3)',
};

/** RFC 6960 has no limit; this is the one of Chromium. */
const WITHOUT_END = 7 * 86_400_000;

/** Of several answers about one certificate the worst counts. */
const WEIGHT: Readonly<Record<OcspReading['status'], number>> = {
  revoked: 0,
  unknown: 1,
  good: 2,
  unusable: 3,
};

function byWeight(one: OcspReading, other: OcspReading): number {
  return WEIGHT[one.status] - WEIGHT[other.status] || (other.thisUpdate ?? 0) - (one.thisUpdate ?? 0);
}

function isAbout(single: SingleAnswer, { certificate, issuer }: OcspQuestion): boolean {
  const digest = HASHES[single.hash]?.toLowerCase().replace('-', '');
  if (digest === undefined || serialNumber(single.serialKey) !== serialNumber(certificate.serialKey))
    return false;
  try {
    const { issuerNameHash, issuerKeyHash } = issuerHashes({ certificate, issuer }, digest);
    return hex(issuerNameHash) === single.issuerNameHash && hex(issuerKeyHash) === single.issuerKeyHash;
  } catch {
    return false;
  }
}

function judge(single: SingleAnswer, basic: BasicAnswer, question: OcspQuestion, at: number): OcspReading {
  const times = {
    revokedAt: single.revokedAt,
    reason: single.reason === null ? null : reasonOf(single.reason),
    producedAt: basic.producedAt,
    thisUpdate: single.thisUpdate,
    nextUpdate: single.nextUpdate,
  };
  const claim = claimOf(single);
  const useless = (fault: OcspFault, why: string, responder: OcspResponder | null): OcspReading => ({
    status: 'unusable',
    fault,
    ...times,
    responder,
    why: `${why}; it claims: ${claim}`,
  });
  const extensions = [...basic.unknownCritical, ...single.unknownCritical];
  if (extensions.length > 0) {
    return useless(
      'unsupported',
      `it has critical extensions that are not understood: ${extensions.join(', ')}`,
      null,
    );
  }
  const { responder, fault, why } = responderOf(basic, question, sent(basic), at);
  if (fault !== null) return useless(fault, why, responder);
  const age = outdated(single, basic, at);
  if (age !== null) return useless(age.fault, age.why, responder);
  return { status: single.status, fault: null, ...times, responder, why: `the responder says: ${claim}` };
}

function sent({ certificates }: BasicAnswer): readonly Certificate[] {
  return certificates.map((der) => parseCertificate(der));
}

function outdated(
  { thisUpdate, nextUpdate }: SingleAnswer,
  { producedAt }: BasicAnswer,
  at: number,
): { readonly fault: OcspFault; readonly why: string } | null {
  if (thisUpdate > at + CLOCK_SKEW || producedAt > at + CLOCK_SKEW) {
    return {
      fault: 'not-yet-valid',
      why: `it is of the future: ${moment(Math.max(thisUpdate, producedAt))}`,
    };
  }
  const until = nextUpdate ?? thisUpdate + WITHOUT_END;
  if (at <= until + CLOCK_SKEW) return null;
  const end =
    nextUpdate === null ? `is of ${moment(thisUpdate)} and states no end` : `ended on ${moment(until)}`;
  return { fault: 'stale', why: `it is too old: it ${end}` };
}

/** What RFC 6960, 4.4.8 lets a responder say of a serial number that was never used. */
const NEVER_ISSUED = 0;

function claimOf({ status, revokedAt, reason }: SingleAnswer): string {
  if (status !== 'revoked') return status;
  const named = reason === null ? null : reasonOf(reason);
  if (revokedAt === NEVER_ISSUED && named === 'certificateHold')
    return 'revoked, as one that was never issued';
  return `revoked on ${moment(revokedAt ?? 0)} (${named ?? 'no reason given'})`;
}

function namesAnother({ singles }: BasicAnswer): string {
  const serials = singles.slice(0, 3).map(({ serialKey }) => serialKey.slice(0, 64).toUpperCase());
  return singles.length === 0
    ? 'it says nothing about any certificate'
    : `it is about another certificate (serial number ${serials.join(', ')})`;
}

function unusable(fault: OcspFault, why: string): OcspReading {
  const nothing = { revokedAt: null, reason: null, producedAt: null, thisUpdate: null, nextUpdate: null };
  return { status: 'unusable', fault, ...nothing, responder: null, why };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
