import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { type Dial, dialTcp } from '../net/dial.ts';
import type { Lookup } from '../net/dns.ts';
import { fetchOver } from '../net/fetch.ts';
import type { Resolve } from '../net/resolve.ts';
import { webOver } from '../net/web.ts';
import { realWorld, type World } from '../net/world.ts';
import type { Handler } from './tls-server.ts';

/**
 * A small internet on loopback: names lead to addresses that are kept for documentation (RFC 5737), and addresses
 * with standard ports to listeners on free ports of this machine. The traffic is real, the addresses are not.
 */
export interface LabNetwork {
  /** The world in which the names and addresses exist; whatever is not served refuses connections. */
  readonly world: World;
  name(name: string, addresses: readonly string[]): void;
  /** Records of other types, in the form of a zone file; whatever resolver is asked, the answer is the same. */
  publish(name: string, type: string, data: readonly string[], authenticated?: boolean): void;
  serve(address: string, port: number, handler: Handler): Promise<void>;
  /** Connections accepted so far, by `address:port`. */
  readonly connections: () => ReadonlyMap<string, number>;
  /** Ends all connections and listeners. */
  readonly stop: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';

export function createNetwork(now: () => number): LabNetwork {
  const names = new Map<string, readonly string[]>();
  const ports = new Map<string, number>();
  const counts = new Map<string, number>();
  const zone = new Map<string, { readonly data: readonly string[]; readonly authenticated: boolean }>();
  const servers: Server[] = [];
  const sockets = new Set<Socket>();

  const resolve: Resolve = (name) => {
    const addresses = names.get(name.toLowerCase());
    return Promise.resolve(
      addresses === undefined
        ? { ok: false, failure: { code: 'name-not-found', stage: 'resolve', detail: 'ENOTFOUND' } }
        : { ok: true, addresses },
    );
  };
  const lookup: Lookup = ({ name, type }) => {
    const key = name.toLowerCase();
    const addresses = (names.get(key) ?? []).filter((one) => one.includes(':') === (type === 'AAAA'));
    const published = zone.get(`${type} ${key}`);
    const { data, authenticated } = published ?? {
      data: type === 'A' || type === 'AAAA' ? addresses : [],
      authenticated: false,
    };
    const exists = names.has(key) || [...zone.keys()].some((known) => known.endsWith(` ${key}`));
    const records = data.map((text) => ({ name, type, ttl: 300, data: text }));
    return Promise.resolve({ ok: true, rcode: exists ? 'NOERROR' : 'NXDOMAIN', authenticated, records });
  };
  const dial: Dial = (address, port, options) => {
    const real = ports.get(place(address, port));
    if (real !== undefined) return dialTcp(LOOPBACK, real, options);
    const failure = { code: 'connection-refused', stage: 'dial', detail: 'ECONNREFUSED' } as const;
    return Promise.resolve({ ok: false, failure });
  };

  return {
    world: {
      ...realWorld('scanner.contoso.com'),
      resolve,
      dial,
      fetch: fetchOver({ resolve, dial }),
      lookup,
      web: webOver({ resolve, dial }),
      now,
    },
    name(name, addresses) {
      names.set(name, addresses);
    },
    publish(name, type, data, authenticated = false) {
      zone.set(`${type} ${name.toLowerCase()}`, { data, authenticated });
    },
    async serve(address, port, handler) {
      const key = place(address, port);
      counts.set(key, 0);
      const server = createServer({ noDelay: true }, (socket) => {
        counts.set(key, (counts.get(key) ?? 0) + 1);
        sockets.add(socket);
        // Clients leave in all manners, and a scanner never says goodbye properly.
        socket.on('error', () => socket.destroy());
        socket.on('close', () => sockets.delete(socket));
        handler(socket);
      });
      servers.push(server);
      await new Promise<void>((listening, failed) => {
        server.once('error', failed);
        server.listen(0, LOOPBACK, listening);
      });
      ports.set(key, (server.address() as AddressInfo).port);
    },
    connections: () => counts,
    async stop() {
      const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function place(address: string, port: number): string {
  return `${address}:${port}`;
}
