import type { Certificate } from '../certs/certificate.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Failure } from '../model/failure.ts';
import type { Tri } from '../model/finding.ts';
import type { Preamble, Verification } from '../model/observation.ts';
import type { Reach } from '../model/report.ts';
import type { SuiteFamily } from '../wire/iana/suites.ts';
import type { DirectoriesFact, HttpFact, KnocksFact } from './web-types.ts';

export type * from './web-types.ts';

/** What the observations of one endpoint mean, or why they do not say. */
export type Fact<T> =
  | { readonly known: true; readonly value: T; readonly evidence: readonly string[] }
  | { readonly known: false; readonly why: string; readonly evidence: readonly string[] };

/** An answer to one yes-or-no question about a server, with the observations that it rests on. */
export interface Answer {
  readonly value: Tri;
  /** Why it is not known, or how it was settled. */
  readonly why: string;
  readonly evidence: readonly string[];
}

/**
 * The menu for rule authors: what can be known about one endpoint. A rule names the ones that it needs and
 * sees no others; if one of them is not known, the engine answers `unknown` in the rule's place.
 */
export interface EndpointFacts {
  readonly reach: ReachFact;
  readonly starttls: StarttlsFact;
  readonly versions: VersionsFact;
  readonly suites: SuitesFact;
  readonly order: OrderFact;
  readonly ellipticFirst: EllipticFirstFact;
  readonly dhGroups: DhGroupsFact;
  readonly groups: GroupsFact;
  readonly compression: Answer;
  readonly secureRenegotiation: Answer;
  readonly chains: ChainsFact;
  readonly product: ProductFact;
  readonly directories: DirectoriesFact;
  readonly http: HttpFact;
  readonly knocks: KnocksFact;
}

export type FactName = keyof EndpointFacts;

/** Facts of one endpoint as the engine holds them. */
export type EndpointFactSet = { readonly [K in FactName]: Fact<EndpointFacts[K]> };

/** Always known. */
export interface ReachFact {
  readonly state: Reach;
  readonly failure: Failure | null;
  readonly preamble: Preamble | null;
  readonly connections: number;
  readonly rung: string | null;
}

/** Not known if the dialogue before TLS was never completed. `implicit` for protocols without one. */
export interface StarttlsFact {
  readonly state: 'implicit' | 'offered' | 'not-offered' | 'refused' | 'masked';
  /** The server's own words; hostile text. */
  readonly detail: string;
  /** Bytes of plain text that arrived behind the reply to STARTTLS. */
  readonly trailing: number;
}

/** Not known if the endpoint never answered a hello. */
export interface VersionsFact {
  /** By number on the wire: 0x0002, 0x0300 to 0x0304. Every one of these has an entry. */
  readonly answers: ReadonlyMap<number, Answer>;
}

export interface AcceptedSuite {
  readonly version: number;
  readonly suite: number;
  readonly evidence: readonly string[];
}

/** Not known if no hello was answered. */
export interface SuitesFact {
  /** In the order in which the server chose them, highest version first. SSL 2.0 kinds have version 0x0002. */
  readonly accepted: readonly AcceptedSuite[];
  /** Was this suite accepted at this version? `no` only with evidence of a refusal. */
  readonly answer: (version: number, suite: number) => Answer;
  /** Are all suites of the version that are not listed in `accepted` refused with evidence? */
  readonly complete: (version: number) => boolean;
  /** Is any suite of the family accepted at any version? `no` only if every one of them was refused. */
  readonly family: (family: SuiteFamily) => Answer & { readonly accepted: readonly AcceptedSuite[] };
  /** Is any suite without forward secrecy accepted at TLS 1.2 or below? */
  readonly withoutForwardSecrecy: Answer & { readonly accepted: readonly AcceptedSuite[] };
}

/** Not known if no version accepted two suites, or nobody asked. */
export interface OrderFact {
  readonly decidedBy: 'server' | 'client';
  readonly version: number;
  /** The two suites that prove it, in the order in which the last hello offered them. */
  readonly pair: readonly [number, number];
}

/**
 * Does the server prefer key exchange over elliptic curves? Not known if no TLS 1.2 (or lower) hello was
 * accepted and TLS 1.3 is not accepted either; TLS 1.3 alone counts as preferred.
 */
export interface EllipticFirstFact {
  readonly preferred: boolean;
  readonly version: number;
  /** A chosen suite and one that was passed over for it; null if only one kind is accepted. */
  readonly pair: { readonly chosen: number; readonly passedOver: number } | null;
  /** `only-elliptic`, `only-other`, `chose-elliptic`, `chose-other`. */
  readonly how: 'only-elliptic' | 'only-other' | 'chose-elliptic' | 'chose-other';
}

/** Finite-field groups seen with DHE suites. Not known if none was seen and DHE is not refused altogether. */
export interface DhGroupsFact {
  readonly seen: readonly { readonly bits: number; readonly suite: number; readonly version: number }[];
  /** Why there may be others: an accepted DHE suite whose group was not seen, or one not asked for. Null if not. */
  readonly open: string | null;
}

