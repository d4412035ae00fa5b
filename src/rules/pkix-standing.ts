import type { Certificate } from '../certs/certificate.ts';
import { standing } from './name-coverage.ts';
import type { RuleContext } from './rule.ts';

/** Whether somebody who trusts the public authorities takes the chain for the name (RFC 5280; RFC 9525). */
export interface PkixStanding {
  readonly state: 'valid' | 'invalid' | 'unknown';
  /** One sentence; may quote the certificate, so it is hostile text. */
  readonly message: string;
}

export function pkixStanding(
  chain: readonly Certificate[],
  name: string,
  { trustOf }: Pick<RuleContext, 'trustOf'>,
): PkixStanding {
  const [leaf] = chain;
  if (leaf === undefined) return { state: 'unknown', message: 'no certificate was seen' };
  const named = standing([leaf], name);
  if (named.state === 'uncovered' || named.state === 'common-name')
    return { state: 'invalid', message: named.message };
  const { classification, why } = trustOf(chain);
  switch (classification) {
    case 'commercial':
      return named.state === 'covered'
        ? { state: 'valid', message: `${named.message} and trusted publicly` }
        : { state: 'unknown', message: named.message };
    case 'unknown':
      return { state: 'unknown', message: why };
    default:
      return { state: 'invalid', message: why };
  }
}
