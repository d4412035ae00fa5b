import type { DirectoryId } from '../exchange/directories.ts';

/**
 * Who answers by the marks of an answer: exchange by headers that only Exchange sends, iis by the header Server alone,
 * other by that header or by being unlike both. A proxy can take any mark away or make it up.
 */
export type AnsweredBy = 'exchange' | 'iis' | 'other';

/** What is known about one virtual directory, asked for without signing in. Texts of the server are hostile. */
export interface DirectoryFact {
  readonly id: DirectoryId;
  readonly path: string;
  /** absent: 404 or 410, from the server or from whatever stands before it. */
  readonly state: 'present' | 'absent' | 'unknown';
  /** How that was settled, or why it is not known. */
  readonly why: string;
  /** Status code, or null without an answer. */
  readonly status: number | null;
  readonly answeredBy: AnsweredBy | null;
  /** The header Server, or null. */
  readonly software: string | null;
  /** Schemes of WWW-Authenticate, each once in the order sent: `Negotiate`, `NTLM`, `Basic`, `Bearer`. */
  readonly authentication: readonly string[];
  /** Status of the page that load balancers ask for; null if it was not asked for, or not answered. */
  readonly healthStatus: number | null;
  /** not-asked: it has no such page. */
  readonly health: 'healthy' | 'not-healthy' | 'unknown' | 'not-asked';
  /** Names of servers in headers, each once. */
  readonly servers: readonly string[];
  readonly evidence: readonly string[];
}

/** Not known if they were asked for and nothing came back at all. */
export interface DirectoriesFact {
  /** not-asked: nobody wanted to know, or it is no website. */
  readonly state: 'not-asked' | 'answered';
  /** All of the table, in its order, also those that were not asked for any more; empty if none was. */
  readonly directories: readonly DirectoryFact[];
}

/** Strict-Transport-Security (RFC 6797, 6.1) in answers over TLS. */
export interface HstsFact {
  readonly state: 'sent' | 'not-sent' | 'unknown';
  /** The header as it came; null without one. */
  readonly value: string | null;
  /** Seconds; null if the header has none that can be read. */
  readonly maxAge: number | null;
  readonly includeSubDomains: boolean;
  readonly evidence: readonly string[];
}

/** An answer over plain HTTP. */
export interface PlainAnswer {
  readonly path: string;
  readonly status: number;
  /** Where it sends the client, or null. */
  readonly redirect: string | null;
  readonly authentication: readonly string[];
  readonly evidence: readonly string[];
}

/** What answers on port 80 of the same address. */
export interface PlainFact {
  /** closed: connections are refused. */
  readonly state: 'not-asked' | 'closed' | 'answered' | 'unknown';
  readonly why: string;
  readonly answers: readonly PlainAnswer[];
  /** Paths that were asked for in vain. */
  readonly unanswered: readonly string[];
  readonly evidence: readonly string[];
}

/** Not known if something was asked and nothing came back, over TLS nor without. */
export interface HttpFact {
  readonly state: 'not-asked' | 'answered';
  readonly hsts: HstsFact;
  readonly plain: PlainFact;
}

/** A port that was knocked at. */
export interface KnockedPort {
  readonly port: number;
  /** closed: the connection was refused. */
  readonly state: 'open' | 'closed' | 'unknown';
  readonly why: string;
  readonly evidence: readonly string[];
}

/** Always known; empty if nobody knocked. Stands with the first endpoint of an address. */
export interface KnocksFact {
  readonly ports: readonly KnockedPort[];
}
