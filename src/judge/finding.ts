import type { Finding, Subject } from '../model/finding.ts';
import { thrown } from '../model/thrown.ts';
import { oneLine } from '../rules/powershell.ts';
import type { Rule, Verdict } from '../rules/rule.ts';

/** What a finding has where the verdict says nothing of its own. */
export interface FindingContext {
  readonly subject: Subject;
  readonly evidence: readonly string[];
  readonly endpoints: readonly string[];
}

/** Makes the finding of a verdict. Its id is the rule, what it is about and the name that narrows it. */
export function toFinding(rule: Rule, verdict: Verdict, context: FindingContext): Finding {
  // Spread is several times slower in Node 20, and a fleet has some thirty findings for each endpoint.
  const subject: Subject = Object.assign({}, context.subject, verdict.subject);
  const about = subject.endpoint ?? subject.certificate ?? subject.host;
  return {
    id: [rule.id, about, subject.name].filter((part) => part !== undefined).join('|'),
    rule: rule.id,
    outcome: verdict.outcome,
    severity: verdict.severity ?? rule.severity,
    subject,
    message: verdict.message,
    // Whatever a server calls itself, a line stays one line.
    fix: verdict.outcome === 'fail' ? (verdict.fix ?? rule.fix).map(oneLine) : [],
    evidence: [...new Set(verdict.evidence ?? context.evidence)],
    endpoints: verdict.endpoints ?? context.endpoints,
  };
}

/** The verdicts of a rule; one that throws is a fault of the rule and says nothing about the server. */
export function verdictsOf(rule: Rule, check: () => Verdict | readonly Verdict[]): readonly Verdict[] {
  try {
    const verdicts = check();
    return isList(verdicts) ? verdicts : [verdicts];
  } catch (error) {
    return [{ outcome: 'unknown', message: `the rule ${rule.id} broke off: ${thrown(error).message}` }];
  }
}

function isList(verdicts: Verdict | readonly Verdict[]): verdicts is readonly Verdict[] {
  return Array.isArray(verdicts);
}
