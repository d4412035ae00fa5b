import * as z from 'zod';
import type { Severity } from '../model/finding.ts';
import { SEVERITIES } from '../model/finding.ts';
import type { Depth } from '../model/report.ts';
import { ConfigError } from './config-error.ts';
import { DEFAULT_EXPIRY, expirySchema } from './expiry.ts';
import type { ExpiryDays } from './expiry.ts';
import { budgetSchema, ehloSchema } from './pace.ts';
import { readName } from './host.ts';
import { readResolver, SYSTEM } from './resolver.ts';
import { viewsOf } from './views.ts';
import { faultsOf, listOf, strict, textOf, wholeNumber } from './schema.ts';

/** How a run asks and judges, with every default filled in. */
export interface RunOptions {
  readonly depth: Depth;
  /** Connections open at the same time. */
  readonly concurrency: {
    readonly global: number;
    readonly perAddress: number;
    /** Lower, because Exchange counts sessions for each source (MaxInboundConnectionPerSource). */
    readonly smtpPerAddress: number;
    /** Connections begun in a second to one address and service; null for no limit. */
    readonly startsPerSecond: number | null;
  };
  /** One connection at a time to an address and service, one each second. */
  readonly gentle: boolean;
  /** Milliseconds to wait: for a connection, for a reply before TLS, for the answer to a hello. */
  readonly timeouts: {
    readonly connectMs: number;
    readonly replyMs: number;
    readonly tlsMs: number;
  };
  /** Milliseconds for one endpoint; null for no end. */
  readonly endpointMs: number | null;
  /** Milliseconds for the whole run; null for no end. */
  readonly deadlineMs: number | null;
  /** How we greet with EHLO: a name with a dot or an address literal (RFC 5321, 4.1.3); null to choose. */
  readonly ehlo: string | null;
  /** How often a question that met a passing fault is asked again. */
  readonly retries: number;
  /** Connections that one endpoint may cost; what is open after that stays unknown. */
  readonly budget: number;
  readonly expiry: ExpiryDays;
  /** Findings of this severity and above make the run fail. */
  readonly failOn: Severity;
  /** Which addresses of a name are looked at. */
  readonly families: 'any' | 'ipv4' | 'ipv6';
  /**
   * How closely endpoints are looked at besides their TLS. basic: HTTPS answers, which a scan asks for and a check does
   * not; full: also the NTLM challenges of SMTP, POP3 and IMAP.
   */
  readonly fingerprint: (typeof FINGERPRINTS)[number];
  /** Ports that are for Exchange servers only are asked, too. */
  readonly backEnd: boolean;
  /** Ids of clients whose hellos are sent, `all` for every one: what they meet shows whether what is said of them holds. */
  readonly simulate: readonly string[];
  /** Issuers that a server does not send are fetched from where its certificates say (RFC 5280, 4.2.2.1). */
  readonly fetchIssuers: boolean;
  /** stapled: what the handshake brings is read; online: authorities are asked over HTTP, too. */
  readonly revocation: 'stapled' | 'online';
  /** Fetch from private addresses and this machine, too, where a target's own address does not allow it. */
  readonly allowPrivateFetch: boolean;
  /** Mail domains: their policies, and what clients look up by them. */
  readonly domains: readonly string[];
  /** Address of the name server that is asked, `10.0.0.1:53`; `system` for what this machine resolves with. */
  readonly resolver: string;
  /** Name servers by the view of split DNS that they show: every name is looked up in each, instead of once. */
  readonly views: Readonly<Record<string, string>>;
  /** Most requests to certification authorities in a run. */
  readonly fetches: number;
  /** Milliseconds for one answer of a certification authority, with everything that leads to it. */
  readonly fetchMs: number;
}

/** How closely endpoints are looked at. */
export const FINGERPRINTS = ['none', 'basic', 'full'] as const;

/** Mail domains that are asked about in one run. */
export const MOST_DOMAINS = 100;

/** Where revocation is looked for. */
export const REVOCATION = ['stapled', 'online'] as const;

/** What a caller may say of it; the rest has defaults. */
export type RunOptionsInput = {
  readonly [K in keyof RunOptions]?: RunOptions[K] extends object ? Partial<RunOptions[K]> : RunOptions[K];
};

/**
 * Fills in the defaults; `undefined` and missing keys count as not given.
 *
 * @throws ConfigError with every fault and its path.
 */
export function parseRunOptions(input: unknown): RunOptions {
  const parsed = OPTIONS.safeParse(input ?? {}, { reportInput: true });
  if (parsed.success) {
    const { fingerprint = parsed.data.depth === 'scan' ? 'basic' : 'none', ...rest } = parsed.data;
    return { ...rest, fingerprint };
  }
  throw new ConfigError('options', faultsOf(parsed.error));
}

const milliseconds = (standard: number) => wholeNumber(100, 300_000, 'milliseconds').default(standard);

/** The depth decides how closely to look, unless that was said. */
type Written = Omit<RunOptions, 'fingerprint'> & {
  readonly fingerprint?: RunOptions['fingerprint'] | undefined;
};

const OPTIONS: z.ZodType<Written> = strict({
  depth: z.enum(['check', 'scan']).default('scan'),
  concurrency: strict({
    global: wholeNumber(1, 200).default(20),
    perAddress: wholeNumber(1, 20).default(6),
    smtpPerAddress: wholeNumber(1, 5).default(3),
    startsPerSecond: wholeNumber(1, 1000).nullable().default(null),
  }).prefault({}),
  gentle: z.boolean().default(false),
  timeouts: strict({
    connectMs: milliseconds(5000),
    replyMs: milliseconds(10_000),
    tlsMs: milliseconds(10_000),
  }).prefault({}),
  endpointMs: wholeNumber(1000, 86_400_000, 'milliseconds').nullable().default(null),
  deadlineMs: wholeNumber(1000, 86_400_000, 'milliseconds').nullable().default(null),
  ehlo: ehloSchema.nullable().default(null),
  retries: wholeNumber(0, 5).default(1),
  budget: budgetSchema.default(500),
  expiry: expirySchema.default(DEFAULT_EXPIRY),
  failOn: z.enum(SEVERITIES).default('medium'),
  families: z.enum(['any', 'ipv4', 'ipv6']).default('any'),
  fingerprint: z.enum(FINGERPRINTS).optional(),
  backEnd: z.boolean().default(false),
  simulate: listOf(z.string().min(1).max(100), 0, 500).default([]),
  fetchIssuers: z.boolean().default(false),
  revocation: z.enum(REVOCATION).default('stapled'),
  allowPrivateFetch: z.boolean().default(false),
  domains: listOf(textOf(readName), 0, MOST_DOMAINS).default([]),
  resolver: textOf(readResolver).default(SYSTEM),
  views: viewsOf(textOf(readResolver), 0).default({}),
  fetches: wholeNumber(1, 100_000).default(200),
  fetchMs: milliseconds(10_000),
});
