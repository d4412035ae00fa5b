import { TLS_1_2 } from '../../wire/iana/versions.ts';
import { baseline } from '../baselines.ts';
import { ANDROID_OFFERS } from './android.ts';
import { APPLE_OFFERS } from './apple.ts';
import { BROWSERS_OFFERS } from './browsers.ts';
import type { Offer } from './offer.ts';
import { PROGRAMS_OFFERS } from './programs.ts';
import { WINDOWS_OFFERS } from './windows.ts';

export { type Offer, OFFER_SOURCES } from './offer.ts';

/** What Setup of Exchange 2019 leaves of Schannel: TLS 1.2 and the eight suites of the article, in its order. */
const EXCHANGE_2019: Offer = {
  id: 'exchange-2019',
  name: 'Exchange 2019 as Setup leaves it',
  platform: 'Schannel, Windows Server 2019',
  evidence: 'documented',
  source: 'exchange',
  date: null,
  versions: [TLS_1_2, TLS_1_2],
  supportedVersions: [],
  suites: baseline('exchange-2019')?.suites ?? [],
  ssl2Kinds: [],
  groups: [24, 23],
  signatureSchemes: null,
  keyShares: null,
  alpn: [],
  extensions: null,
  secureRenegotiation: null,
  note: 'suites and curves from the article on servers, which hold for all of Schannel',
};

/** Every offer that is recorded or documented. */
export const OFFERS: readonly Offer[] = [
  ...WINDOWS_OFFERS,
  ...BROWSERS_OFFERS,
  ...APPLE_OFFERS,
  ...ANDROID_OFFERS,
  ...PROGRAMS_OFFERS,
  EXCHANGE_2019,
];

export function offer(id: string): Offer | undefined {
  return BY_ID.get(id);
}

const BY_ID: ReadonlyMap<string, Offer> = new Map(OFFERS.map((row) => [row.id, row]));
