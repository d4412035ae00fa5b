import type { Certificate } from '../certs/certificate.ts';
import type { AnchorTable } from '../certs/anchors.ts';
import type { Baseline } from '../exchange/baseline.ts';
import type { EndpointFacts, EndpointView, FactName, PresentedChain } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Outcome, Severity, Subject } from '../model/finding.ts';
import type { Target } from '../model/target.ts';

/** What a rule may know besides the facts. */
export interface RuleContext {
  /** Milliseconds since 1970: the moment judged at, not the clock. */
  readonly now: number;
  readonly baseline: Baseline;
  readonly expiry: { readonly warningDays: number; readonly criticalDays: number };
  readonly anchors: AnchorTable;
  /** The organization's own roots. */
  readonly authorities: readonly Certificate[];
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
export interface EndpointRule<K extends FactName = FactName> extends RuleText {
  readonly scope: 'endpoint';
  readonly needs: readonly K[];
  check(
    facts: { readonly [N in K]: EndpointFacts[N] },
    context: RuleContext & { readonly endpoint: Endpoint; readonly target: Target },
  ): Verdict | readonly Verdict[];
}

/** One certificate with every chain that it is the leaf of, and the endpoints that present it. */
export interface PresentedCertificate {
  readonly certificate: Certificate;
  readonly role: 'leaf' | 'issuer';
  readonly endpoints: readonly Endpoint[];
  readonly chains: readonly PresentedChain[];
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
    context: RuleContext & { readonly targets: readonly Target[] },
  ): Verdict | readonly Verdict[];
}

// A rule's own fact names are erased here, after they have been checked: the engine hands over what `needs` lists.
export type Rule = EndpointRule<never> | CertificateRule | OrganizationRule<never>;

export function endpointRule<const K extends FactName>(rule: EndpointRule<K>): EndpointRule<never> {
  return rule as unknown as EndpointRule<never>;
}

export function certificateRule(rule: CertificateRule): CertificateRule {
  return rule;
}

export function organizationRule<const K extends FactName>(
  rule: OrganizationRule<K>,
): OrganizationRule<never> {
  return rule as unknown as OrganizationRule<never>;
}
