import type { Baseline } from '../exchange/baseline.ts';
import type { EndpointFacts, EndpointFactSet, FactName } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Finding } from '../model/finding.ts';
import type { Target } from '../model/target.ts';
import type {
  CertificateRule,
  EndpointRule,
  OrganizationRule,
  PresentedCertificate,
  Rule,
  RuleContext,
} from '../rules/rule.ts';
import { toFinding, verdictsOf } from './finding.ts';
import { answerForMissing } from './missing-facts.ts';
import { presentedCertificates } from './presented-certificates.ts';

/** An endpoint with what is known about it and what it is judged by. */
export interface JudgedEndpoint {
  readonly endpoint: Endpoint;
  readonly facts: EndpointFactSet;
  readonly target: Target;
  readonly baseline: Baseline;
}

export interface EngineInput {
  readonly endpoints: readonly JudgedEndpoint[];
  readonly targets: readonly Target[];
  /** Its baseline is that of the run; endpoints bring their own. */
  readonly context: RuleContext;
}

/**
 * Applies the rules one after the other. For an endpoint whose facts do not suffice it answers in the rule's place: a
 * rule sees the facts that it names, known, and no others.
 */
export function applyRules(rules: readonly Rule[], input: EngineInput): readonly Finding[] {
  const presented = presentedCertificates(input.endpoints);
  const demands = new Map(input.endpoints.map(({ endpoint, baseline }) => [endpoint.id, baseline]));
  return rules.flatMap((rule) => {
    switch (rule.scope) {
      case 'endpoint':
        return judgeEndpoints(rule, widen(rule), input);
      case 'certificate':
        return [...judgeCertificates(rule, presented, demands, input.context), ...judgeUnseen(rule, input)];
      case 'organization':
        return judgeOrganization(rule, widen(rule), input);
    }
  });
}

function judgeEndpoints(rule: Rule, wide: EndpointRule, { endpoints, context }: EngineInput): Finding[] {
  return endpoints.flatMap(({ endpoint, facts, target, baseline }) => {
    const place = { ...context, baseline, endpoint, target };
    const verdicts = verdictsOf(
      rule,
      () => answerForMissing(wide.needs, facts) ?? wide.check(known(wide.needs, facts), place),
    );
    const evidence = wide.needs.flatMap((name) => facts[name].evidence);
    return verdicts.map((verdict) => toFinding(rule, verdict, { ...about(endpoint), evidence }));
  });
}

function judgeCertificates(
  rule: CertificateRule,
  certificates: readonly PresentedCertificate[],
  demands: ReadonlyMap<string, Baseline>,
  context: RuleContext,
): Finding[] {
  const judged = certificates.filter(({ role }) => rule.roles === 'all' || role === 'leaf');
  return judged.flatMap((presented) => {
    const { certificate, endpoints, evidence } = presented;
    const baselines = endpoints.flatMap(({ id }) => demands.get(id) ?? []);
    const baseline = strictest(baselines) ?? context.baseline;
    const verdicts = verdictsOf(rule, () => rule.check(presented, { ...context, baseline }));
    const subject = { certificate: certificate.sha256 };
    const ids = endpoints.map(({ id }) => id);
    return verdicts.map((verdict) => toFinding(rule, verdict, { subject, evidence, endpoints: ids }));
  });
}

/** Endpoints of which no certificate is known: a rule that says nothing about them would look like one that passes. */
function judgeUnseen(rule: CertificateRule, { endpoints }: EngineInput): Finding[] {
  return endpoints.flatMap(({ endpoint, facts }) => {
    const verdict = answerForMissing(['chains'], facts);
    return verdict === null || facts.chains.known
      ? []
      : [toFinding(rule, verdict, { ...about(endpoint), evidence: [] })];
  });
}

function judgeOrganization(
  rule: Rule,
  wide: OrganizationRule,
  { endpoints, targets, context }: EngineInput,
): Finding[] {
  const views = endpoints.map(({ endpoint, facts }) => ({
    endpoint,
    facts: pick(wide.needs, facts),
  }));
  const verdicts = verdictsOf(rule, () => wide.check(views, { ...context, targets }));
  return verdicts.map((verdict) => toFinding(rule, verdict, { subject: {}, evidence: [], endpoints: [] }));
}

function about(endpoint: Endpoint): Pick<Parameters<typeof toFinding>[2], 'subject' | 'endpoints'> {
  return { subject: { host: endpoint.host, endpoint: endpoint.id }, endpoints: [endpoint.id] };
}

/** Rules on certificates read one value of a baseline, the smallest key: the largest demand of its endpoints counts. */
function strictest(baselines: readonly Baseline[]): Baseline | undefined {
  return baselines.toSorted((one, other) => other.minRsaBits - one.minRsaBits)[0];
}

// The list of rules has erased which facts each one takes; `needs` says so, and these hand over exactly those.
function widen(rule: EndpointRule<never>): EndpointRule;
function widen(rule: OrganizationRule<never>): OrganizationRule;
function widen(rule: unknown): unknown {
  return rule;
}

function known(needs: readonly FactName[], facts: EndpointFactSet): EndpointFacts {
  const entries = needs.map((name) => {
    const fact = facts[name];
    return [name, fact.known ? fact.value : undefined] as const;
  });
  return Object.fromEntries(entries) as unknown as EndpointFacts;
}

function pick(needs: readonly FactName[], facts: EndpointFactSet): EndpointFactSet {
  return Object.fromEntries(needs.map((name) => [name, facts[name]])) as unknown as EndpointFactSet;
}
