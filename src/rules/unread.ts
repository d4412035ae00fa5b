import type { Certificate } from '../certs/certificate.ts';
import type { Verdict } from './rule.ts';

/** The answer of every rule on a certificate of which nothing could be read; null if it can be judged. */
export function unread(certificate: Certificate): Verdict | null {
  return isUnread(certificate) ? unreadable(certificate) : null;
}

/** The same for rules on its validity. */
export function unreadValidity(certificate: Certificate): Verdict | null {
  const { notBefore, notAfter, faults } = certificate;
  return isUnread(certificate) || (faults.length > 0 && notBefore === 0 && notAfter === 0)
    ? unreadable(certificate)
    : null;
}

/** The same where a part that is absent may be one of those that could not be read. */
export function unreadParts(certificate: Certificate): Verdict | null {
  return certificate.faults.length > 0 ? unreadable(certificate) : null;
}

/** Every certificate that was read has at least the frame of a subject. */
export function isUnread(certificate: Certificate): boolean {
  return certificate.faults.length > 0 && certificate.subjectKey === '';
}

function unreadable({ faults }: Certificate): Verdict {
  return { outcome: 'unknown', message: `the certificate cannot be read: ${faults.join('; ')}` };
}
