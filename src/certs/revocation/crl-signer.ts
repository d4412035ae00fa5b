import type { CrlExtract } from '../../model/revocation.ts';
import type { Certificate } from '../certificate.ts';
import { isSignedBy, workingKey } from '../path/working-key.ts';
import { CLOCK_SKEW } from './clock.ts';
import { keyFingerprint } from './crl-extract.ts';
import { nameKey } from './name-key.ts';

/** What is at hand to find the path of whoever signed a list, and how much work that may still be. */
export interface SignerSearch {
  readonly certificates: readonly Certificate[];
  /**
   * The issuers of the certificate, and what is above them: a list signed by one of these has the path of the
   * certificate itself, up to the same anchor (RFC 5280, 6.3.3 f), which is judged elsewhere.
   */
  readonly tops: readonly Certificate[];
  readonly at: number;
  /** Ways found so far, by fingerprint. */
  readonly paths: Map<string, readonly Certificate[] | null>;
  /** Signature checks that are left: a dozen are usual where there are indirect lists. */
  checks: number;
  /** Signers that may still be asked whether they are revoked. */
  questions: number;
}

export function signerSearch(
  issuers: readonly Certificate[],
  pool: readonly Certificate[],
  at: number,
): SignerSearch {
  const certificates = [...issuers, ...pool];
  const search = { certificates, tops: [], at, paths: new Map(), checks: 100, questions: 30 };
  return { ...search, ...ancestors(issuers, search) };
}

/** Certificates at hand that stand for the name and the key that made the list. */
export function signersOf(list: CrlExtract, certificates: readonly Certificate[]): readonly Certificate[] {
  const name = nameKey(list.issuerKey);
  return certificates.filter(
    (candidate) => nameKey(candidate.subjectKey) === name && keyFingerprint(candidate) === list.signer?.key,
  );
}

/**
 * The way from a signer up to one of the tops: the certificates in between, the signer first; empty if it is one of
 * them itself, null if there is none.
 */
export function pathUp(signer: Certificate, search: SignerSearch): readonly Certificate[] | null {
  const known = search.paths.get(signer.sha256);
  if (known !== undefined) return known;
  const { tops } = search;
  const isTop = (wanted: Certificate): boolean => tops.some((top) => isSameAuthority(top, wanted));
  const climb = (path: readonly Certificate[]): readonly Certificate[] | null => {
    const last = path.at(-1);
    if (last === undefined || !isValid(last, search.at)) return null;
    if (tops.some((top) => certifies(top, last, search))) return path;
    if (path.length === MAXIMUM_DEPTH) return null;
    for (const parent of search.certificates) {
      if (path.includes(parent) || isTop(parent) || !mayIssue(parent)) continue;
      const found = certifies(parent, last, search) ? climb([...path, parent]) : null;
      if (found !== null) return found;
    }
    return null;
  };
  const path = isTop(signer) ? [] : climb([signer]);
  search.paths.set(signer.sha256, path);
  return path;
}

/** keyUsage, where there is one, must allow it (RFC 5280, 6.3.3 f). */
export function maySignLists({ keyUsage }: Certificate): boolean {
  return keyUsage === null || keyUsage.includes('cRLSign');
}

const MOST_ANCESTORS = 20;
const MAXIMUM_DEPTH = 4;

function ancestors(
  issuers: readonly Certificate[],
  search: SignerSearch,
): Pick<SignerSearch, 'tops' | 'checks'> {
  const tops = [...issuers];
  for (const child of tops) {
    for (const parent of search.certificates) {
      if (tops.length >= MOST_ANCESTORS) break;
      if (tops.some(({ sha256 }) => sha256 === parent.sha256)) continue;
      if (certifies(parent, child, search)) tops.push(parent);
    }
  }
  return { tops, checks: search.checks };
}

function certifies(parent: Certificate, child: Certificate, search: SignerSearch): boolean {
  if (child.issuerKey === '' || nameKey(child.issuerKey) !== nameKey(parent.subjectKey)) return false;
  if (search.checks === 0) return false;
  search.checks -= 1;
  return isSignedBy(child, workingKey(parent, null)) === true;
}

function isSameAuthority(one: Certificate, other: Certificate): boolean {
  if (one.sha256 === other.sha256) return true;
  return (
    nameKey(one.subjectKey) === nameKey(other.subjectKey) && keyFingerprint(one) === keyFingerprint(other)
  );
}

function mayIssue({ basicConstraints, keyUsage }: Certificate): boolean {
  return basicConstraints?.ca === true && (keyUsage === null || keyUsage.includes('keyCertSign'));
}

function isValid({ notBefore, notAfter }: Certificate, at: number): boolean {
  return at >= notBefore - CLOCK_SKEW && at <= notAfter + CLOCK_SKEW;
}
