import type { EndpointFactSet, FactName } from '../facts/types.ts';
import { FAILURE_CODES } from '../model/failure.ts';
import type { Verdict } from '../rules/rule.ts';

/** The answer in place of a rule whose facts are not there; null if the rule can judge. */
export function answerForMissing(needs: readonly FactName[], facts: EndpointFactSet): Verdict | null {
  const { reach } = facts;
  if (!reach.known) return { outcome: 'unknown', message: reach.why, evidence: reach.evidence };
  const { state, failure } = reach.value;
  if (state === 'not-enabled') {
    return {
      outcome: 'not-applicable',
      message: 'not enabled: nothing listens here',
      evidence: reach.evidence,
    };
  }
  if (state === 'unreachable') {
    const why = failure === null ? 'no answer' : FAILURE_CODES[failure.code];
    return { outcome: 'unknown', message: `not reached: ${why}`, evidence: reach.evidence };
  }
  const missing = needs.flatMap((name) => {
    const fact = facts[name];
    return fact.known ? [] : [fact];
  });
  const [first] = missing;
  if (first === undefined) return null;
  if (!needs.includes('starttls') && !canStartTls(facts)) {
    return {
      outcome: 'not-applicable',
      message: 'TLS cannot be started here: see the rules on STARTTLS',
      evidence: facts.starttls.evidence,
    };
  }
  return { outcome: 'unknown', message: first.why, evidence: missing.flatMap(({ evidence }) => evidence) };
}

/** False only if the server, or something on the way, is known to leave no way to TLS. */
export function canStartTls({ starttls }: EndpointFactSet): boolean {
  return !starttls.known || starttls.value.state === 'implicit' || starttls.value.state === 'offered';
}
