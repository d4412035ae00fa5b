import type { Certificate } from '../certs/certificate.ts';
import type { Baseline } from '../exchange/baseline.ts';
import type { EndpointFacts, EndpointFactSet, FactName } from '../facts/types.ts';
import type { DomainFacts } from '../facts/domain/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Finding, Subject } from '../model/finding.ts';
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
import type { RevocationFacts } from './revocation-facts.ts';

/** An endpoint with what is known about it and what it is judged by. */
export interface JudgedEndpoint {
  readonly endpoint: Endpoint;
  readonly facts: EndpointFactSet;
  readonly target: Target;
  readonly baseline: Baseline;
  /** Why that one, in words; absent where nobody asks. */
  readonly baselineReason?: string | null;
}

export interface EngineInput {
  readonly endpoints: readonly JudgedEndpoint[];
  readonly targets: readonly Target[];
  /** Mail domains that were asked about; none if absent. */
  readonly domains?: readonly DomainFacts[];
  /** Its baseline is that of the run; endpoints bring their own. */
  readonly context: RuleContext;
  /** What is known about a certificate being revoked. */
  readonly revocation: (certificate: Certificate) => RevocationFacts;
}

/**
 * Applies the rules one after the other. For an endpoint whose facts do not suffice it answers in the rule's place: a
 * rule sees the facts that it names, known, and no others.
 */
export function applyRules(rules: readonly Rule[], input: EngineInput): readonly Finding[] {
  const byHost = groupByHost(input.endpoints);
  const places = input.endpoints.map((judged) =>
    placeOf(judged, input.context, byHost.get(judged.endpoint.host) ?? []),
  );
  const presented = presentedCertificates(input.endpoints, input.revocation);
  const demands = new Map(input.endpoints.map(({ endpoint, baseline }) => [endpoint.id, baseline]));
  return rules.flatMap((rule) => {
    switch (rule.scope) {
      case 'endpoint':
        return judgeEndpoints(rule, widen(rule), places);
      case 'certificate':
        return [...judgeCertificates(rule, presented, demands, input.context), ...judgeUnseen(rule, input)];
      case 'organization':
        return judgeOrganization(rule, widen(rule), input);
    }
  });
}

/** An endpoint with all that every rule is told of it, put together once. */
interface Place {
  readonly facts: EndpointFactSet;
  readonly context: Parameters<EndpointRule['check']>[1];
  readonly subject: Subject;
  readonly endpoints: readonly string[];
}

function placeOf(
  { endpoint, facts, target, baseline }: JudgedEndpoint,
  context: RuleContext,
  sameHost: readonly JudgedEndpoint[],
): Place {
  return {
    facts,
    context: Object.assign({}, context, { baseline, endpoint, target, uses: pick([], facts), sameHost }),
    subject: subjectOf(endpoint),
    endpoints: [endpoint.id],
  };
}

function groupByHost(endpoints: readonly JudgedEndpoint[]): ReadonlyMap<string, readonly JudgedEndpoint[]> {
  const groups = new Map<string, JudgedEndpoint[]>();
  for (const judged of endpoints) {
    const group = groups.get(judged.endpoint.host);
    if (group === undefined) groups.set(judged.endpoint.host, [judged]);
    else group.push(judged);
  }
  return groups;
}

function judgeEndpoints(rule: Rule, wide: EndpointRule, places: readonly Place[]): Finding[] {
  return places.flatMap(({ facts, context, subject, endpoints }) => {
    const verdicts = verdictsOf(
      rule,
      () =>
        answerForMissing(wide.needs, facts) ??
        wide.check(
          known(wide.needs, facts),
          wide.uses === undefined ? context : { ...context, uses: pick(wide.uses, facts) },
        ),
    );
    const evidence = wide.needs.flatMap((name) => facts[name].evidence);
    const about = { subject, evidence, endpoints };
    return verdicts.map((verdict) => toFinding(rule, verdict, about));
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
    const about = { subject, evidence, endpoints: endpoints.map(({ id }) => id) };
    return verdicts.map((verdict) => toFinding(rule, verdict, about));
  });
}

/** Endpoints of which no certificate is known: a rule that says nothing about them would look like one that passes. */
function judgeUnseen(rule: CertificateRule, { endpoints }: EngineInput): Finding[] {
  return endpoints.flatMap(({ endpoint, facts }) => {
    const verdict = answerForMissing(['chains'], facts);
    return verdict === null || facts.chains.known
      ? []
      : [toFinding(rule, verdict, { subject: subjectOf(endpoint), evidence: [], endpoints: [endpoint.id] })];
  });
}

function judgeOrganization(
  rule: Rule,
  wide: OrganizationRule,
  { endpoints, targets, domains = [], context }: EngineInput,
): Finding[] {
  const views = endpoints.map(({ endpoint, facts }) => ({
    endpoint,
    facts: pick(wide.needs, facts),
  }));
  const verdicts = verdictsOf(rule, () => wide.check(views, { ...context, targets, domains }));
  return verdicts.map((verdict) => toFinding(rule, verdict, { subject: {}, evidence: [], endpoints: [] }));
}

function subjectOf({ host, id }: Endpoint): Subject {
  return { host, endpoint: id };
}

/** Rules on certificates read one value of a baseline, the smallest key: the largest demand of its endpoints counts. */
function strictest(baselines: readonly Baseline[]): Baseline | undefined {
  return baselines.toSorted((one, other) => other.minRsaBits - one.minRsaBits)[0];
}

// The list of rules has erased which facts each one takes; `needs` says so, and these hand over exactly those.
function widen(rule: EndpointRule<never, never>): EndpointRule;
function widen(rule: OrganizationRule<never>): OrganizationRule;
function widen(rule: unknown): unknown {
  return rule;
}

function known(needs: readonly FactName[], facts: EndpointFactSet): EndpointFacts {
  const values: Partial<Record<FactName, unknown>> = {};
  for (const name of needs) {
    const fact = facts[name];
    values[name] = fact.known ? fact.value : undefined;
  }
  return values as unknown as EndpointFacts;
}

function pick(needs: readonly FactName[], facts: EndpointFactSet): EndpointFactSet {
  const picked: Partial<Record<FactName, unknown>> = {};
  for (const name of needs) picked[name] = facts[name];
  return picked as unknown as EndpointFactSet;
}
