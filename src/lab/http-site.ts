import { createServer } from 'node:http';
import type { Handler } from './tls-server.ts';

export interface SiteRequest {
  /** Without the query, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The name that was asked for, without a port. */
  readonly host: string;
  /** The header, or null. */
  readonly authorization: string | null;
}

export interface SiteAnswer {
  readonly status: number;
  /** In the order sent; a name may come twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export type Site = (request: SiteRequest) => SiteAnswer;

/** Speaks HTTP/1.1 on connections that others have accepted, and keeps them alive as IIS does. */
export function httpServer(site: Site): Handler {
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const { status, headers, body } = site({
      path,
      query: new URLSearchParams(query),
      host: (request.headers.host ?? '').replace(/:\d+$/, ''),
      authorization: request.headers.authorization ?? null,
    });
    const flat = [...headers, ['Content-Length', String(Buffer.byteLength(body))]].flat();
    response.writeHead(status, flat).end(body);
  });
  return (socket) => server.emit('connection', socket);
}
