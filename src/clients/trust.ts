import type { ChainTrust, StoreVerdict } from '../certs/trust/chain-trust.ts';
import type { RootList } from '../exchange/clients/client.ts';

export interface TrustStanding {
  /** private: only roots that the operator or this machine brought lead to it. */
  readonly state: 'trusted' | 'private' | 'untrusted' | 'unknown';
  /** In words, without a full stop; hostile text. */
  readonly why: string;
}

/** Whether a client with such a list of roots trusts the issuer. Dates are looked at apart: an end is no lack of trust. */
export function trustAs(list: RootList, trust: ChainTrust): TrustStanding {
  const isReal = ({ store }: StoreVerdict): boolean => store.id === 'microsoft' || store.id === 'mozilla';
  const publics = trust.stores.filter((verdict) => verdict.store.commercial && isReal(verdict));
  // The root program of a simulation stands for all of them.
  const madeUp = trust.stores.filter((verdict) => verdict.store.commercial && !isReal(verdict));
  if (madeUp.some((verdict) => stateOf(verdict) === 'trusted')) return { state: 'trusted', why: trust.why };
  const wanted = list === 'unlisted' ? publics : publics.filter(({ store }) => store.id === list);
  const states = wanted.map(stateOf);
  if (wanted.length > 0 && states.every((state) => state === 'trusted'))
    return { state: 'trusted', why: trust.why };
  const own = trust.stores.some((verdict) => !verdict.store.commercial && stateOf(verdict) === 'trusted');
  if (states.length > 0 && states.every((state) => state === 'untrusted')) {
    const why = WHY[trust.classification] ?? 'the issuer is not trusted';
    return own
      ? { state: 'private', why: 'the issuer is an authority of the organization' }
      : { state: 'untrusted', why };
  }
  const why =
    list === 'unlisted'
      ? 'its list of roots is not at hand, and those of Microsoft and Mozilla do not agree about the issuer'
      : 'whether its list of roots has the issuer cannot be decided';
  return { state: 'unknown', why };
}

const WHY: Partial<Record<ChainTrust['classification'], string>> = {
  'self-signed': 'the certificate is self-signed',
  'unknown-anchor': 'no list of roots has the issuer',
  distrusted: 'the root has lost its trust',
  broken: 'the path to the root is not valid',
};

function stateOf({ status, path }: StoreVerdict): 'trusted' | 'untrusted' | 'unknown' {
  if (status === 'trusted') return 'trusted';
  if (status === 'unknown') return 'unknown';
  const faults = path?.faults ?? [];
  const onlyDates = status === 'broken' && faults.length > 0 && faults.every(({ code }) => DATES.has(code));
  return onlyDates ? 'trusted' : 'untrusted';
}

const DATES: ReadonlySet<string> = new Set(['expired', 'not-yet-valid']);
