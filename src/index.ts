/**
 * exchange-tls as a library: ask, judge, report. Nothing here prints, exits or reads files.
 */
export { parseBaseline } from './config/baseline-file.ts';
export { parseClients } from './config/clients-file.ts';
export { ConfigError } from './config/config-error.ts';
export { parseRunOptions, type RunOptions, type RunOptionsInput } from './config/options.ts';
export { linesJsonSchema } from './config/lines-schema.ts';
export { parseSavedReport, reportJsonSchema } from './config/saved-report.ts';
export { parseTargetArgument } from './config/target-argument.ts';
export { parseTargets, type TargetsFile } from './config/targets-file.ts';
export { parseWaivers } from './config/waivers-file.ts';
export { compareReports, isWorse } from './history/compare.ts';
export type { Standing, StoreId, StoreRoot, TrustStore } from './certs/trust/store.ts';
export { publicStores } from './certs/trust/public-stores.ts';
export { storesFor, type Trusting } from './certs/trust/stores-for.ts';
export { parseCertificate } from './certs/parse.ts';
export type { Certificate } from './certs/certificate.ts';
export type { Baseline } from './exchange/baseline.ts';
export { baseline, BASELINES } from './exchange/baselines.ts';
export { CLIENTS, CLIENTS_AS_OF } from './exchange/clients/index.ts';
export type { Client } from './exchange/clients/client.ts';
export { bringToBaseline } from './judge/bring-to-baseline.ts';
export { type ClientChange, whatIf, type WhatIf } from './judge/what-if.ts';
export {
  combineExitParts,
  exitCode,
  exitCodeOf,
  exitParts,
  type ExitParts,
  NO_PARTS,
} from './judge/exit-code.ts';
export { gatheredOf } from './judge/gathered-of.ts';
export type { Change, ChangeKind, ComparedRun, Comparison } from './model/comparison.ts';
export type { Endpoint } from './model/endpoint.ts';
export { FAILURE_CODES, type Failure, type FailureCode } from './model/failure.ts';
export { type Finding, type Outcome, SEVERITIES, type Severity, type Tri } from './model/finding.ts';
export type * from './model/clients.ts';
export type * from './model/observation.ts';
export { PROTOCOLS, type Protocol, STANDARD_ENDPOINTS } from './model/protocol.ts';
export type { Pressure, PressureSign } from './model/pressure.ts';
export type * from './model/revocation.ts';
export type { Depth, Gathered, Report, RunInfo } from './model/report.ts';
export type { Target, TargetPace, TargetService } from './model/target.ts';
export type { Waived, Waiver, WaiverResult } from './model/waiver.ts';
export type { AnswerStore } from './net/answer-store.ts';
export type { Scope } from './net/address-scope.ts';
export type { Dial, DialResult } from './net/dial.ts';
export type { Fetch, FetchRequest, FetchResult } from './net/fetch.ts';
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
