import type { Failure } from '../model/failure.ts';
import type { DnsRecord } from '../model/observation.ts';
import type { Dial } from './dial.ts';
import type { DnsMessage } from './dns-message.ts';
import type { Resolve } from './resolve.ts';

/** Record types that are asked for. */
export const DNS_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'SRV', 'TLSA'] as const;
export type DnsType = (typeof DNS_TYPES)[number];

/** The name for whatever this machine resolves with. */
export const SYSTEM_RESOLVER = 'system';

export interface LookupRequest {
  /** Without a final dot. */
  readonly name: string;
  readonly type: DnsType;
  /** `10.0.0.1`, `10.0.0.1:5353`, `[2001:db8::1]:53`, or `system`. */
  readonly resolver: string;
  /** For the whole answer, with everything that leads to it, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface LookupAnswer {
  /** `NOERROR`, `NXDOMAIN`... of the last name in the line of aliases. */
  readonly rcode: string;
  /** The AD bit of every answer in that line (RFC 4035, 3.2.3). */
  readonly authenticated: boolean;
  /** The aliases that lead from the name to the records, and the records. */
  readonly records: readonly DnsRecord[];
}

export type LookupResult =
  ({ readonly ok: true } & LookupAnswer) | { readonly ok: false; readonly failure: Failure };

/** Asks one question of DNS. Never rejects. */
export type Lookup = (request: LookupRequest) => Promise<LookupResult>;

export interface LookupWorld {
  readonly resolve: Resolve;
  readonly dial: Dial;
  readonly random: (length: number) => Uint8Array;
  /** Name servers of this machine, as `node:dns` names them. */
  readonly servers: () => readonly string[];
}

/** Aliases that are followed; honest ones are two or three. */
const MOST_ALIASES = 8;

/** Records of one answer that are kept. */
const MOST_RECORDS = 200;

/** Servers of this machine that are asked one after the other. */
const MOST_SERVERS = 3;

/**
 * A stub resolver (RFC 1034, 5.3.1). The resolver that is named is asked alone. Without one, addresses are those that
 * programs on this machine get, hosts file and all, and the rest comes from its name servers.
 */
export function lookupOver(world: LookupWorld): Lookup {
  return async (request) => {
    const { name, type, resolver } = request;
    if (!isEncodable(name)) return failed('resolver-failed', 'not a name that DNS can hold');
    if (resolver === SYSTEM_RESOLVER && (type === 'A' || type === 'AAAA'))
      return addressesOf(name, type, request, world);
    const servers = resolver === SYSTEM_RESOLVER ? world.servers().slice(0, MOST_SERVERS) : [resolver];
    const { parseServer } = await import('./dns-server.ts');
    const until = Date.now() + request.timeoutMs;
    let last: LookupResult = failed('resolver-failed', 'this machine has no name servers');
    for (const [index, text] of servers.entries()) {
      const server = parseServer(text);
      if (server === null) {
        last = failed('resolver-failed', `not the address of a name server: ${text.slice(0, 100)}`);
        continue;
      }
      // The servers that are left have to have their turn in the same time.
      const timeoutMs = Math.max(1, (until - Date.now()) / (servers.length - index));
      last = await followed(request, (asked) => askOne(asked, server, { ...request, timeoutMs }, world));
      if (request.signal.aborted || isAnswer(last)) return last;
    }
    return last;
  };
}

/** Limits of RFC 1035, 2.3.4; names come from records as well, and those are hostile. */
function isEncodable(name: string): boolean {
  const labels = name.split('.').map((label) => Buffer.byteLength(label));
  return Buffer.byteLength(name) <= 253 && labels.every((length) => length >= 1 && length <= 63);
}

/** Others may know more than a server that does not want to, or cannot. */
function isAnswer(result: LookupResult): boolean {
  return result.ok && (result.rcode === 'NOERROR' || result.rcode === 'NXDOMAIN');
}

async function askOne(
  name: string,
  server: { readonly address: string; readonly port: number },
  { type, timeoutMs, signal }: LookupRequest,
  world: LookupWorld,
): Promise<Asked> {
  const { askServer } = await import('./dns-exchange.ts');
  return askServer({ name, type }, server, { timeoutMs, signal }, world);
}

/** What one server said to one question. */
export type Asked =
  { readonly ok: true; readonly message: DnsMessage } | { readonly ok: false; readonly failure: Failure };

/** Goes along the aliases, asking again where a server has stopped at one. */
async function followed(
  { name, type }: LookupRequest,
  ask: (name: string) => Promise<Asked>,
): Promise<LookupResult> {
  const records: DnsRecord[] = [];
  const seen = new Set<string>([name.toLowerCase()]);
  let authenticated = true;
  for (let asked = name; ;) {
    const answer = await ask(asked);
    if (!answer.ok) return answer;
    const { message } = answer;
    authenticated &&= message.authenticated;
    let at = asked.toLowerCase();
    for (;;) {
      const found = message.answers.filter((one) => one.type === type && one.name.toLowerCase() === at);
      const alias =
        type === 'CNAME'
          ? undefined
          : message.answers.find((one) => one.type === 'CNAME' && one.name.toLowerCase() === at);
      if (found.length > 0 || alias === undefined) {
        records.push(...found.slice(0, MOST_RECORDS));
        const stopped = found.length === 0 && at !== asked.toLowerCase() && !message.recursive;
        if (!stopped) return { ok: true, rcode: message.rcode, authenticated, records };
        break;
      }
      records.push(alias);
      at = alias.data.toLowerCase();
      if (seen.has(at)) return failed('resolver-failed', `the aliases of ${name} lead in a circle`);
      seen.add(at);
      if (seen.size > MOST_ALIASES + 1)
        return failed('resolver-failed', `more than ${MOST_ALIASES} aliases behind ${name}`);
    }
    asked = at;
  }
}

/** Those of getaddrinfo, which tells neither aliases nor for how long they hold. */
async function addressesOf(
  name: string,
  type: 'A' | 'AAAA',
  { timeoutMs, signal }: LookupRequest,
  { resolve }: LookupWorld,
): Promise<LookupResult> {
  const found = await withinTime(resolve(name), timeoutMs, signal);
  if (found === null)
    return signal.aborted
      ? failed('aborted', 'stopped while looking up the name')
      : failed('resolver-failed', `no answer within ${Math.round(timeoutMs)} ms`);
  if (!found.ok) {
    const { code } = found.failure;
    const none = { ok: true, authenticated: false, records: [] } as const;
    if (code === 'name-not-found') return { ...none, rcode: 'NXDOMAIN' };
    return code === 'no-address' ? { ...none, rcode: 'NOERROR' } : found;
  }
  const isWanted = (address: string): boolean => address.includes(':') === (type === 'AAAA');
  const records = found.addresses
    .filter(isWanted)
    .slice(0, MOST_RECORDS)
    .map((data) => ({ name, type, ttl: 0, data }));
  return { ok: true, rcode: 'NOERROR', authenticated: false, records };
}

/** Null if it took too long; a look-up of the system cannot be stopped, but nobody has to wait for it. */
function withinTime<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve) => {
    const give = (value: T | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(value);
    };
    const onAbort = (): void => give(null);
    const timer = setTimeout(onAbort, ms);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    work.then(give, onAbort);
  });
}

function failed(code: Failure['code'], detail: string): LookupResult & { readonly ok: false } {
  return { ok: false, failure: { code, stage: code === 'aborted' ? 'local' : 'resolve', detail } };
}
