import type { Certificate } from '../certificate.ts';
import { namesIssuer, subjectName } from './distinguished-name.ts';
import { workingKey } from './working-key.ts';

/** The last certificate of a path that is being built, and the way that led to it. */
export interface Step {
  readonly certificate: Certificate;
  /** `null` for the leaf. */
  readonly below: Step | null;
  /** Certificates so far. */
  readonly length: number;
  readonly cost: number;
  readonly isAnchor: boolean;
}

/** Leaf first. */
export function certificatesOf(step: Step): readonly Certificate[] {
  const path: Certificate[] = [];
  for (let at: Step | null = step; at !== null; at = at.below) path.unshift(at.certificate);
  return path;
}

/**
 * Whether the path already goes through this name and key (RFC 4158, 2.4.2): whatever it could lead to can be had
 * without the detour. The leaf alone may have the name and key of an anchor: a root certificate, renewed.
 */
export function closesLoop(step: Step, issuer: Certificate, isAnchor: boolean): boolean {
  const { id } = workingKey(issuer, null);
  const { key } = subjectName(issuer);
  for (let at: Step | null = step; at !== null; at = at.below) {
    if (at.certificate.sha256 === issuer.sha256) return true;
    if (isAnchor && at.below === null) return false;
    if (workingKey(at.certificate, null).id === id && subjectName(at.certificate).key === key) return true;
  }
  return false;
}

/**
 * One for each link, and more for what makes it unlikely that this is the issuer, or that the path will be valid.
 * Whole numbers.
 */
export function stepCost(
  certificate: Certificate,
  issuer: Certificate,
  isAnchor: boolean,
  at: number,
): number {
  const { authorityKeyId } = certificate;
  const { subjectKeyId } = issuer;
  const otherKey = authorityKeyId !== null && subjectKeyId !== null && authorityKeyId !== subjectKeyId;
  const outOfDate = !isAnchor && (at < issuer.notBefore || at > issuer.notAfter);
  return 1 + (otherKey ? 8 : 0) + (outOfDate ? 4 : 0);
}

/** A root, or what stands for one. */
export function endsItself(certificate: Certificate): boolean {
  return namesIssuer(certificate, certificate) && certificate.selfSigned !== false;
}
