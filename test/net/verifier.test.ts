import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dialTcp } from '../../src/net/dial.ts';
import { httpSession } from '../../src/net/http-session.ts';
import { verifierOf } from '../../src/net/verifier.ts';
import type { SessionRoots } from '../../src/net/world.ts';
import { makeCa, makeLeaf, pem } from '../fixtures/certificates.ts';

const PERIOD = { notBefore: new Date(Date.now() - 86_400_000), days: 90 };
const ROOT = makeCa('Root', PERIOD);
const OTHER = makeCa('Other', PERIOD);
const LEAF = makeLeaf({ issuer: ROOT, names: ['other-name.test'], ...PERIOD });

const rootsOf =
  (...all: readonly string[]) =>
  (): Promise<SessionRoots> =>
    Promise.resolve({ title: 'roots of this test', pem: all });

/** What two requests over one connection are told of the chain. */
async function told(
  roots: (() => Promise<SessionRoots>) | null,
): Promise<readonly (readonly [answered: boolean, verification: unknown])[]> {
  const server = createServer({ cert: pem(LEAF.der), key: LEAF.privateKeyPem }, (_request, response) => {
    response.end('hi');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const session = httpSession(
    { address: '127.0.0.1', port, host: 'mail.contoso.com', tls: true, sni: 'mail.contoso.com' },
    {
      dial: dialTcp,
      limits: { connectMs: 2000, answerMs: 2000, connections: 2 },
      signal: new AbortController().signal,
      verifier: () => verifierOf(roots === null ? {} : { roots }),
    },
  );
  try {
    const replies = [await session.get('/', []), await session.get('/', [])];
    return replies.map((reply) => [reply.ok, reply.ok ? reply.verification : null]);
  } finally {
    await session.close();
    server.close();
  }
}

describe("OpenSSL's opinion of a chain", () => {
  const title = 'roots of this test';

  test('comes with the first answer of a connection, and looks at no name', async () => {
    expect(await told(rootsOf(pem(ROOT.der)))).toEqual([
      [true, { authorized: true, code: null, roots: title }],
      [true, null],
    ]);
  });

  test('is a word of OpenSSL where it refuses, and the talk goes on', async () => {
    expect(await told(rootsOf(pem(OTHER.der)))).toEqual([
      [true, { authorized: false, code: expect.stringMatching(/^UNABLE_TO_/), roots: title }],
      [true, null],
    ]);
  });

  test('is none without roots, or if they cannot be had', async () => {
    for (const roots of [null, () => Promise.reject(new Error('no file'))])
      expect(await told(roots)).toEqual([
        [true, null],
        [true, null],
      ]);
  });

  test('is formed with roots that are read once', () => {
    const roots = rootsOf(pem(ROOT.der));
    expect(verifierOf({ roots })).toBe(verifierOf({ roots }));
    expect(verifierOf({ roots: rootsOf() })).not.toBe(verifierOf({ roots }));
  });
});
