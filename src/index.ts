/**
 * exchange-tls as a library: ask, judge, report. Nothing here prints, exits or reads files.
 */

// Input: texts of the operator to what the rest takes.
export { parseBaseline } from './config/baseline-file.ts';
export { parseClients } from './config/clients-file.ts';
export { ConfigError, type ConfigFault } from './config/config-error.ts';
export type { ExpiryDays } from './config/expiry.ts';
export { parseRunOptions, type RunOptions, type RunOptionsInput } from './config/options.ts';
export { parseSavedReport } from './config/saved-report.ts';
export { parseTargetArgument } from './config/target-argument.ts';
export { parseTargets, type TargetsFile, type TargetsFileFetching } from './config/targets-file.ts';
export { parseWaivers } from './config/waivers-file.ts';

// Ask and judge.
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
export type { ScanEvent } from './scan/observe.ts';
export { gatheredOf } from './judge/gathered-of.ts';
export { type ClientChange, whatIf, type WhatIf } from './judge/what-if.ts';
export type { WhatIfDocument } from './judge/what-if-document.ts';
export type { WhatIfLimits } from './judge/what-if-limits.ts';
export { compareReports, isWorse } from './history/compare.ts';
export type { DiffDocument, HistoryDocument } from './history/documents.ts';
export type { PlanCertificate, PlanDocument, PlanService } from './plan/document.ts';
export type { Kept } from './plan/plan.ts';
export type { Prediction } from './plan/predict.ts';
export {
  combineExitParts,
  exitCode,
  exitCodeOf,
  exitParts,
  type ExitParts,
  NO_PARTS,
} from './judge/exit-code.ts';
export { CATALOGUE as RULES, type RuleDescription } from './rules/catalogue.ts';
export type { Reference } from './rules/rule.ts';

// Output.
export {
  CSV_TABLES,
  type CsvTable,
  render,
  type RenderOptions,
  type Reporter,
  REPORTERS,
} from './reporters/index.ts';
export type {
  EndpointLine,
  JsonLine,
  LineRun,
  SummaryLine,
  TargetLine,
  Totals,
} from './reporters/jsonl-line.ts';
export { diffJsonSchema, historyJsonSchema } from './config/history-schema.ts';
export { linesJsonSchema } from './config/lines-schema.ts';
export { planJsonSchema } from './config/plan-schema.ts';
export { reportJsonSchema } from './config/saved-report.ts';
export { whatIfJsonSchema } from './config/what-if-schema.ts';

// What a run takes from outside itself.
export { realWorld, type SessionRoots, type World, worldWith } from './net/world.ts';
export type { Scope } from './net/address-scope.ts';
export type { AnswerStore } from './net/answer-store.ts';
export { type Connection, connectionOf, type ReadResult } from './net/connection.ts';
export { type Dial, type DialResult, dialTcp } from './net/dial.ts';
export type { DnsType, Lookup, LookupAnswer, LookupRequest, LookupResult } from './net/dns.ts';
export type { Fetch, FetchRequest, FetchResult } from './net/fetch.ts';
export type { Resolve, ResolveResult } from './net/resolve.ts';
export type { Web, WebRequest, WebResult } from './net/web.ts';
export type { KeyShare } from './wire/extension.ts';

// Certificates and whom to trust.
export { parseCertificate } from './certs/parse.ts';
export type { Certificate, PublicKey, RawExtension, Signature } from './certs/certificate.ts';
export { publicStores } from './certs/trust/public-stores.ts';
export { storesFor, type Trusting } from './certs/trust/stores-for.ts';
export type { Standing, StoreId, StoreRoot, TrustStore } from './certs/trust/store.ts';

// What is known of Exchange and its clients.
export type { Baseline, VersionPolicy } from './exchange/baseline.ts';
export { baseline, BASELINES } from './exchange/baselines.ts';
export type { ExchangeProduct } from './exchange/builds.ts';
export type { SuiteFamily } from './wire/iana/suites.ts';
export { CLIENTS, CLIENTS_AS_OF } from './exchange/clients/index.ts';
export type {
  Cell,
  CertificateFault,
  Client,
  ClientUse,
  Confirmed,
  Identity,
  NameReading,
  OfferRef,
  Opportunity,
  Principal,
  Reaction,
  RootList,
  Unconfirmed,
} from './exchange/clients/client.ts';
export type { ClientSource } from './exchange/clients/sources.ts';
export type { Offer, OfferSource } from './exchange/offers/offer.ts';

// The nouns.
export type {
  ClientInfo,
  ClientMark,
  ClientMatrix,
  ClientResult,
  ClientService,
  ClientVerdict,
  SimulationResult,
} from './model/clients.ts';
export type { Change, ChangeKind, ChangeSubject, ComparedRun, Comparison } from './model/comparison.ts';
export type { Endpoint } from './model/endpoint.ts';
export { FAILURE_CODES, type Failure, type FailureCode, type Stage } from './model/failure.ts';
export {
  type Finding,
  type Outcome,
  type RuleScope,
  SEVERITIES,
  type Severity,
  type Subject,
  type Tri,
} from './model/finding.ts';
export type { MonitoringState } from './model/monitoring.ts';
export type { NotificationResult } from './model/notification.ts';
export type {
  HostNames,
  MissingName,
  NamesCell,
  NamesColumn,
  NamesMatrix,
  NamesRow,
  NamesService,
} from './model/names-matrix.ts';
export type * from './model/observation.ts';
export type { Pressure, PressureSign } from './model/pressure.ts';
export {
  PROTOCOLS,
  type Protocol,
  type ServiceFamily,
  STANDARD_ENDPOINTS,
  type StandardEndpoint,
} from './model/protocol.ts';
export type {
  AnchorResult,
  CertificateResult,
  ChainClassification,
  ChainResult,
  Depth,
  DirectoryResult,
  EndpointResult,
  Gathered,
  GroupName,
  HttpResult,
  OpensslResult,
  PathFaultResult,
  ProductResult,
  Reach,
  Report,
  RevocationResult,
  RuleInfo,
  RunInfo,
  StoreResult,
  SuiteName,
  Summary,
  TrustResult,
  VersionResult,
} from './model/report.ts';
export type * from './model/revocation.ts';
export type { Target, TargetPace, TargetService } from './model/target.ts';
export type { TimelineEntry } from './model/timeline.ts';
export type { Waived, Waiver, WaiverResult } from './model/waiver.ts';
export { VERSION } from './version.ts';
