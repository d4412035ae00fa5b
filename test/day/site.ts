import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { type Dial, dialTcp } from '../../src/net/dial.ts';
import type { Resolve } from '../../src/net/resolve.ts';
import { realWorld, type World } from '../../src/net/world.ts';

type Handler = (socket: Socket) => void;

/** A server that listens on loopback in the place of an address that is kept for documentation (RFC 5737). */
export interface Place {
  /** What it does from now on; null closes the port. */
  serve(handler: Handler | null): Promise<void>;
  /** Calls back once, when the next connection has come, or a later one. */
  onNext(listener: () => void, skip?: number): void;
}

/** Hosts of a simulated day, as this process and others reach them. */
export interface Site {
  readonly world: World;
  readonly places: Readonly<Record<string, Place>>;
  /** What another process needs to find them. */
  map(): SiteMap;
  stop(): Promise<void>;
}

export interface SiteMap {
  /** Addresses by name. */
  readonly names: Readonly<Record<string, string>>;
  /** Real ports by `address:port`; others are closed. */
  readonly ports: Readonly<Record<string, number>>;
}

/** @param services `mail.contoso.com:25`, with the address of each host */
export function createSite(names: Readonly<Record<string, string>>, services: readonly string[]): Site {
  const ports: Record<string, number> = {};
  const stops: (() => Promise<void>)[] = [];
  const places = Object.fromEntries(
    services.map((service) => {
      const [host = '', port = ''] = service.split(':');
      const place = placeAt((real) => {
        const key = `${names[host] ?? ''}:${port}`;
        if (real === null) delete ports[key];
        else ports[key] = real;
      });
      stops.push(() => place.serve(null));
      return [service, place];
    }),
  );
  return {
    world: { ...realWorld('scanner.contoso.com'), ...reaching({ names, ports }) },
    places,
    map: () => ({ names, ports: { ...ports } }),
    async stop() {
      for (const stop of stops) await stop();
    },
  };
}

function reaching({ names, ports }: SiteMap): Pick<World, 'resolve' | 'dial'> {
  const resolve: Resolve = (name) => {
    const address = names[name];
    return Promise.resolve(
      address === undefined
        ? { ok: false, failure: { code: 'name-not-found', stage: 'resolve', detail: 'ENOTFOUND' } }
        : { ok: true, addresses: [address] },
    );
  };
  const dial: Dial = (address, port, options) => {
    const real = ports[`${address}:${port}`];
    const failure = { code: 'connection-refused', stage: 'dial', detail: 'ECONNREFUSED' } as const;
    return real === undefined ? Promise.resolve({ ok: false, failure }) : dialTcp('127.0.0.1', real, options);
  };
  return { resolve, dial };
}

function placeAt(onPort: (port: number | null) => void): Place {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let handler: Handler = () => undefined;
  let onNext = (): void => undefined;
  let skipped = 0;

  const close = async (open: Server): Promise<void> => {
    const closed = new Promise<void>((done) => {
      open.close(() => done());
    });
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    handler(socket);
    skipped -= 1;
    if (skipped >= 0) return;
    const listener = onNext;
    onNext = () => undefined;
    listener();
  };
  return {
    async serve(next) {
      if (next !== null) handler = next;
      if (next === null && server !== null) {
        onPort(null);
        await close(server);
        server = null;
      }
      if (next === null || server !== null) return;
      const opened = createServer({ noDelay: true }, accept);
      await new Promise<void>((listening, failed) => {
        opened.once('error', failed);
        opened.listen(0, '127.0.0.1', listening);
      });
      server = opened;
      onPort((opened.address() as AddressInfo).port);
    },
    onNext(listener, skip = 0) {
      skipped = skip;
      onNext = listener;
    },
  };
}
