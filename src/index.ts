/**
 * exchange-tls as a library: ask, judge, report. Nothing here prints, exits or reads files.
 */
export { parseBaseline } from './config/baseline-file.ts';
export { ConfigError } from './config/config-error.ts';
export { parseRunOptions, type RunOptions, type RunOptionsInput } from './config/options.ts';
export { linesJsonSchema } from './config/lines-schema.ts';
export { parseSavedReport, reportJsonSchema } from './config/saved-report.ts';
export { parseTargetArgument } from './config/target-argument.ts';
export { parseTargets, type TargetsFile } from './config/targets-file.ts';
export type { Baseline } from './exchange/baseline.ts';
export { baseline, BASELINES } from './exchange/baselines.ts';
export {
  combineExitParts,
  exitCode,
  exitCodeOf,
  exitParts,
  type ExitParts,
  NO_PARTS,
} from './judge/exit-code.ts';
export { gatheredOf } from './judge/gathered-of.ts';
export type { Endpoint } from './model/endpoint.ts';
export { FAILURE_CODES, type Failure, type FailureCode } from './model/failure.ts';
export { type Finding, type Outcome, SEVERITIES, type Severity, type Tri } from './model/finding.ts';
export type * from './model/observation.ts';
export { PROTOCOLS, type Protocol, STANDARD_ENDPOINTS } from './model/protocol.ts';
export type { Pressure, PressureSign } from './model/pressure.ts';
export type { Depth, Gathered, Report, RunInfo } from './model/report.ts';
export type { Target, TargetPace, TargetService } from './model/target.ts';
export type { Dial, DialResult } from './net/dial.ts';
export type { Resolve, ResolveResult } from './net/resolve.ts';
export { realWorld, type World } from './net/world.ts';
export {
  gather,
  gatherEach,
  judge,
  type JudgeSettings,
  observe,
  scan,
  scanEach,
  type ScanSettings,
} from './pipeline.ts';
export type { EndpointLine, JsonLine, SummaryLine, TargetLine } from './reporters/jsonl-line.ts';
export { render, type RenderOptions, type Reporter, REPORTERS } from './reporters/index.ts';
export type { Rule } from './rules/rule.ts';
export { RULES } from './rules/index.ts';
export type { ScanEvent } from './scan/observe.ts';
export { VERSION } from './version.ts';
