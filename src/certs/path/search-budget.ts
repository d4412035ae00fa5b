import type { Certificate } from '../certificate.ts';
import type { PathLimits } from './request.ts';
import { isSignedBy, signaturePair, workingKey } from './working-key.ts';

/** What a search may still spend. */
export interface SearchBudget {
  /** Counts one candidate; false if the search has ended. */
  readonly step: () => boolean;
  /**
   * Whether the issuer's key made the signature; `null` if that cannot be told, or not before the rest of the path is
   * known (DSA parameters), or no more signatures may be looked at, which cuts the search.
   */
  readonly isIssuer: (issuer: Certificate, certificate: Certificate) => boolean | null;
  /** Ends the search for a reason; says why it has ended, or `null`. */
  readonly cut: (reason?: string) => string | null;
  readonly signatureChecks: () => number;
  /** A new count of steps; the signatures go on. */
  readonly renewed: () => SearchBudget;
}

export function searchBudget(limits: PathLimits, pairs: Set<string> = new Set()): SearchBudget {
  let steps = limits.steps;
  let reason: string | null = null;
  const cut = (why?: string): string | null => {
    reason ??= why ?? null;
    return reason;
  };
  return {
    cut,
    step: () => {
      steps -= 1;
      return (steps < 0 ? cut(`more than ${limits.steps} candidates`) : reason) === null;
    },
    isIssuer: (issuer, certificate) => {
      const key = workingKey(issuer, null);
      const pair = signaturePair(certificate, key);
      if (!pairs.has(pair) && pairs.size >= limits.signatureChecks) {
        cut(`more than ${limits.signatureChecks} signature checks`);
        return null;
      }
      pairs.add(pair);
      return isSignedBy(certificate, key);
    },
    signatureChecks: () => pairs.size,
    renewed: () => searchBudget(limits, pairs),
  };
}
