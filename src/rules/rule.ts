import type { Certificate } from '../certs/certificate.ts';
import type { ChainTrust } from '../certs/trust/chain-trust.ts';
import type { Baseline } from '../exchange/baseline.ts';
import type { EndpointFacts, EndpointView, Fact, FactName, PresentedChain } from '../facts/types.ts';
import type { DomainFacts } from '../facts/domain/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Outcome, Severity, Subject } from '../model/finding.ts';
import type { Depth } from '../model/report.ts';
import type { RevocationFact } from '../model/revocation.ts';
import type { Target } from '../model/target.ts';

/** What a rule may know besides the facts. */
export interface RuleContext {
  /** Milliseconds since 1970: the moment judged at, not the clock. */
  readonly now: number;
  readonly baseline: Baseline;
  /** How much was asked: what a check does not ask for is no gap in it. */
  readonly depth: Depth;
  readonly expiry: { readonly warningDays: number; readonly criticalDays: number };
  /** What the trust stores make of a chain, first certificate first; the same chain is judged once. */
  readonly trustOf: (chain: readonly Certificate[]) => ChainTrust;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** Commands filled in with what was seen; the rule's own text if absent. */
  readonly fix?: readonly string[];
  /** Ids of observations; those of all needed facts if absent. */
  readonly evidence?: readonly string[];
  /** Narrows the subject, for a rule that says several things about one endpoint or organization. */
  readonly subject?: Subject;
  /** Endpoints concerned, for verdicts on an organization. */
  readonly endpoints?: readonly string[];
}

export interface Reference {
  readonly title: string;
  readonly url: string;
}

interface RuleText {
  /** Its path below rules/, without the ending: `tls/weak-cipher`. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters, for a reader who has to decide. */
  readonly why: string;
  /** What mends it: exact commands or settings, one a line. */
  readonly fix: readonly string[];
  readonly references: readonly Reference[];
}

/** Judges one endpoint by the facts that it names. */
export interface EndpointRule<K extends FactName = FactName, U extends FactName = FactName> extends RuleText {
  readonly scope: 'endpoint';
  readonly needs: readonly K[];
  /** Facts that it can do without: handed over as `uses` of the context, known or not. */
  readonly uses?: readonly U[];
  check(
    facts: { readonly [N in K]: EndpointFacts[N] },
    context: RuleContext & {
      readonly endpoint: Endpoint;
      readonly target: Target;
      readonly uses: { readonly [N in U]: Fact<EndpointFacts[N]> };
      /** All endpoints of the host, the judged one among them, with the same facts, known or not. */
      readonly sameHost: readonly EndpointView<K | U>[];
    },
  ): Verdict | readonly Verdict[];
}

/** A chain with the endpoints that send it: two of them may send the same certificate with other issuers. */
export interface SeenChain extends PresentedChain {
  readonly endpoints: readonly Endpoint[];
}

/** One certificate with every chain that it is the leaf of, and the endpoints that present it. */
export interface SeenCertificate {
  readonly certificate: Certificate;
  readonly role: 'leaf' | 'issuer';
  readonly endpoints: readonly Endpoint[];
  readonly chains: readonly SeenChain[];
  readonly evidence: readonly string[];
}

/** The same with what came of asking whether it was revoked. */
export interface PresentedCertificate extends SeenCertificate {
  /** Chains in which it stands behind others. */
  readonly behind: readonly PresentedChain[];
  /** By what was stapled and fetched; `not-asked` where nothing was. */
  readonly revocation: RevocationFact;
  /** Endpoints whose handshakes show whether they send an OCSP answer with it (RFC 6066, 8). */
  readonly stapling: readonly Stapling[];
}

export interface Stapling {
  /** Id of the endpoint. */
  readonly endpoint: string;
  readonly stapled: boolean;
  readonly evidence: readonly string[];
}

/** Judges one certificate wherever it is presented. */
export interface CertificateRule extends RuleText {
  readonly scope: 'certificate';
  /** Judge only leaves, or every certificate that was presented. */
  readonly roles: 'leaf' | 'all';
  check(presented: PresentedCertificate, context: RuleContext): Verdict | readonly Verdict[];
}

/** Judges what endpoints of one organization show side by side. */
export interface OrganizationRule<K extends FactName = FactName> extends RuleText {
  readonly scope: 'organization';
  readonly needs: readonly K[];
  check(
    endpoints: readonly EndpointView<K>[],
    context: RuleContext & {
      readonly targets: readonly Target[];
      /** Mail domains that were asked about. */
      readonly domains: readonly DomainFacts[];
    },
  ): Verdict | readonly Verdict[];
}

// A rule's own fact names are erased here, after they have been checked: the engine hands over what `needs` lists.
export type Rule = EndpointRule<never, never> | CertificateRule | OrganizationRule<never>;

export function endpointRule<const K extends FactName, const U extends FactName = never>(
  rule: EndpointRule<K, U>,
): EndpointRule<never, never> {
  return rule as unknown as EndpointRule<never, never>;
}

export function certificateRule(rule: CertificateRule): CertificateRule {
  return rule;
}

export function organizationRule<const K extends FactName>(
  rule: OrganizationRule<K>,
): OrganizationRule<never> {
  return rule as unknown as OrganizationRule<never>;
}
