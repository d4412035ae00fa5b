import type { Finding, Outcome, Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';
import type { Summary } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { JudgedEndpoint } from './engine.ts';
import { canStartTls } from './missing-facts.ts';

export function summarize(
  findings: readonly Finding[],
  endpoints: readonly JudgedEndpoint[],
  targets: readonly Target[],
  observations: readonly Observation[],
): Summary {
  const count = (outcome: Outcome): number => findings.filter((one) => one.outcome === outcome).length;
  const failures = (severity: Severity): number =>
    findings.filter((one) => one.outcome === 'fail' && one.waived === undefined && one.severity === severity)
      .length;
  const waived = findings.filter((one) => one.waived !== undefined).length;
  return {
    fail: Object.fromEntries(SEVERITIES.map((severity) => [severity, failures(severity)])) as Record<
      Severity,
      number
    >,
    ...(waived === 0 ? {} : { waived }),
    unknown: count('unknown'),
    pass: count('pass'),
    not_applicable: count('not-applicable'),
    endpoints: endpoints.length,
    answered: endpoints.filter((one) => reachOf(one) === 'answered').length,
    connections: observations.reduce((sum, { connections }) => sum + connections, 0),
    not_assessed: notAssessed(endpoints, targets),
  };
}

/**
 * Endpoints that the operator named and that gave no answer, those that are alive and were not understood, and all of a
 * host of which nothing answered: a host without an endpoint stands there by its name.
 */
function notAssessed(endpoints: readonly JudgedEndpoint[], targets: readonly Target[]): readonly string[] {
  const alive = new Set(
    endpoints.filter((one) => reachOf(one) === 'answered').map(({ endpoint }) => endpoint.host),
  );
  const missed = endpoints.filter((one) => !alive.has(one.endpoint.host) || isMissed(one));
  const known = new Set(endpoints.map(({ endpoint }) => endpoint.host));
  const absent = targets.map(({ host }) => host).filter((host) => !known.has(host));
  return [...new Set([...missed.map(({ endpoint }) => endpoint.id), ...absent])];
}

function isMissed(one: JudgedEndpoint): boolean {
  switch (reachOf(one)) {
    case 'answered':
      return canStartTls(one.facts) && !one.facts.versions.known;
    case 'not-enabled':
      return false;
    case 'unreachable':
      return one.endpoint.named;
    case 'unknown':
      return true;
  }
}

function reachOf({
  facts: { reach },
}: JudgedEndpoint): 'answered' | 'not-enabled' | 'unreachable' | 'unknown' {
  return reach.known ? reach.value.state : 'unknown';
}
