import type { DomainFacts } from '../facts/domain/types.ts';
import type { EndpointView, FactName } from '../facts/types.ts';
import type { OrganizationRule, RuleContext, Verdict } from './rule.ts';
import { organizationRule } from './rule.ts';

/** A rule on the organization that is judged for each of its mail domains. */
export interface DomainRule<K extends FactName> extends Omit<OrganizationRule<K>, 'check' | 'scope'> {
  check(
    facts: DomainFacts,
    context: RuleContext & {
      /** What is known about the endpoints of the run. */
      readonly endpoints: readonly EndpointView<K>[];
    },
  ): Verdict | readonly Verdict[];
}

/** The subject of each verdict is the name of the domain, unless the verdict has one of its own. */
export function domainRule<const K extends FactName>(rule: DomainRule<K>): OrganizationRule<never> {
  return organizationRule<K>({
    ...rule,
    scope: 'organization',
    check(endpoints, { domains, ...context }): readonly Verdict[] {
      if (domains.length === 0) return [{ outcome: 'not-applicable', message: NO_DOMAIN }];
      return domains.flatMap((facts) =>
        [rule.check(facts, { ...context, endpoints })]
          .flat()
          .map((verdict) => ({ ...verdict, subject: { name: facts.domain, ...verdict.subject } })),
      );
    },
  });
}

const NO_DOMAIN =
  'no mail domain was asked about: name them with --domain or in "domains" of the targets file';
