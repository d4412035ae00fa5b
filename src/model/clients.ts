import type { GroupName, SuiteName } from './report.ts';

/** What a client uses an endpoint for. */
export const CLIENT_SERVICES = [
  'owa',
  'mapi-http',
  'outlook-anywhere',
  'ews',
  'autodiscover',
  'oab',
  'activesync',
  'pop',
  'imap',
  'submission',
  'smtp',
] as const;
export type ClientService = (typeof CLIENT_SERVICES)[number];

/**
 * clear-text: mail goes on without TLS; unauthenticated: it is encrypted, and nobody looks at who the server is. Neither
 * is the same as `works`, and `not-known` is neither yes nor no.
 */
export const CLIENT_VERDICTS = [
  'fails',
  'not-known',
  'works-after-prompt',
  'clear-text',
  'unauthenticated',
  'works',
] as const;
export type ClientVerdict = (typeof CLIENT_VERDICTS)[number];

/**
 * What is known about clients rests on this, the weakest first: one secondary source; our own conclusion from cited
 * facts; a vendor's page; a recorded hello; what the operator says of a client of his own.
 */
export const CLIENT_MARKS = ['weak', 'derived', 'documented', 'recorded', 'operator'] as const;
export type ClientMark = (typeof CLIENT_MARKS)[number];

export interface ClientInfo {
  readonly id: string;
  readonly title: string;
  /** From the operator's file. */
  readonly own: boolean;
}

/** Clients that fare alike with one service of one endpoint. */
export interface ClientResult {
  readonly endpoint: string;
  readonly service: ClientService;
  /** Ids. */
  readonly clients: readonly string[];
  readonly verdict: ClientVerdict;
  /** The first thing that decides, in words; may quote the server, so it is hostile text. */
  readonly reason: string;
  /** What has to be so on the client's side for the verdict to hold; null if nothing. */
  readonly condition: string | null;
  /** What they would agree on: `TLS 1.2`; null if that is not known or there is nothing. */
  readonly version: string | null;
  readonly suite: SuiteName | null;
  readonly group: GroupName | null;
  /** The weakest part that the verdict rests on; null if nothing about the client was needed or known. */
  readonly basis: ClientMark | null;
}

/** A client's hello, sent for real, beside what was predicted of it. */
export interface SimulationResult {
  readonly endpoint: string;
  readonly client: string;
  readonly offer: string;
  /** `TLS 1.2, TLS_ECDHE_..., secp384r1`, `refused`, `not known`. */
  readonly predicted: string;
  readonly seen: string;
  /** Null where either is not known. */
  readonly held: boolean | null;
  readonly evidence: readonly string[];
}

export interface ClientMatrix {
  /** Day of the table of clients, `2026-11-22`. */
  readonly table: string;
  /** Those that the results name. */
  readonly clients: readonly ClientInfo[];
  readonly results: readonly ClientResult[];
  readonly simulations: readonly SimulationResult[];
}
