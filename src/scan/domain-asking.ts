import pLimit from 'p-limit';
import type { DnsObservation, WebAnswer, WebFailure, WebObservation } from '../model/observation.ts';
import type { DnsType } from '../net/dns.ts';
import type { Scope } from '../net/address-scope.ts';
import { resolveBy } from '../net/resolve-by.ts';
import type { WebResult } from '../net/web.ts';
import type { World } from '../net/world.ts';
import { fingerprint, type Probed } from '../probes/probe.ts';

export interface DomainContext {
  readonly world: Pick<World, 'lookup' | 'web' | 'resolve' | 'now'>;
  /** Address of the resolver to ask, or `system`. */
  readonly resolver: string;
  /** For each question, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly nextId: () => string;
  readonly record: (probed: Probed) => void;
}

/** Asks about one mail domain, and puts every answer on record before it is returned. Never rejects. */
export interface DomainAsking {
  /** Who is asked. */
  readonly resolver: string;
  dns(question: string, name: string, type: DnsType): Promise<DnsObservation>;
  /** @param scope how near to us it may go; names that strangers give lead to public places only */
  web(question: string, url: string, scope: Scope): Promise<WebObservation>;
}

/** What observations about a mail domain have in the place of an endpoint; no endpoint's id looks like it. */
function domainId(domain: string): string {
  return `domain:${domain}`;
}

/** At the same time, for one domain. */
const PLACES = 6;

/** Largest policy of MTA-STS (RFC 8461, 3.2), and more than anything else that is read, bytes. */
const MOST_BODY = 64 * 1024;

export function domainAsking(domain: string, context: DomainContext): DomainAsking {
  const { world, resolver, timeoutMs, signal, nextId, record } = context;
  const places = pLimit(PLACES);
  const resolve = resolveBy(world, { resolver, timeoutMs, signal });
  const base = (question: string, startedAt: number) => ({
    id: nextId(),
    endpoint: domainId(domain),
    question,
    at: new Date(startedAt).toISOString(),
    elapsedMs: Math.max(0, Math.round(world.now() - startedAt)),
  });
  return {
    resolver,
    dns: (question, name, type) =>
      places(async () => {
        const startedAt = world.now();
        const result = await world.lookup({ name, type, resolver, timeoutMs, signal });
        const outcome: DnsObservation['outcome'] = result.ok
          ? {
              status: 'answered',
              rcode: result.rcode,
              authenticated: result.authenticated,
              records: result.records,
            }
          : { status: 'failed', failure: result.failure };
        const observation: DnsObservation = {
          kind: 'dns',
          ...base(question, startedAt),
          connections: 0,
          asked: { name, type, resolver },
          outcome,
        };
        record({ observation, certificates: new Map() });
        return observation;
      }),
    web: (question, url, scope) =>
      places(async () => {
        const startedAt = world.now();
        const result = await world.web({ url, maxBytes: MOST_BODY, timeoutMs, scope, resolve, signal });
        const observation: WebObservation = {
          kind: 'web',
          ...base(question, startedAt),
          connections: dialled(result) ? 1 : 0,
          asked: { url },
          outcome: outcomeOf(result),
        };
        const certificates = result.certificates.map((der) => [fingerprint(der), der] as const);
        record({ observation, certificates: new Map(certificates) });
        return observation;
      }),
  };
}

/** Aliases that are asked for one after the other. */
const MOST_ALIASES = 8;

/**
 * What a name is an alias of, in order, where the answer for its addresses does not tell, as that of the system does not.
 */
export async function askAliases(
  question: string,
  name: string,
  ask: DomainAsking,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let at = name; found.length < MOST_ALIASES;) {
    const { outcome } = await ask.dns(question, at, 'CNAME');
    const alias =
      outcome.status === 'answered' ? outcome.records.find(({ type }) => type === 'CNAME') : undefined;
    if (alias === undefined || found.includes(alias.data.toLowerCase())) return found;
    at = alias.data.toLowerCase();
    found.push(at);
  }
  return found;
}

function dialled(result: WebResult): boolean {
  return result.ok || (result.failure.stage !== 'resolve' && result.failure.stage !== 'local');
}

function outcomeOf(result: WebResult): WebAnswer | WebFailure {
  const certificates = result.certificates.map(fingerprint);
  if (!result.ok) return { status: 'failed', failure: result.failure, certificates };
  const { http, location, contentType, body, cut } = result;
  const text = new TextDecoder('utf-8').decode(body);
  return { status: 'answered', http, location, contentType, body: text, cut, certificates };
}
