import type { ClientMatrix } from './clients.ts';
import type { Comparison } from './comparison.ts';
import type { Endpoint } from './endpoint.ts';
import type { Finding, RuleScope, Severity, Tri } from './finding.ts';
import type { NamesMatrix } from './names-matrix.ts';
import type { NotificationResult } from './notification.ts';
import type { Fingerprint, Observation } from './observation.ts';
import type { Pressure } from './pressure.ts';
import type { RevocationFact, RevocationReason, RevocationSource } from './revocation.ts';
import type { Target } from './target.ts';
import type { WaiverResult } from './waiver.ts';

/** The second part grows with additions, the first with anything that an old reader would trip over. */
export const SCHEMA_VERSION = '1.1';

/** How much a run asks: only what decides the rules, or the whole inventory. */
export type Depth = 'check' | 'scan';

export interface RunInfo {
  readonly depth: Depth;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** False if the run was stopped before every question had been asked. */
  readonly complete: boolean;
  /** Why it is not complete; null if it is. */
  readonly stopped: string | null;
  /** Connections that each endpoint was allowed to cost. */
  readonly budget: number;
  /** Signs that a server felt crowded, and what was done about them. */
  readonly pressure: readonly Pressure[];
}

/** What a run gathered: all that judging needs, and nothing that judging decides. */
export interface Gathered {
  readonly run: RunInfo;
  readonly targets: readonly Target[];
  readonly endpoints: readonly Endpoint[];
  readonly observations: readonly Observation[];
  /** Each certificate once: base64 of the DER by its SHA-256. */
  readonly certificates: Readonly<Record<Fingerprint, string>>;
}

/**
 * answered: TLS or the dialogue before it took place; not-enabled: a port of the standard set that is closed;
 * unreachable: nothing answered, or the name leads nowhere; unknown: something answered, but not enough.
 */
export type Reach = 'answered' | 'not-enabled' | 'unreachable' | 'unknown';

export interface SuiteName {
  /** `0xC030`. */
  readonly id: string;
  readonly name: string;
  readonly openssl_name: string;
}

export interface GroupName {
  readonly id: string;
  readonly name: string;
}

export interface VersionResult {
  readonly id: string;
  /** `TLS 1.2`. */
  readonly name: string;
  readonly accepted: Tri;
  /** In the order in which the server chose them. */
  readonly suites: readonly SuiteName[];
  /** True if everything that is not listed was refused with evidence. */
  readonly complete: boolean;
}

export interface EndpointResult extends Endpoint {
  readonly reach: Reach;
  /** Why it did not answer, or null. */
  readonly failure: string | null;
  readonly baseline: string;
  /** Why that one: `by fingerprint: Exchange SE RTM Sep26SUv2 on Windows Server 2022`; null in older reports. */
  readonly baseline_reason: string | null;
  readonly connections: number;
  /** How TLS is started; `not-offered`, `refused` and `masked` are answers, `unknown` is none. */
  readonly starttls: 'implicit' | 'offered' | 'not-offered' | 'refused' | 'masked' | 'unknown';
  readonly banner: string | null;
  readonly capabilities: readonly string[];
  readonly versions: readonly VersionResult[];
  readonly order: 'server' | 'client' | 'unknown';
  readonly groups: readonly GroupName[];
  /** Rung of the hello ladder that the server needed, or null. */
  readonly rung: string | null;
  /** What it says it is; null if nothing was asked that tells it or nothing came back, and in older reports. */
  readonly product: ProductResult | null;
  /** Virtual directories that were asked for without signing in; empty if none was, and in older reports. */
  readonly directories: readonly DirectoryResult[];
  /** How the website uses HTTP besides; null if nobody asked or nothing came back, and in older reports. */
  readonly http: HttpResult | null;
  /** Distinct chains in the order found; the first is what a client that sends the name gets. */
  readonly chains: readonly ChainResult[];
}

/** What came back for one virtual directory; texts of the server are hostile. */
export interface DirectoryResult {
  /** `owa`, `activesync`. */
  readonly id: string;
  readonly path: string;
  readonly state: 'present' | 'absent' | 'unknown';
  readonly why: string;
  readonly status: number | null;
  readonly answered_by: 'exchange' | 'iis' | 'other' | null;
  /** The header Server. */
  readonly software: string | null;
  /** `Negotiate`, `NTLM`, `Basic`, `Bearer`. */
  readonly authentication: readonly string[];
  readonly health: 'healthy' | 'not-healthy' | 'unknown' | 'not-asked';
  readonly health_status: number | null;
  readonly servers: readonly string[];
}

