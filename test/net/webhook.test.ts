import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Delivery } from '../../src/net/delivery.ts';
import { dialTcp } from '../../src/net/dial.ts';
import { resolveSystem } from '../../src/net/resolve.ts';
import { postWebhook, type WebhookRequest } from '../../src/net/webhook.ts';
import { closedPort, serve } from '../e2e/local-server.ts';
import { type HttpServer, serveHttp } from './http-server.ts';
import { type Identity, identity } from './mail-server.ts';

jest.setTimeout(30_000);

const WORLD = { resolve: resolveSystem, dial: dialTcp };
const SECRET = '/services/T024BE7LH/9aXbSecret?sig=zz';

let known: Identity;
const servers: HttpServer[] = [];

beforeAll(async () => {
  known = await identity();
});

afterAll(async () => {
  for (const server of servers) await server.close();
});

interface Seen {
  readonly server: HttpServer;
  readonly bodies: string[];
  readonly types: (string | undefined)[];
}

async function begin(answer: (response: ServerResponse) => void): Promise<Seen> {
  const bodies: string[] = [];
  const types: (string | undefined)[] = [];
  const server = await serveHttp((request, response, body) => {
    bodies.push(body.toString());
    types.push(request.headers['content-type']);
    answer(response);
  });
  servers.push(server);
  return { server, bodies, types };
}

function post(url: string, request: Partial<WebhookRequest> = {}): Promise<Delivery> {
  const signal = new AbortController().signal;
  return postWebhook({ url, body: '{"a":1}', ca: [], timeoutMs: 10_000, signal, ...request }, WORLD);
}

const answering =
  (status: number, body = '', headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers).end(body);
  };

describe('a webhook', () => {
  test('gets the JSON at its whole address', async () => {
    const { server, bodies, types } = await begin(answering(202));
    expect(await post(`${server.origin}${SECRET}`)).toEqual({ ok: true });
    expect(server.requests).toEqual([`POST ${SECRET}`]);
    expect(bodies).toEqual(['{"a":1}']);
    expect(types).toEqual(['application/json']);
  });

  test.each([
    [400, false, null],
    [404, false, null],
    [429, true, '3'],
    [500, true, null],
    [503, true, 'Wed, 21 Oct 2026 07:28:00 GMT'],
  ])('that answers %d has not taken it; that passes: %s', async (status, passing, retryAfter) => {
    const headers = retryAfter === null ? {} : { 'retry-after': retryAfter };
    const { server } = await begin(answering(status, 'no_service', headers));
    expect(await post(server.origin)).toEqual({
      ok: false,
      why: `answered ${status}`,
      reply: 'no_service',
      passing,
      retryAfterMs: retryAfter === '3' ? 3000 : null,
      inPart: false,
    });
  });

  test('is not followed to where it redirects', async () => {
    const other = await begin(answering(200));
    const { server } = await begin(answering(307, '', { location: other.server.origin }));
    expect(await post(server.origin)).toMatchObject({
      ok: false,
      why: 'answered 307, a redirect, which is not followed',
    });
    expect(other.server.requests).toEqual([]);
  });

  test('is none if a web page answers', async () => {
    const { server } = await begin(answering(200, '<html>Sign in</html>', { 'content-type': 'text/html' }));
    expect(await post(server.origin)).toMatchObject({ ok: false, reply: null });
  });

  test('of Teams that tells its failure with 200 has failed', async () => {
    const { server } = await begin(
      answering(200, 'Webhook message delivery failed with error: HTTP error 413'),
    );
    expect(await post(server.origin)).toMatchObject({
      ok: false,
      why: 'answered 200, but did not deliver it',
    });
  });

  test('may answer without end: only the beginning is read', async () => {
    const { server } = await begin((response) => {
      response.writeHead(400);
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const result = await post(server.origin);
    expect(result).toMatchObject({ ok: false, why: 'answered 400' });
    expect(JSON.stringify(result).length).toBeLessThan(5000);
  });

  test('that is not there may be there later', async () => {
    expect(await post(`http://127.0.0.1:${await closedPort()}${SECRET}`)).toMatchObject({
      ok: false,
      why: 'the port is closed: the connection was refused (ECONNREFUSED)',
      passing: true,
    });
  });

  test('has only so much time', async () => {
    const silent = await serve();
    try {
      const url = `http://127.0.0.1:${silent.port}${SECRET}`;
      expect(await post(url, { timeoutMs: 100 })).toMatchObject({
        ok: false,
        why: 'no whole answer within 0.1 s',
        passing: false,
      });
      expect(await post(url.replace('http', 'https'), { timeoutMs: 100 })).toMatchObject({ ok: false });
      const stopped = AbortSignal.abort();
      expect(await post(url, { signal: stopped })).toMatchObject({ why: 'stopped before it was through' });
    } finally {
      await silent.stop();
    }
  });

  test('that breaks off or talks nonsense has not taken it, and its address is in no word of ours', async () => {
    for (const words of [
      '',
      'HTTP/1.1 200',
      '220 mail.contoso.com ESMTP\r\n',
      '\u0016\u0003\u0001\u0000\u0002\u0002(',
    ]) {
      const rude = await serve((socket) => socket.end(words));
      const result = await post(`http://localhost:${rude.port}${SECRET}`);
      expect(result).toMatchObject({ ok: false });
      expect(JSON.stringify(result)).not.toMatch(/services|9aXb|zz/);
      await rude.stop();
    }
  });
});

describe('behind TLS', () => {
  let server: Server;
  let port = 0;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer({ cert: known.cert, key: known.key }, (request: IncomingMessage, response) => {
      asked.push(request.headers.host ?? '');
      response.end('ok');
    });
    await new Promise<void>((listening) => {
      server.listen(0, '127.0.0.1', listening);
    });
    ({ port } = server.address() as AddressInfo);
  });

  afterAll(async () => {
    await new Promise((closed) => server.close(closed));
  });

  test('a webhook gets its message if its certificate is trusted', async () => {
    expect(await post(`https://localhost:${port}${SECRET}`, { ca: [known.ca] })).toEqual({ ok: true });
    expect(asked).toEqual([`localhost:${port}`]);
  });

  test.each([
    ['has another name', '127.0.0.1', true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['is not trusted', 'localhost', false, 'SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ])('a webhook gets nothing if its certificate %s', async (_, host, trusted, code) => {
    const before = asked.length;
    const result = await post(`https://${host}:${port}${SECRET}`, { ca: trusted ? [known.ca] : [] });
    expect(result).toMatchObject({ ok: false, passing: false });
    expect(JSON.stringify(result)).toMatch(new RegExp(`TLS could not be started \\((?:${code})\\)`));
    expect(asked).toHaveLength(before);
  });
});
