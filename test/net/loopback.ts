import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A server on a port of its own choosing, and the connections that it has accepted. */
export interface Loopback {
  readonly server: Server;
  readonly port: number;
  /** The next connection that comes in. */
  readonly accepted: () => Promise<Socket>;
  readonly close: () => Promise<void>;
}

/** `halfOpen`: the server does not close its side when the client closes its own. */
export async function listen({ halfOpen = false } = {}): Promise<Loopback> {
  const server = createServer({ allowHalfOpen: halfOpen });
  const sockets: Socket[] = [];
  const waiting: ((socket: Socket) => void)[] = [];
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    const next = waiting.shift();
    if (next === undefined) sockets.push(socket);
    else next(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    port: (server.address() as AddressInfo).port,
    accepted: () => {
      const socket = sockets.shift();
      return socket === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(socket);
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A connected pair: ours and the server's. */
export async function pair(loopback: Loopback): Promise<readonly [client: Socket, server: Socket]> {
  const client = connect(loopback.port, '127.0.0.1');
  const [server] = await Promise.all([loopback.accepted(), once(client, 'connect')]);
  return [client, server];
}
