import type { Certificate } from '../certificate.ts';
import { validatePath } from '../path/validate-path.ts';
import type { TrustStore } from './store.ts';

const MAXIMUM_DEPTH = 16;

/**
 * Whether a client with the roots of this store fails that takes at each step the first issuer that fits and never goes
 * back, as OpenSSL does (X509_V_FLAG_TRUSTED_FIRST, the default since 1.1.0: its roots first, then what was sent, in
 * that order; of several that fit by name and key identifier the first that is valid now).
 */
export function failsFirstIssuer(presented: readonly Certificate[], store: TrustStore, at: number): boolean {
  const [leaf] = presented;
  if (leaf === undefined) return true;
  const path: Certificate[] = [leaf];
  while (path.length < MAXIMUM_DEPTH) {
    const last = path.at(-1) ?? leaf;
    const trusted = store
      .issuersOf(last)
      .filter((root) => root.standing(leaf.notBefore, at).status === 'trusted')
      .map(({ certificate }) => certificate);
    const root = firstFitting(last, trusted, at);
    if (root !== null) {
      return validatePath([...path, root], { at, purpose: 'serverAuth' }).status === 'invalid';
    }
    const left = presented.filter((one) => !path.some(({ sha256 }) => sha256 === one.sha256));
    const next = firstFitting(last, left, at);
    if (next === null) return true;
    path.push(next);
  }
  return true;
}

function firstFitting(
  child: Certificate,
  candidates: readonly Certificate[],
  at: number,
): Certificate | null {
  const fitting = candidates.filter(
    ({ subjectKey, subjectKeyId }) =>
      subjectKey === child.issuerKey &&
      (subjectKeyId === null || child.authorityKeyId === null || subjectKeyId === child.authorityKeyId),
  );
  const valid = fitting.find(({ notBefore, notAfter }) => notBefore <= at && at <= notAfter);
  return valid ?? fitting[0] ?? null;
}
