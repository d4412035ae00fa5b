import type { AnchorTable } from '../certs/anchors.ts';
import type { Certificate } from '../certs/certificate.ts';
import type { Baseline } from '../exchange/baseline.ts';
import { BASELINES } from '../exchange/baselines.ts';
import type { EndpointFactSet } from '../facts/types.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Gathered, Report } from '../model/report.ts';
import { RULES } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { applyRules } from './engine.ts';
import { baselineOf, targetOf } from './judged-by.ts';
import { buildReport } from './report.ts';

export interface JudgeOptions {
  /** The moment judged at, milliseconds since 1970. */
  readonly now: number;
  /** Version of the program, for the report. */
  readonly version: string;
  /** For every host that names none. */
  readonly baseline: Baseline;
  /** The operator's own baselines, which targets may name; the built-in ones are always known. */
  readonly baselines?: readonly Baseline[];
  readonly expiry: { readonly warningDays: number; readonly criticalDays: number };
  readonly anchors: AnchorTable;
  /** The organization's own certification authorities. */
  readonly authorities: readonly Certificate[];
  /** All rules if absent. */
  readonly rules?: readonly Rule[];
}

/** Judges by facts, wherever they come from. Throws ConfigError if a target names a baseline that is not known. */
export function judgeFacts(
  gathered: Gathered,
  certificates: ReadonlyMap<string, Certificate>,
  facts: (endpoint: Endpoint) => EndpointFactSet,
  options: JudgeOptions,
): Report {
  const { now, version, baseline, expiry, anchors, authorities, rules = RULES } = options;
  const known = [...(options.baselines ?? []), baseline, ...BASELINES];
  const endpoints = gathered.endpoints.map((endpoint) => {
    const target = targetOf(endpoint, gathered.targets);
    return { endpoint, target, baseline: baselineOf(target, baseline, known), facts: facts(endpoint) };
  });
  const context = { now, baseline, expiry, anchors, authorities };
  return buildReport({
    gathered,
    judged: { at: new Date(now).toISOString(), baseline: baseline.id, expiry },
    version,
    endpoints,
    certificates: [...certificates.values()],
    findings: applyRules(rules, { endpoints, targets: gathered.targets, context }),
    rules,
  });
}
