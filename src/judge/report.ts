import type { Certificate } from '../certs/certificate.ts';
import type { Finding } from '../model/finding.ts';
import type { Gathered, Report, RuleInfo } from '../model/report.ts';
import { SCHEMA_VERSION } from '../model/report.ts';
import type { Rule } from '../rules/rule.ts';
import { certificateResult } from './certificate-result.ts';
import { endpointResult } from './endpoint-result.ts';
import type { JudgedEndpoint } from './engine.ts';
import { summarize } from './summary.ts';

/** Everything that a report is made of. */
export interface Verdicts {
  readonly gathered: Gathered;
  readonly judged: Report['judged'];
  /** Version of the program. */
  readonly version: string;
  readonly endpoints: readonly JudgedEndpoint[];
  readonly certificates: readonly Certificate[];
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];
}

export function buildReport(verdicts: Verdicts): Report {
  const { gathered, endpoints, findings } = verdicts;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'exchange-tls', version: verdicts.version },
    run: gathered.run,
    judged: verdicts.judged,
    summary: summarize(findings, endpoints, gathered.targets, gathered.observations),
    targets: gathered.targets,
    endpoints: endpoints.map(endpointResult),
    certificates: verdicts.certificates.map(certificateResult),
    findings,
    rules: verdicts.rules.map(ruleInfo),
    observations: gathered.observations,
  };
}

function ruleInfo({ id, title, severity, scope }: Rule): RuleInfo {
  return { id, title, severity, scope };
}
