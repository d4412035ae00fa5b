import { createServer } from 'node:http';
import type { Handler } from './tls-server.ts';

/** What an authority hands out at one address. */
export interface Handout {
  /** Media type: `application/ocsp-response`, `application/pkix-crl`, `application/pkix-cert`. */
  readonly type: string;
  /** The body; of OCSP it depends on what was posted. */
  readonly answer: (posted: Uint8Array) => Uint8Array;
}

/**
 * The web server of a certification authority: issuers, revocation lists and an OCSP responder (RFC 5280, 4.2.2.1 and
 * 4.2.1.13; RFC 6960, appendix A). It serves bytes that others make, by path, and 404 for the rest.
 */
export function authorityServer(handouts: Readonly<Record<string, Handout>>): Handler {
  const server = createServer((request, response) => {
    const posted: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => posted.push(chunk));
    request.on('end', () => {
      const found = handouts[request.url ?? ''];
      if (found === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': found.type }).end(found.answer(Buffer.concat(posted)));
    });
  });
  return (socket) => server.emit('connection', socket);
}