export interface HttpResult {
  /** Strict-Transport-Security; `max_age` in seconds. */
  readonly hsts: {
    readonly state: 'sent' | 'not-sent' | 'unknown';
    readonly value: string | null;
    readonly max_age: number | null;
  };
  /** Port 80 of the same address. */
  readonly plain: {
    readonly state: 'not-asked' | 'closed' | 'answered' | 'unknown';
    readonly answers: readonly {
      readonly path: string;
      readonly status: number;
      readonly redirect: string | null;
      readonly authentication: readonly string[];
    }[];
  };
}

export interface ProductResult {
  /** `Exchange 2019 CU14 Nov24SU`, `Exchange`, `Exchange Online`; null if it does not say. May quote the server. */
  readonly name: string | null;
  /** The build that is believed, and where it stood. */
  readonly build: string | null;
  readonly source: string | null;
  readonly family: 'exchange' | 'exchange-online' | 'other' | 'unknown';
  /** `Windows Server 2019`, or several that it may be; null if not known. */
  readonly windows: string | null;
  /** Every one that was seen, the one to believe first; all that follows is hostile text. */
  readonly builds: readonly { readonly value: string; readonly source: string; readonly path: string }[];
  /** Versions in NTLM challenges. */
  readonly windows_versions: readonly string[];
  /** `Microsoft-IIS/10.0`. */
  readonly iis: readonly string[];
  readonly names: readonly { readonly kind: string; readonly value: string; readonly source: string }[];
  /** `authorization_uri` is only there when hybrid modern authentication is on. */
  readonly modern_auth: { readonly tenant: string | null; readonly authorization_uri: string | null } | null;
  readonly front: {
    /** exchange: signs of Exchange and none of anything else, which is no proof. */
    readonly kind: 'exchange' | 'reverse-proxy' | 'load-balancer' | 'mail-gateway' | 'unknown';
    readonly product: string | null;
    readonly clues: readonly {
      readonly kind: 'reverse-proxy' | 'load-balancer' | 'mail-gateway' | 'other-server' | 'other-tls';
      readonly product: string | null;
      readonly seen: string;
    }[];
  };
  /** What answers said differently. */
  readonly disagreements: readonly {
    readonly about: 'build' | 'windows' | 'server-name';
    readonly values: readonly string[];
  }[];
}

export interface ChainResult {
  readonly sni: boolean;
  readonly certificates: readonly Fingerprint[];
  /** How the trust stores judge it; null in reports of version 1.0 of the schema. */
  readonly trust: TrustResult | null;
  /** What Node's TLS made of it, if it completed a session: one more client's opinion. */
  readonly openssl: OpensslResult | null;
}

/**
 * commercial: a root program trusts it; internal: only roots that the operator or this machine brought do;
 * self-signed: nobody else vouches for it; distrusted: it leads to a root that a store had, and no store trusts now;
 * broken: no path is valid; unknown-anchor: no store has the authority; unknown: that cannot be decided.
 */
export type ChainClassification =
  'commercial' | 'internal' | 'self-signed' | 'distrusted' | 'broken' | 'unknown-anchor' | 'unknown';

export interface AnchorResult {
  readonly name: string;
  readonly sha256: Fingerprint;
}

export interface TrustResult {
  readonly classification: ChainClassification;
  /** One sentence; may quote the server. */
  readonly why: string;
  /** The path that this rests on, first certificate first and root last; not all of it need have been sent. */
  readonly path: readonly Fingerprint[];
  readonly anchor: AnchorResult | null;
  /** What is wrong with that path. */
  readonly faults: readonly PathFaultResult[];
  readonly stores: readonly StoreResult[];
  /** Whether more is needed than what was sent and a root. */
  readonly completeness: 'complete' | 'incomplete' | 'unknown' | 'self-signed';
  /** Name of the issuer that was not sent, or null. */
  readonly missing: string | null;
  readonly order: 'ok' | 'out-of-order';
  /** Sent in vain. */
  readonly extra: readonly Fingerprint[];
  /** A root was sent. */
  readonly anchor_sent: boolean;
}

