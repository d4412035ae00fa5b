import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface LocalServer {
  readonly port: number;
  /** Connections accepted so far. */
  connections(): number;
  /** Resolves when a connection has been accepted. */
  readonly reached: Promise<void>;
  stop(): Promise<void>;
}

/** Serves on a free port of 127.0.0.1; without a handler it accepts and never says a word. */
export async function serve(handler: (socket: Socket) => void = () => undefined): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let reach = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    handler(socket);
    reach();
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    reached,
    async stop() {
      const closed = new Promise<void>((done) => {
        server.close(() => done());
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A port of 127.0.0.1 where nobody listens: one that was free a moment ago. */
export async function closedPort(): Promise<number> {
  const server = await serve();
  await server.stop();
  return server.port;
}