/** Named groups accepted, in the order found. Not known if none was asked for. */
export interface GroupsFact {
  readonly accepted: readonly { readonly version: number; readonly group: number }[];
  /** Refused where nothing but the group could be meant. */
  readonly refused?: readonly { readonly version: number; readonly group: number }[];
  /** The server passed over a group that stood earlier in a hello and that it accepts; absent: that was not seen. */
  readonly decidedByServer?: readonly { readonly version: number; readonly ranking: readonly number[] }[];
  /** It was seen to ask for a key share that it missed (RFC 8446, 4.1.4), as not every server of TLS 1.3 does. */
  readonly asksAgain?: boolean;
}

export interface PresentedChain {
  /** False for what is presented to a client that sends no server name. */
  readonly sni: boolean;
  /** It was presented to a client without a name; whoever sends one may be shown it, too. */
  readonly nameless?: boolean;
  /** In wire order, at least one. */
  readonly certificates: readonly Certificate[];
  readonly evidence: readonly string[];
  /** What Node's TLS made of it, if a session was completed. */
  readonly openssl: (Verification & { readonly client: string }) | null;
}

/** Not known if no certificate was seen. The first chain is the one that ordinary clients get. */
export interface ChainsFact {
  readonly chains: readonly PresentedChain[];
}

/** One thing that a server said of itself, and where. Hostile text. */
export interface SeenValue {
  readonly value: string;
  /** `x-owa-version`, `ntlm`, `banner`. */
  readonly source: string;
  /** Path of the request, or what was asked otherwise: `/owa/`, `AUTH NTLM`. */
  readonly path: string;
  readonly evidence: readonly string[];
}

export type BuildSource = 'x-owa-version' | 'exporttool' | 'resource-path' | 'imap-id';

export interface SeenBuild extends SeenValue {
  readonly source: BuildSource;
  /** `cu`: three parts, which leave open what was installed on top. */
  readonly precision: 'exact' | 'cu';
}

/** Where a name stands: what NTLM tells is of the machine itself, headers are set by the front end. */
export type NameKind =
  | 'front-end'
  | 'back-end'
  | 'netbios-computer'
  | 'netbios-domain'
  | 'dns-computer'
  | 'dns-domain'
  | 'dns-forest'
  | 'banner'
  | 'realm';

export interface SeenName extends SeenValue {
  readonly kind: NameKind;
}

/** A sign of something that is not Exchange on Windows. */
export interface FrontClue {
  readonly kind: 'reverse-proxy' | 'load-balancer' | 'mail-gateway' | 'other-server' | 'other-tls';
  /** `nginx`, `F5 BIG-IP`; null if nothing says what it is. */
  readonly product: string | null;
  /** What was seen, in words; quotes the server. */
  readonly seen: string;
  readonly evidence: readonly string[];
}

/**
 * What stands at the endpoint and what it says of itself. Not known if the endpoint did not answer. Everything seen is
 * kept; a proxy can take any of it away or make it up.
 */
export interface ProductFact {
  /**
   * not-asked: nothing was asked that could tell, and no banner came for free; unanswered: it was asked and nothing came
   * back; answered: something came back, whatever it says.
   */
  readonly state: 'not-asked' | 'unanswered' | 'answered';
  /** Each value once for each source, the most trustworthy source first. */
  readonly builds: readonly SeenBuild[];
  /** The most trustworthy of them, or null. */
  readonly chosen: SeenBuild | null;
  /** Exchange by builds, headers or its own words; Exchange Online by its; other: a banner of another product. */
  readonly family: 'exchange' | 'exchange-online' | 'other' | 'unknown';
  /** Versions in NTLM challenges, `10.0.17763`. */
  readonly windows: readonly SeenValue[];
  /** `Server` headers of IIS, `Microsoft-IIS/10.0`. */
  readonly iis: readonly SeenValue[];
  readonly names: readonly SeenName[];
  /** Tokens of a tenant are asked for. `authorizationUri` is only there when hybrid modern authentication is on. */
  readonly modernAuth: ModernAuth | null;
  readonly front: {
    /** exchange: signs of Exchange and none of anything else, which is no proof that nothing else is there. */
    readonly kind: 'exchange' | 'reverse-proxy' | 'load-balancer' | 'mail-gateway' | 'unknown';
    /** `nginx`; null if not known. */
    readonly product: string | null;
    readonly clues: readonly FrontClue[];
  };
  /** What different sources or answers say differently. */
  readonly disagreements: readonly Disagreement[];
}

export interface ModernAuth {
  /** Id of the tenant, or null. */
  readonly tenant: string | null;
  readonly authorizationUri: string | null;
  readonly path: string;
  readonly evidence: readonly string[];
}

export interface Disagreement {
  readonly about: 'build' | 'windows' | 'server-name';
  readonly values: readonly SeenValue[];
}

/** An endpoint with what is known about it, as rules on organizations see it. */
export interface EndpointView<K extends FactName> {
  readonly endpoint: Endpoint;
  readonly facts: { readonly [N in K]: Fact<EndpointFacts[N]> };
}
