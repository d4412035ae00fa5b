import { afterEach, describe, expect, test } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { dialTcp } from '../../src/net/dial.ts';
import { fetchOver, type FetchRequest, type FetchResult } from '../../src/net/fetch.ts';
import type { Resolve } from '../../src/net/resolve.ts';
import { makeLeaf } from '../fixtures/certificates.ts';
import { type HttpServer, serveHttp } from './http-server.ts';

const open: { close: () => unknown }[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

async function serving(answer: Answer): Promise<HttpServer> {
  const server = await serveHttp(answer);
  open.push(server);
  return server;
}

/** Names that the tests know; nothing else exists. */
const resolving =
  (names: Readonly<Record<string, readonly string[]>>): Resolve =>
  (name) => {
    const addresses = names[name];
    return Promise.resolve(
      addresses === undefined
        ? { ok: false, failure: { code: 'name-not-found', stage: 'resolve', detail: 'ENOTFOUND' } }
        : { ok: true, addresses },
    );
  };

function ask(
  url: string,
  request: Partial<FetchRequest> = {},
  resolve = resolving({}),
): Promise<FetchResult> {
  return fetchOver({ resolve, dial: dialTcp })({
    url,
    method: 'GET',
    body: null,
    maxBytes: 1000,
    timeoutMs: 5000,
    scope: 'local',
    signal: new AbortController().signal,
    ...request,
  });
}

function code(result: FetchResult): string {
  return result.ok ? 'ok' : result.failure.code;
}

describe('a request', () => {
  test('brings the body, its type and what it cost', async () => {
    const server = await serving((_request, response) => {
      response.setHeader('content-type', 'application/pkix-crl').end('hello');
    });
    const result = await ask(`${server.origin}/list.crl?x=1#part`);
    expect(result).toMatchObject({ ok: true, http: 200, contentType: 'application/pkix-crl', requests: 1 });
    expect(result.ok && Buffer.from(result.body).toString()).toBe('hello');
    expect(server.requests).toEqual(['GET /list.crl?x=1']);
  });

  test('posts bytes with their type, without cookies, credentials or a wish for compression', async () => {
    let seen: IncomingMessage['headers'] = {};
    const server = await serving((request, response, body) => {
      seen = request.headers;
      response.setHeader('set-cookie', 'a=b').end(body);
    });
    const body = { bytes: Uint8Array.of(1, 2, 3), type: 'application/ocsp-request' };
    const first = await ask(server.origin, { method: 'POST', body });
    const second = await ask(server.origin, { method: 'POST', body });
    expect(first.ok && [...first.body]).toEqual([1, 2, 3]);
    expect(second.ok).toBe(true);
    expect(seen).toMatchObject({
      'content-type': 'application/ocsp-request',
      'content-length': '3',
      'accept-encoding': 'identity',
    });
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['cookie']));
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['authorization']));
  });

  test.each([404, 500, 304, 206 + 100])('fails on the status %d', async (status) => {
    const server = await serving((_request, response) => response.writeHead(status).end());
    expect(await ask(server.origin)).toMatchObject({
      ok: false,
      failure: { code: 'http-status', stage: 'request', detail: `${status}` },
    });
  });

  test('goes over https whatever the certificate is', async () => {
    const { pem, privateKeyPem } = makeLeaf();
    const server = createTlsServer({ cert: pem, key: privateKeyPem }, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    open.push(server);
    const result = await ask(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(result.ok && Buffer.from(result.body).toString()).toBe('hi');
  });

  test('fails on https where there is none', async () => {
    const server = await serving((_request, response) => response.end());
    expect(code(await ask(server.origin.replace('http:', 'https:')))).toBe('request-failed');
  });
});

