import type { Certificate } from '../certs/certificate.ts';
import { DANE_EE, tlsaMatches, tlsaObstacle } from '../certs/tlsa.ts';
import type { TlsaData } from '../wire/dns-data.ts';
import { standing } from './name-coverage.ts';
import { isUnread } from './unread.ts';

/** Whether a sender that goes by the records takes the chain. */
export interface DaneStanding {
  readonly state: 'match' | 'mismatch' | 'unknown';
  /** One sentence; hostile text. */
  readonly message: string;
}

/**
 * One record that fits is enough. With usage 3 nothing else is looked at, neither name nor date (RFC 7672, 3.1.1); with
 * usage 2 the authority has to be among what was sent, and the certificate has to be in time and name the MX host or the
 * domain (3.1.2, 3.2.2).
 */
export function daneStanding(
  records: readonly TlsaData[],
  chain: readonly Certificate[],
  { host, domain, now }: { readonly host: string; readonly domain: string; readonly now: number },
): DaneStanding {
  const [leaf, ...issuers] = chain;
  const usable = records.filter((record) => tlsaObstacle(record) === null);
  if (leaf === undefined || isUnread(leaf))
    return { state: 'unknown', message: 'no certificate could be read' };
  if (usable.length === 0) return { state: 'unknown', message: 'no record is usable' };
  const own = usable.find((record) => record.usage === DANE_EE && tlsaMatches(record, leaf));
  if (own !== undefined) return { state: 'match', message: `${shown(own)} names ${leaf.subject}` };
  const anchors = leaf.selfSigned === true ? [leaf, ...issuers] : issuers;
  const anchor = usable.find(
    (record) => record.usage !== DANE_EE && anchors.some((issuer) => tlsaMatches(record, issuer)),
  );
  if (anchor === undefined) {
    const message = `none of ${usable.map(shown).slice(0, MOST_SHOWN).join(', ')} fits what is presented: ${leaf.subject}`;
    return { state: 'mismatch', message };
  }
  if (now < leaf.notBefore || now > leaf.notAfter)
    return {
      state: 'mismatch',
      message: `${shown(anchor)} names its authority, and ${leaf.subject} is out of date`,
    };
  const named = [host, domain].map((name) => standing([leaf], name));
  if (named.some(({ state }) => state === 'covered'))
    return { state: 'match', message: `${shown(anchor)} names an authority that was sent` };
  const message = named[0]?.message ?? '';
  return named.some(({ state }) => state === 'unknown')
    ? { state: 'unknown', message }
    : { state: 'mismatch', message: `${shown(anchor)} names its authority, and ${message}` };
}

const MOST_SHOWN = 5;

/** As many digits as tell the records of a host apart. */
const DIGITS = 8;

export function shown({ usage, selector, matching, association }: TlsaData): string {
  const rest = association.length > DIGITS ? '...' : '';
  return `${usage} ${selector} ${matching} ${association.slice(0, DIGITS)}${rest}`;
}
