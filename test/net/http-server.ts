import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpServer {
  /** `http://127.0.0.1:40123`. */
  readonly origin: string;
  readonly port: number;
  /** `GET /list.crl`, in the order in which they came. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

/** An HTTP server on a free port of loopback. */
export async function serveHttp(
  answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void,
): Promise<HttpServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks)));
    response.on('error', () => undefined);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}
