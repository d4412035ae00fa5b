import type { Endpoint } from './endpoint.ts';
import type { Finding, RuleScope, Severity, Tri } from './finding.ts';
import type { Fingerprint, Observation } from './observation.ts';
import type { Pressure } from './pressure.ts';
import type { Target } from './target.ts';

/** The second part grows with additions, the first with anything that an old reader would trip over. */
export const SCHEMA_VERSION = '1.0';

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
  /** Distinct chains in the order found; the first is what a client that sends the name gets. */
  readonly chains: readonly { readonly sni: boolean; readonly certificates: readonly Fingerprint[] }[];
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
  /** Base64 of the DER. */
  readonly der: string;
}

export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly scope: RuleScope;
}

export interface Summary {
  readonly fail: Readonly<Record<Severity, number>>;
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
    readonly expiry: { readonly warningDays: number; readonly criticalDays: number };
  };
  readonly summary: Summary;
  readonly targets: readonly Target[];
  readonly endpoints: readonly EndpointResult[];
  readonly certificates: readonly CertificateResult[];
  readonly findings: readonly Finding[];
  readonly rules: readonly RuleInfo[];
  readonly observations: readonly Observation[];
}