describe('redirects', () => {
  test('are followed three times', async () => {
    const server = await serving((request, response) => {
      const hop = Number((request.url ?? '/0').slice(1));
      if (hop < 3) response.writeHead(302, { location: `/${hop + 1}` }).end();
      else response.end('there');
    });
    expect(await ask(`${server.origin}/0`)).toMatchObject({ ok: true, requests: 4 });
  });

  test('in a circle end', async () => {
    const server = await serving((_request, response) => response.writeHead(301, { location: '/' }).end());
    expect(await ask(server.origin)).toMatchObject({
      ok: false,
      requests: 4,
      failure: { code: 'too-many-redirects' },
    });
    expect(server.requests).toHaveLength(4);
  });

  test.each([
    ['file:///etc/passwd', 'url-refused'],
    ['http://user:secret@127.0.0.1/', 'url-refused'],
    ['http://127.0.0.1:25/', 'url-refused'],
    ['http://169.254.169.254/latest/meta-data/', 'private-address'],
    ['http://nowhere.example/', 'name-not-found'],
  ])('to %s are checked as the first address is', async (location, expected) => {
    const server = await serving((_request, response) => response.writeHead(302, { location }).end());
    expect(code(await ask(server.origin))).toBe(expected);
  });

  test('of a POST are followed only where it stays one', async () => {
    const server = await serving((request, response, body) => {
      if (request.url === '/303') response.writeHead(303, { location: '/' }).end();
      else if (request.url === '/307') response.writeHead(307, { location: '/' }).end();
      else response.end(`${request.method} ${body.toString()}`);
    });
    const post = { method: 'POST', body: { bytes: Buffer.from('x'), type: 'text/plain' } } as const;
    const kept = await ask(`${server.origin}/307`, post);
    expect(kept.ok && Buffer.from(kept.body).toString()).toBe('POST x');
    expect(code(await ask(`${server.origin}/303`, post))).toBe('http-status');
  });

  test('from https to http are refused', async () => {
    const { pem, privateKeyPem } = makeLeaf();
    const server = createTlsServer({ cert: pem, key: privateKeyPem }, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\n\r\n'));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    open.push(server);
    expect(await ask(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`)).toMatchObject({
      ok: false,
      failure: { code: 'url-refused', detail: 'redirected from https to http' },
    });
  });
});

describe('a body', () => {
  test('of exactly the limit is taken', async () => {
    const server = await serving((_request, response) => response.end(Buffer.alloc(1000)));
    expect(await ask(server.origin)).toMatchObject({ ok: true });
  });

  test('that announces more is not read', async () => {
    const server = await serving((_request, response) => {
      response.writeHead(200, { 'content-length': '1001' });
      response.flushHeaders();
    });
    expect(code(await ask(server.origin))).toBe('request-oversized');
  });

  test('without end is cut', async () => {
    const server = await serving((_request, response) => {
      const more = (): void => {
        if (!response.destroyed && response.write(Buffer.alloc(200))) setImmediate(more);
      };
      more();
    });
    expect(code(await ask(server.origin))).toBe('request-oversized');
  });

  test('that comes too slowly is given up within the time for everything', async () => {
    const server = await serving((_request, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const startedAt = Date.now();
    expect(code(await ask(server.origin, { timeoutMs: 200 }))).toBe('request-timeout');
    expect(Date.now() - startedAt).toBeLessThan(3000);
  });

  test('that is compressed is refused and not unpacked', async () => {
    const server = await serving((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(900)));
    });
    expect(await ask(server.origin)).toMatchObject({
      ok: false,
      failure: { code: 'request-malformed', detail: 'its content is encoded: gzip' },
    });
  });

  test('that breaks off is no answer', async () => {
    const server = await serving((_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.destroy());
    });
    expect(await ask(server.origin)).toMatchObject({ ok: false, failure: { stage: 'request' } });
  });

  test('behind endless headers is not reached', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const more = (): void => {
          if (!socket.destroyed && socket.write(`x: ${'y'.repeat(1000)}\r\n`)) setImmediate(more);
        };
        more();
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    open.push(server);
    expect(code(await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`))).toBe(
      'request-oversized',
    );
  });

  test('that is no HTTP is refused', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('220 mail.contoso.com ready\r\n');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    open.push(server);
    expect(code(await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`))).toMatch(
      /^request-(malformed|failed)$/,
    );
  });
});

describe('a private address', () => {
  test.each(['127.0.0.1', '[::1]', '10.0.0.1', '192.168.0.1', '169.254.169.254', '[fd00::1]', '2130706433'])(
    'is refused where it stands in the URL: %s',
    async (host) => {
      expect(code(await ask(`http://${host}/`, { scope: 'public' }))).toBe('private-address');
    },
  );

  test('is refused behind a name, and not even connected to', async () => {
    const server = await serving((_request, response) => response.end('secret'));
    const resolve = resolving({ 'crl.example': ['127.0.0.1'] });
    expect(await ask(`http://crl.example:${server.port}/`, { scope: 'public' }, resolve)).toMatchObject({
      ok: false,
      requests: 0,
      failure: { code: 'private-address', detail: '127.0.0.1' },
    });
    expect(server.requests).toEqual([]);
  });

  test('is refused at the second look at a name that had a public one at the first', async () => {
    const server = await serving((_request, response) => response.writeHead(302, { location: '/x' }).end());
    let looks = 0;
    const resolve: Resolve = () => {
      looks += 1;
      return Promise.resolve({ ok: true, addresses: [looks === 1 ? '203.0.113.1' : '127.0.0.1'] });
    };
    const dialled: string[] = [];
    const result = await fetchOver({
      resolve,
      dial: (address, _port, options) => {
        dialled.push(address);
        return dialTcp('127.0.0.1', server.port, options);
      },
    })({
      url: 'http://crl.example/',
      method: 'GET',
      body: null,
      maxBytes: 1000,
      timeoutMs: 5000,
      scope: 'private',
      signal: new AbortController().signal,
    });
    expect(code(result)).toBe('private-address');
    expect(dialled).toEqual(['203.0.113.1']);
  });

  test('is passed over where a name has others', async () => {
    const server = await serving((_request, response) => response.end('yes'));
    const resolve = resolving({ 'crl.example': ['169.254.1.1', '127.0.0.1'] });
    expect(await ask(`http://crl.example:${server.port}/`, {}, resolve)).toMatchObject({ ok: true });
  });
});

describe('a request that cannot be made', () => {
  test('to a name that does not exist says so', async () => {
    expect(await ask('http://nowhere.example/')).toMatchObject({
      failure: { code: 'name-not-found', stage: 'resolve' },
      requests: 0,
    });
  });

  test('to a closed port says so', async () => {
    const server = await serveHttp((_request, response) => response.end());
    await server.close();
    expect(await ask(server.origin)).toMatchObject({
      failure: { code: 'connection-refused', stage: 'dial' },
      requests: 0,
    });
  });

  test('is stopped by the run while a name is looked up', async () => {
    const stop = new AbortController();
    const asking = ask('http://slow.example/', { signal: stop.signal }, () => new Promise(() => undefined));
    stop.abort();
    expect(await asking).toMatchObject({ failure: { code: 'aborted', stage: 'local' } });
  });

  test('is given up when a name takes too long', async () => {
    const asking = ask('http://slow.example/', { timeoutMs: 100 }, () => new Promise(() => undefined));
    expect(code(await asking)).toBe('request-timeout');
  });

  test('is stopped by the run while the server thinks', async () => {
    const stop = new AbortController();
    const server = await serving(() => stop.abort());
    expect(code(await ask(server.origin, { signal: stop.signal }))).toBe('aborted');
  });

  test('after the run was stopped is not begun', async () => {
    const server = await serving((_request, response) => response.end());
    expect(code(await ask(server.origin, { signal: AbortSignal.abort() }))).toBe('aborted');
    expect(server.requests).toEqual([]);
  });
});
