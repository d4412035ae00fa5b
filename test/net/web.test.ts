import { afterEach, describe, expect, test } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { dialTcp } from '../../src/net/dial.ts';
import { webOver, type WebRequest, type WebResult } from '../../src/net/web.ts';
import { makeCa, makeLeaf } from '../fixtures/certificates.ts';
import { serveHttp } from './http-server.ts';

const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = await serveHttp(answer);
  open.push(server.close);
  return server.origin;
}

const ask = (url: string, parts: Partial<WebRequest> = {}): Promise<WebResult> =>
  webOver({
    resolve: () => Promise.resolve({ ok: true, addresses: ['127.0.0.1'] }),
    dial: dialTcp,
  })({ url, maxBytes: 100, timeoutMs: 3000, scope: 'local', signal: new AbortController().signal, ...parts });

const text = (result: WebResult): string =>
  result.ok ? Buffer.from(result.body).toString() : result.failure.code;

describe('a website', () => {
  test('is read whatever its status is, and its redirects are told and not followed', async () => {
    const origin = await serving((request, response) => {
      response.writeHead(302, { location: 'https://elsewhere.example/', 'content-type': 'text/html' });
      response.end(request.url);
    });
    const result = await ask(`${origin}/autodiscover/autodiscover.xml`);
    expect(result).toMatchObject({
      ok: true,
      http: 302,
      location: 'https://elsewhere.example/',
      contentType: 'text/html',
      cut: false,
      certificates: [],
    });
    expect(text(result)).toBe('/autodiscover/autodiscover.xml');
  });

  test('is read to the limit and no further', async () => {
    const origin = await serving((_request, response) => void response.end('x'.repeat(1_000_000)));
    const result = await ask(origin);
    expect(result).toMatchObject({ ok: true, cut: true });
    expect(text(result)).toBe('x'.repeat(100));
  });

  test('shows its certificates, which are not verified', async () => {
    const ca = makeCa('Web Root');
    const leaf = makeLeaf({ issuer: ca, names: ['mta-sts.contoso.com'] });
    const server = createHttps({ key: leaf.privateKeyPem, cert: leaf.pem + ca.pem }, (_request, response) => {
      response.end('version: STSv1');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    open.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const result = await ask(`https://mta-sts.contoso.com:${port}/`);
    expect(text(result)).toBe('version: STSv1');
    expect(result.certificates.map((der) => Buffer.from(der).equals(Buffer.from(leaf.der)))).toEqual([
      true,
      false,
    ]);
  });

  test('is not asked where it may not be', async () => {
    expect(text(await ask('http://intranet.contoso.com/', { scope: 'public' }))).toBe('private-address');
    expect(text(await ask('ldap://contoso.com/'))).toBe('url-refused');
    expect(text(await ask('http://contoso.com/', { signal: AbortSignal.abort() }))).toBe('aborted');
  });

  test('that says nothing is left in time', async () => {
    const origin = await serving(() => undefined);
    expect(text(await ask(origin, { timeoutMs: 100 }))).toBe('request-timeout');
  });

  test('that talks nonsense is a failure', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => socket.write('nonsense\r\n\r\n'));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    open.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    expect(text(await ask(`http://127.0.0.1:${port}/`))).toMatch(/^request-(?:malformed|failed)$/);
  });
});
