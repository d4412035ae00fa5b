import { createECDH, generateKeyPairSync, randomBytes } from 'node:crypto';
import { getServers } from 'node:dns';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KeyShare } from '../wire/extension.ts';
import { type Dial, dialTcp } from './dial.ts';
import { type Lookup, lookupOver } from './dns.ts';
import { type Fetch, fetchOver } from './fetch.ts';
import { type Resolve, resolveSystem } from './resolve.ts';
import { type Web, webOver } from './web.ts';

/** Everything that a scan takes from outside itself, so that tests and the demo can bring their own. */
export interface World {
  readonly dial: Dial;
  readonly resolve: Resolve;
  /** Makes one bounded HTTP request. */
  readonly fetch: Fetch;
  /** Asks DNS for more than addresses. */
  readonly lookup: Lookup;
  /** Asks a website once, and tells its certificates. */
  readonly web: Web;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after the time, or at once when the signal aborts; never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: (length: number) => Uint8Array;
  /** Public keys of groups that this machine can make a key for. Valid points: Windows drops invalid ones. */
  readonly keyShares: () => readonly KeyShare[];
  /** Roots that a whole session is verified with, for OpenSSL's opinion; without them it has none. */
  readonly roots?: () => Promise<SessionRoots>;
  /** Name given in EHLO; null takes the address literal of the connection (RFC 5321, 4.1.4). */
  readonly ehlo: string | null;
}

export interface SessionRoots {
  /** `Mozilla 2026-09-22 and 2 of your own`. */
  readonly title: string;
  readonly pem: readonly string[];
}

/** Sockets, resolver, clock and randomness of this machine. @param ehlo name given in EHLO; null takes the address literal */
export function realWorld(ehlo: string | null = null): World {
  return worldWith({ ehlo });
}

/**
 * The real world with parts of the caller's own. HTTP goes by his `dial` and `resolve`, too. Who brings `resolve` without
 * `lookup` has addresses from it and no other records, unless the run names a resolver: no question leaves by another way.
 */
export function worldWith(parts: Partial<World>): World {
  let shares: readonly KeyShare[] | null = null;
  // One call for many hellos: each call costs more than a hello does.
  let pool: Uint8Array = new Uint8Array(0);
  const { dial = dialTcp, resolve = resolveSystem } = parts;
  return {
    dial,
    resolve,
    fetch: fetchOver({ resolve, dial }),
    lookup: lookupOver({
      resolve,
      dial,
      random: (length) => randomBytes(length),
      servers: parts.resolve === undefined ? getServers : () => [],
    }),
    web: webOver({ resolve, dial }),
    now: Date.now,
    wait: async (ms, signal) => {
      await sleep(ms, undefined, { signal }).catch(() => undefined);
    },
    random: (length) => {
      if (pool.length < length) pool = randomBytes(Math.max(POOL_BYTES, length));
      const taken = pool.subarray(0, length);
      pool = pool.subarray(length);
      return taken;
    },
    // Once a process: no handshake is ever completed with them, so they protect nothing.
    keyShares: () => (shares ??= makeKeyShares()),
    ehlo: null,
    ...parts,
  };
}

const POOL_BYTES = 8192;
const X25519 = 29;
const SECP256R1 = 23;
/** SubjectPublicKeyInfo of an X25519 key has 12 bytes before the key itself (RFC 8410, 4). */
const X25519_PREFIX = 12;

function makeKeyShares(): KeyShare[] {
  const x25519 = generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'der' });
  return [
    { group: X25519, key: new Uint8Array(x25519.subarray(X25519_PREFIX)) },
    { group: SECP256R1, key: new Uint8Array(createECDH('prime256v1').generateKeys()) },
  ];
}
