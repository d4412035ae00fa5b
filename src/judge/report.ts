import type { Certificate } from '../certs/certificate.ts';
import type { ChainTrust } from '../certs/trust/chain-trust.ts';
import type { DomainFacts } from '../facts/domain/types.ts';
import type { ClientMatrix } from '../model/clients.ts';
import type { Finding } from '../model/finding.ts';
import type { Gathered, Report, RuleInfo } from '../model/report.ts';
import { SCHEMA_VERSION } from '../model/report.ts';
import type { RevocationFact } from '../model/revocation.ts';
import type { WaiverResult } from '../model/waiver.ts';
import type { Rule } from '../rules/rule.ts';
import { certificateResults } from './certificate-result.ts';
import { endpointResult } from './endpoint-result.ts';
import type { JudgedEndpoint } from './engine.ts';
import { namesMatrix } from './names-matrix.ts';
import { summarize } from './summary.ts';

/** Everything that a report is made of. */
export interface Verdicts {
  readonly gathered: Gathered;
  readonly judged: Report['judged'];
  /** Version of the program. */
  readonly version: string;
  readonly endpoints: readonly JudgedEndpoint[];
  readonly certificates: readonly Certificate[];
  readonly trustOf: (chain: readonly Certificate[]) => ChainTrust;
  readonly revocationOf: (certificate: Certificate) => RevocationFact;
  /** Mail domains that were asked about. */
  readonly domains: readonly DomainFacts[];
  /** Null if nobody wants it. */
  readonly clients: ClientMatrix | null;
  readonly findings: readonly Finding[];
  readonly waivers: readonly WaiverResult[];
  readonly rules: readonly Rule[];
}

export function buildReport(verdicts: Verdicts): Report {
  const { gathered, endpoints, findings } = verdicts;
  const results = endpoints.map((one) => endpointResult(one, verdicts.trustOf));
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'exchange-tls', version: verdicts.version },
    run: gathered.run,
    judged: verdicts.judged,
    summary: summarize(findings, endpoints, gathered.targets, gathered.observations),
    targets: gathered.targets,
    endpoints: results,
    certificates: certificateResults(verdicts.certificates, results, verdicts.revocationOf),
    names_matrix: namesMatrix(endpoints, verdicts.domains),
    ...(verdicts.clients === null ? {} : { clients: verdicts.clients }),
    findings,
    ...(verdicts.waivers.length === 0 ? {} : { waivers: verdicts.waivers }),
    rules: ruleInfos(verdicts.rules),
    observations: gathered.observations,
  };
}

/** A fleet gets a report for each target, all by one list of rules. */
function ruleInfos(rules: readonly Rule[]): readonly RuleInfo[] {
  const known = INFOS.get(rules);
  if (known !== undefined) return known;
  const made = rules.map(({ id, title, severity, scope }) => ({ id, title, severity, scope }));
  INFOS.set(rules, made);
  return made;
}

const INFOS = new WeakMap<readonly Rule[], readonly RuleInfo[]>();
