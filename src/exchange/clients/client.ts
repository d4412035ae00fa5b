import type { ClientMark, ClientService } from '../../model/clients.ts';
import type { ExchangeProduct } from '../builds.ts';
import type { Offer } from '../offers/offer.ts';
import type { ClientSource } from './sources.ts';

/** One thing about a client, and what it rests on. */
export interface Confirmed<T> {
  readonly value: T;
  readonly mark: ClientMark;
  readonly source: ClientSource;
}

/** Nobody has confirmed it, so it has no value: a verdict cannot rest on it by mistake. */
export interface Unconfirmed {
  /** What is not known, as the end of a sentence: `how it takes an untrusted certificate`. */
  readonly unconfirmed: string;
}

export type Cell<T> = Confirmed<T> | Unconfirmed;

/** An offer by its id; with `versions` where a setting of the system allows only some of them. */
export interface OfferRef {
  readonly offer: string;
  /** The operator's own, which no table has. */
  readonly own?: Offer;
  readonly versions?: readonly [lowest: number, highest: number];
}

/** What a client does when something is wrong with the certificate; works: it does not look. */
export type Reaction = 'works' | 'works-after-prompt' | 'fails';

export type CertificateFault = 'untrusted' | 'date' | 'name';

/**
 * Whose roots count. microsoft, mozilla: lists that are at hand; unlisted: a public list that is not (Apple, Android,
 * Chrome, Java), for which the two others have to agree.
 */
export type RootList = 'microsoft' | 'mozilla' | 'unlisted';

export interface NameReading {
  /** Which entries of subjectAltName are read. */
  readonly entries: Cell<'all' | 'first' | 'none'>;
  /** The common name counts where there is no subjectAltName. */
  readonly commonName: Cell<boolean>;
  readonly wildcard: Cell<boolean>;
}

/** How a client looks at a certificate. */
export interface Identity {
  readonly roots: Cell<RootList>;
  /** Somebody can install the root of a private authority on it. */
  readonly privateRoots: Cell<boolean>;
  /** What it does if an intermediate certificate is missing. */
  readonly incomplete: Cell<Reaction>;
  readonly names: NameReading;
  readonly faults: Readonly<Record<CertificateFault, Cell<Reaction>>>;
  /** Hashes in signatures of the chain that it cannot verify. */
  readonly unknownHashes?: Confirmed<readonly string[]>;
  /** Apple's demands on every server certificate; whatever breaks them fails without a question. */
  readonly appleRules?: Confirmed<true>;
}

/** Outlook Anywhere compares the certificate with a principal name of its own (`msstd:`). */
export type Principal = 'any-name' | 'common-name';

/** What a mail server does where TLS does not come about. */
export interface Opportunity {
  readonly withoutStarttls: Cell<'clear-text' | 'fails'>;
  readonly handshakeFails: Cell<'clear-text' | 'fails'>;
}

/** Services that a client uses in one manner. */
export interface ClientUse {
  readonly services: readonly ClientService[];
  /** Offers that stand for it; where they fare differently, it depends on the build. */
  readonly offers: Cell<readonly OfferRef[]>;
  /** Null: it does not look at the certificate. */
  readonly identity: Identity | null;
  readonly principal?: Confirmed<Principal>;
  readonly opportunity?: Opportunity;
  /** Where its suites are not known, this may be: no connection comes about below. */
  readonly leastVersion?: Confirmed<number>;
  /** What has to be so on the client for these services, besides what the client as a whole needs. */
  readonly condition?: string;
  /** The newest Exchange with which Microsoft lists it: nobody says that it works with a later one. */
  readonly listedTo?: Confirmed<ExchangeProduct>;
  /** How far Microsoft's list of supported clients was read: of later ones it is not known whether it is on theirs. */
  readonly listReadTo?: ExchangeProduct;
  /** It cannot be used with an Exchange server at all, for this reason. */
  readonly unsupported?: Confirmed<string>;
}

/** A program that talks to Exchange. */
export interface Client {
  readonly id: string;
  readonly title: string;
  readonly uses: readonly ClientUse[];
  /** What has to be done to it before it is what this says: then it can only work under that condition. */
  readonly condition?: string;
  /** From the operator's file. */
  readonly own?: boolean;
}

export function isConfirmed<T>(cell: Cell<T>): cell is Confirmed<T> {
  return 'value' in cell;
}

export function confirmed<const T>(value: T, mark: ClientMark, source: ClientSource): Confirmed<T> {
  return { value, mark, source };
}

export function unconfirmed(what: string): Unconfirmed {
  return { unconfirmed: what };
}

export function offers(
  mark: ClientMark,
  source: ClientSource,
  ...refs: readonly (string | OfferRef)[]
): Confirmed<readonly OfferRef[]> {
  return confirmed(
    refs.map((ref) => (typeof ref === 'string' ? { offer: ref } : ref)),
    mark,
    source,
  );
}

/** The same whatever is wrong. */
export function always(reaction: Cell<Reaction>): Identity['faults'] {
  return { untrusted: reaction, date: reaction, name: reaction };
}
