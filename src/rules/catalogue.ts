import type { RuleScope, Severity } from '../model/finding.ts';
import { RULES } from './index.ts';
import type { Reference } from './rule.ts';

/** What a rule says of itself, without how it judges. */
export interface RuleDescription {
  /** `tls/weak-cipher`: what findings name it by. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly scope: RuleScope;
  /** Why it matters, for a reader who has to decide. */
  readonly why: string;
  /** What mends it: exact commands or settings, one a line. */
  readonly fix: readonly string[];
  readonly references: readonly Reference[];
}

/** Every rule, in the order in which reports list them. */
export const CATALOGUE: readonly RuleDescription[] = RULES.map(
  ({ id, title, severity, scope, why, fix, references }) => ({
    id,
    title,
    severity,
    scope,
    why,
    fix,
    references,
  }),
);
