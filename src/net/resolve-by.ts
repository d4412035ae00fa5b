import { isIP } from 'node:net';
import { type Lookup, type LookupResult, SYSTEM_RESOLVER } from './dns.ts';
import type { Resolve, ResolveResult } from './resolve.ts';

/**
 * Finds addresses by one resolver instead of this machine's, so that hosts files and search rules do not count. The
 * system's own way is taken where that one is named.
 */
export function resolveBy(
  world: { readonly lookup: Lookup; readonly resolve: Resolve },
  {
    resolver,
    timeoutMs,
    signal,
  }: { readonly resolver: string; readonly timeoutMs: number; readonly signal: AbortSignal },
): Resolve {
  if (resolver === SYSTEM_RESOLVER) return world.resolve;
  return async (name) => {
    if (isIP(name) !== 0) return { ok: true, addresses: [name] };
    const [four, six] = await Promise.all(
      (['A', 'AAAA'] as const).map((type) => world.lookup({ name, type, resolver, timeoutMs, signal })),
    );
    return four === undefined || six === undefined ? UNASKED : joined(four, six);
  };
}

const UNASKED = failed('resolver-failed', 'not asked');

function joined(four: LookupResult, six: LookupResult): ResolveResult {
  const addresses = [four, six].flatMap((result) =>
    result.ok ? result.records.filter(({ type }) => type !== 'CNAME').map(({ data }) => data) : [],
  );
  if (addresses.length > 0) return { ok: true, addresses: [...new Set(addresses)] };
  if (!four.ok) return four;
  if (!six.ok) return six;
  const odd = [four, six].find(({ rcode }) => rcode !== 'NOERROR' && rcode !== 'NXDOMAIN');
  if (odd !== undefined) return failed('resolver-failed', odd.rcode);
  return four.rcode === 'NXDOMAIN'
    ? failed('name-not-found', 'NXDOMAIN')
    : failed('no-address', 'no addresses');
}

function failed(code: 'resolver-failed' | 'name-not-found' | 'no-address', detail: string): ResolveResult {
  return { ok: false, failure: { code, stage: 'resolve', detail } };
}
