import type { MxFact } from '../facts/domain/types.ts';
import type { Fact } from '../facts/types.ts';
import type { Verdict } from './rule.ts';

/** The answer of rules about mail to a domain that takes none (RFC 7505), or does not exist; null for any other. */
export function noMail(domain: string, mx: Fact<MxFact>): Verdict | null {
  if (!mx.known) return null;
  const { evidence, value } = mx;
  if (value.none)
    return { outcome: 'not-applicable', evidence, message: `${domain} says that it takes no mail` };
  return value.hosts.length === 0
    ? { outcome: 'not-applicable', evidence, message: `${domain} does not exist in DNS` }
    : null;
}
