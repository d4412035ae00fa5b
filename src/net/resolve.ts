import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import type { Failure } from '../model/failure.ts';

export type ResolveResult =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly failure: Failure };

/** Finds the addresses of a name, IPv4 before IPv6. Never rejects. */
export type Resolve = (name: string) => Promise<ResolveResult>;

/**
 * Asks the machine's own resolver (getaddrinfo), so that hosts files, search rules and split DNS count as they
 * do for the clients on this machine. It cannot be interrupted; the caller stops waiting instead.
 */
export const resolveSystem: Resolve = async (name) => {
  if (isIP(name) !== 0) return { ok: true, addresses: [name] };
  try {
    const found = await dns.lookup(name, { all: true, order: 'ipv4first' });
    const addresses = [...new Set(found.map(({ address }) => address))];
    if (addresses.length > 0) return { ok: true, addresses };
    return failed('no-address', 'no addresses');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    if (code === 'ENOTFOUND') return failed('name-not-found', code);
    return failed(code === 'ENODATA' ? 'no-address' : 'resolver-failed', code);
  }
};

function failed(code: Failure['code'], detail: string): ResolveResult {
  return { ok: false, failure: { code, stage: 'resolve', detail } };
}
