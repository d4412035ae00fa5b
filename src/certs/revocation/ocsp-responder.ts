import { createHash } from 'node:crypto';
import type { OcspFault, OcspResponder } from '../../model/revocation.ts';
import type { Certificate } from '../certificate.ts';
import { isSignedBy, workingKey } from '../path/working-key.ts';
import { verifySigned } from '../signature.ts';
import { CLOCK_SKEW, moment } from './clock.ts';
import { nameKey } from './name-key.ts';
import type { BasicAnswer } from './ocsp-answer.ts';
import { keyBits } from './ocsp-request.ts';

export interface ResponderCheck {
  readonly responder: OcspResponder | null;
  /** Null if it may answer for the issuer and has signed. */
  readonly fault: OcspFault | null;
  readonly why: string;
}

/**
 * Who has signed an answer, and by what right (RFC 6960, 4.2.2.2): the issuer of the certificate itself, or one whose
 * certificate the issuer has signed, with the same key, for the purpose id-kp-OCSPSigning.
 *
 * @param sent The certificates that came with the answer.
 */
export function responderOf(
  answer: BasicAnswer,
  { issuer, pool }: { readonly issuer: Certificate; readonly pool: readonly Certificate[] },
  sent: readonly Certificate[],
  at: number,
): ResponderCheck {
  const candidates = [issuer, ...sent, ...pool].filter((candidate) => isNamed(answer, candidate));
  if (candidates.length === 0) {
    return {
      responder: null,
      fault: 'signer-unknown',
      why: 'the certificate that it says it was signed with is not there',
    };
  }
  let best: ResponderCheck | null = null;
  for (const candidate of candidates.slice(0, MOST_CANDIDATES)) {
    const check = checkOf(answer, issuer, candidate, at);
    if (check.fault === null) return check;
    if (best === null || RANK[check.fault] > RANK[best.fault ?? check.fault]) best = check;
  }
  return (
    best ?? { responder: null, fault: 'signer-unknown', why: 'nobody is known who could have signed it' }
  );
}

const MOST_CANDIDATES = 10;

/** Of several that could have signed, the one that came nearest is told of. */
const RANK: Readonly<Record<OcspFault, number>> = {
  malformed: 0,
  'error-status': 0,
  unsupported: 0,
  'other-certificate': 0,
  'not-yet-valid': 0,
  stale: 0,
  'signer-unknown': 0,
  'bad-signature': 1,
  'signer-unauthorized': 2,
  'algorithm-unknown': 3,
  'signer-expired': 4,
};

function isNamed({ responder }: BasicAnswer, candidate: Certificate): boolean {
  if (responder.by === 'name') return nameKey(candidate.subjectKey) === nameKey(responder.name);
  try {
    return createHash('sha1').update(keyBits(candidate)).digest('hex') === responder.hash;
  } catch {
    return false;
  }
}

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const NO_CHECK = '1.3.6.1.5.5.7.48.1.5';

function checkOf(
  answer: BasicAnswer,
  issuer: Certificate,
  candidate: Certificate,
  at: number,
): ResponderCheck {
  const isIssuer = isSameAuthority(candidate, issuer);
  const responder: OcspResponder = {
    kind: isIssuer ? 'issuer' : 'delegate',
    certificate: candidate.sha256,
    subject: candidate.subject,
    noCheck: !isIssuer && candidate.extensions.some(({ oid }) => oid === NO_CHECK),
  };
  const signed = verifySigned(answer.signed, candidate);
  if (signed === null) {
    return { responder, fault: 'algorithm-unknown', why: 'this machine cannot verify its signature' };
  }
  if (!signed) return { responder, fault: 'bad-signature', why: 'its signature is wrong' };
  if (isIssuer) return { responder, fault: null, why: '' };
  return { responder, ...delegationOf(candidate, issuer, at) };
}

/** Names are compared as RFC 5280, 7.1 says; an issuer with several certificates has one key in all of them. */
function isSameAuthority(one: Certificate, other: Certificate): boolean {
  return (
    nameKey(one.subjectKey) === nameKey(other.subjectKey) &&
    Buffer.from(one.publicKeyInfo).equals(other.publicKeyInfo) &&
    one.publicKeyInfo.length > 0
  );
}

function delegationOf(
  delegate: Certificate,
  issuer: Certificate,
  at: number,
): Pick<ResponderCheck, 'fault' | 'why'> {
  const refuse = (why: string) => ({
    fault: 'signer-unauthorized' as const,
    why: `${delegate.subject} ${why}`,
  });
  if (nameKey(delegate.issuerKey) !== nameKey(issuer.subjectKey)) {
    return refuse(
      'has signed it, but was appointed by another authority than the one that issued the certificate',
    );
  }
  const appointed = isSignedBy(delegate, workingKey(issuer, null));
  if (appointed === null) {
    return {
      fault: 'algorithm-unknown',
      why: `this machine cannot verify the certificate of ${delegate.subject}`,
    };
  }
  if (!appointed) return refuse('has signed it, with a certificate that the issuer did not sign');
  if (delegate.extendedKeyUsage?.includes(OCSP_SIGNING) !== true) {
    return refuse(
      'has signed it, with a certificate that is not for signing OCSP answers (id-kp-OCSPSigning)',
    );
  }
  const { keyUsage, notBefore, notAfter } = delegate;
  if (keyUsage !== null && !keyUsage.includes('digitalSignature') && !keyUsage.includes('nonRepudiation')) {
    return refuse('has signed it, with a key that may not sign (keyUsage)');
  }
  const unknown = delegate.extensions.find(({ oid, critical }) => critical && !UNDERSTOOD.has(oid));
  if (unknown !== undefined)
    return refuse(`has a critical extension that is not understood (${unknown.oid})`);
  if (at < notBefore - CLOCK_SKEW || at > notAfter + CLOCK_SKEW) {
    const when = at > notAfter ? `since ${moment(notAfter)}` : `before ${moment(notBefore)}`;
    return {
      fault: 'signer-expired',
      why: `the certificate of its signer ${delegate.subject} is not valid ${when}`,
    };
  }
  return { fault: null, why: '' };
}

/** keyUsage, subjectAltName, basicConstraints, certificatePolicies, extKeyUsage and id-pkix-ocsp-nocheck. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.32',
  '2.5.29.37',
  NO_CHECK,
]);
