import type { Change, ChangeKind } from './comparison.ts';
import type { Severity } from './finding.ts';
import type { Depth, Summary } from './report.ts';

/**
 * When somebody is told. change: of what is not as it was in earlier runs; worse: of that only what nobody wishes for;
 * failure: after each run that does not end with 0; always: after each run.
 */
export const NOTIFY_ON = ['change', 'worse', 'failure', 'always'] as const;
export type NotifyOn = (typeof NOTIFY_ON)[number];

/** What a webhook takes. */
export const WEBHOOK_SHAPES = ['generic', 'teams', 'slack'] as const;
export type WebhookShape = (typeof WEBHOOK_SHAPES)[number];

/** Who wants to be told of what. */
export interface Wish {
  readonly on: NotifyOn;
  /** Least severity of findings that count; null for every one, and for `failure` what the run counts as one. */
  readonly severity: Severity | null;
}

/** What came of telling one receiver. */
export interface NotificationResult {
  /** As the operator calls it: `mail to admin@contoso.com`. Never an address of a webhook, which is a secret. */
  readonly receiver: string;
  /**
   * waiting: it was not tried, and the next run sends it; failed: it was tried, or cannot be tried again.
   */
  readonly outcome: 'sent' | 'failed' | 'waiting';
  /** Why it was not sent; may quote the receiver's server, so it is hostile text. Null if it was. */
  readonly why: string | null;
  /** Changes and findings that the message is about. */
  readonly items: number;
}

/** Of the JSON that generic webhooks get, counted as that of reports is. */
export const NOTIFICATION_VERSION = '1.0';

/** Why there is a message. first: there was no earlier run to compare with, and something is wrong. */
export const NOTICE_REASONS = ['change', 'first', 'failure', 'always', 'test'] as const;
export type NoticeReason = (typeof NOTICE_REASONS)[number];

/** One line of a message: a change, or with `fails` a finding as it stands. */
export interface NoticeItem extends Omit<Change, 'kind'> {
  readonly kind: ChangeKind | 'fails';
  /** Start of the run that saw it, RFC 3339, UTC: a message that could not be sent waits for the next run. */
  readonly seenAt: string;
}

/** A message before it takes the shape of its receiver. What it quotes of servers is hostile text. */
export interface Notice {
  readonly reason: NoticeReason;
  /** One line: where, how many and how bad. */
  readonly title: string;
  /** What came of the run in one sentence. */
  readonly verdict: string;
  readonly tool: { readonly name: 'exchange-tls'; readonly version: string };
  /** Null in a test. */
  readonly run: NoticeRun | null;
  readonly items: readonly NoticeItem[];
}

export interface NoticeRun {
  readonly depth: Depth;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly complete: boolean;
  readonly hosts: readonly string[];
  /** Start of the run that it is compared with; null if there was none. */
  readonly comparedWith: string | null;
  readonly fail: Summary['fail'];
  readonly endpoints: number;
  readonly answered: number;
}