export interface PathFaultResult {
  readonly certificate: Fingerprint;
  readonly subject: string;
  /** `expired`, `name-constraints`, `path-length`... */
  readonly code: string;
  /** `RFC 5280, 6.1.4 (k)`. */
  readonly clause: string;
  readonly why: string;
  /** False: this machine cannot tell. */
  readonly certain: boolean;
}

export interface StoreResult {
  readonly id: 'microsoft' | 'mozilla' | 'system' | 'own' | 'demo';
  readonly title: string;
  /** Dates of the snapshots in words, or null. */
  readonly date: string | null;
  /**
   * distrusted: the store has taken its trust from the root; broken: the path to its root is not valid; no-path: none
   * leads to a root of the store.
   */
  readonly status: 'trusted' | 'distrusted' | 'broken' | 'no-path' | 'unknown';
  readonly anchor: AnchorResult | null;
  readonly why: string;
}

export interface OpensslResult {
  readonly client: string;
  readonly authorized: boolean;
  /** OpenSSL's word for it, or null. */
  readonly code: string | null;
  /** The roots that it was given. */
  readonly roots: string;
}

export interface CertificateResult {
  readonly sha256: Fingerprint;
  /** SHA-1 of the DER, upper-case hex: what Exchange calls the thumbprint. */
  readonly thumbprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serial_number: string;
  readonly not_before: string;
  readonly not_after: string;
  readonly names: readonly string[];
  readonly key: string;
  readonly signature: string;
  readonly self_signed: boolean;
  /** Why parts of it could not be read, or null. */
  readonly fault: string | null;
  /**
   * leaf: first of some chain; issuer: only sent behind others; not-presented: gathered, but in no chain that an
   * endpoint sent. Null in reports of version 1.0 of the schema.
   */
  readonly role: 'leaf' | 'issuer' | 'not-presented' | null;
  /** Whether it is revoked, from all that was stapled and fetched; null in reports of version 1.0 of the schema. */
  readonly revocation: RevocationResult | null;
  /** Ids of the endpoints that send it, in whatever place of a chain. */
  readonly endpoints: readonly string[];
  /** Base64 of the DER. */
  readonly der: string;
}

/** Neither `unknown`, `unreachable` nor `not-asked` is good. */
export interface RevocationResult {
  readonly state: RevocationFact['state'];
  /** RFC 3339, UTC; null unless it is revoked. */
  readonly revoked_at: string | null;
  readonly reason: RevocationReason | null;
  readonly by: RevocationSource | null;
  /** Hostile text. */
  readonly why: string;
}

export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly scope: RuleScope;
}

export interface Summary {
  /** Without those that are waived. */
  readonly fail: Readonly<Record<Severity, number>>;
  /** Absent if there are none. */
  readonly waived?: number;
  readonly unknown: number;
  readonly pass: number;
  readonly not_applicable: number;
  readonly endpoints: number;
  readonly answered: number;
  readonly connections: number;
  /** Ids of endpoints that count as not assessed: named and silent, or alive and not understood. */
  readonly not_assessed: readonly string[];
}

/** Self-contained: it can be read, compared and judged again without the network. */
export interface Report {
  readonly schemaVersion: string;
  readonly tool: { readonly name: 'exchange-tls'; readonly version: string };
  readonly run: RunInfo;
  readonly judged: {
    readonly at: string;
    readonly baseline: string;
    /** The operator chose it; otherwise endpoints whose build is known are judged by the one that fits it. */
    readonly baselineGiven: boolean;
    readonly expiry: { readonly warningDays: number; readonly criticalDays: number };
  };
  readonly summary: Summary;
  readonly targets: readonly Target[];
  readonly endpoints: readonly EndpointResult[];
  readonly certificates: readonly CertificateResult[];
  /** Null in reports of version 1.0 of the schema. */
  readonly names_matrix: NamesMatrix | null;
  /** How clients fare with the endpoints; absent in older reports. */
  readonly clients?: ClientMatrix;
  readonly findings: readonly Finding[];
  /** What came of each waiver; absent if there are none. */
  readonly waivers?: readonly WaiverResult[];
  /** What is not as it was in earlier runs; absent if none was kept. */
  readonly changes?: Comparison;
  /** Who was told of the run and who was not; absent if nobody was to be. */
  readonly notifications?: readonly NotificationResult[];
  readonly rules: readonly RuleInfo[];
  readonly observations: readonly Observation[];
}
