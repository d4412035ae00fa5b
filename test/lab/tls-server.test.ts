import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';
import { createNetwork, type LabNetwork } from '../../src/lab/network.ts';
import { createPki, type Pki } from '../../src/lab/pki.ts';
import { exchange2019, nginx } from '../../src/lab/policies.ts';
import type { TlsPolicy } from '../../src/lab/tls-policy.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import { buildHello } from '../../src/probes/hello-spec.ts';
import { GATEWAY_PLAN } from './plans.ts';
import { startContoso } from '../../src/lab/contoso.ts';
import { hello, MODERN, type Place, plainSocket, securedSocket, talk } from './visit.ts';

const ADDRESS = '192.0.2.1';
const SESSION_TICKET = 35;

let pki: Pki;
let chain: readonly Uint8Array[];
let network: LabNetwork;
beforeAll(async () => {
  pki = await createPki(Date.now());
  chain = await pki.commercial(['server.contoso.com']);
});
afterEach(() => network.stop());

/** A server of the policy that says `welcome` in each session. */
async function start(policy: Partial<TlsPolicy> = {}): Promise<Place> {
  network = createNetwork(Date.now);
  const inside = {
    key: () => pki.keyOf(chain),
    serve: (socket: { end(text: string): unknown }) => void socket.end('welcome'),
  };
  const handler = tlsServer({ ...exchange2019({ rsa: chain }), ...policy }, randomBytes, inside);
  await network.serve(ADDRESS, 443, handler);
  return { world: network.world, address: ADDRESS, port: 443, host: 'server.contoso.com' };
}

describe('a server with something inside', () => {
  test('answers the hellos of the scanner by itself', async () => {
    const at = await start();
    const flight = await hello(await plainSocket(at), at.world);
    // A real server would not sign with random bytes, but it would not choose anything else either.
    expect([flight.version, flight.hello?.suite, flight.certificates?.length]).toEqual([0x0303, 0xc030, 2]);
    expect(flight.state).toBe('complete');
  });

  test.each(['all', 'of-version', 'none'] as const)(
    'never takes a hello with extensions %j for a client that stays',
    (extensions) => {
      for (const keyShares of ['real', 'empty', null] as const) {
        const { asked } = buildHello(
          { ...MODERN, ocsp: true, extensions, keyShares, maxVersion: 0x0304 },
          createNetwork(Date.now).world,
        );
        expect(asked.extensions).not.toContain(SESSION_TICKET);
      }
    },
  );

  test('completes the session of a client that stays', async () => {
    const at = await start();
    const stream = await securedSocket(await plainSocket(at), at.host);
    expect(await talk(stream, [])).toEqual(['welcome']);
    expect(stream.getPeerX509Certificate()?.subjectAltName).toBe('DNS:server.contoso.com');
  });

  test('completes it where the hello comes in pieces', async () => {
    const at = await start();
    const socket = await plainSocket(at);
    const pieces = new Duplex({
      read: () => undefined,
      write(chunk: Buffer, _encoding, done) {
        socket.write(chunk.subarray(0, 20));
        setImmediate(() => socket.write(chunk.subarray(20), done));
      },
    });
    socket.on('data', (chunk) => pieces.push(chunk));
    const stream = await securedSocket(pieces, at.host);
    expect(stream.getProtocol()).toBe('TLSv1.2');
    stream.destroy();
    socket.destroy();
  });

  test('has only the suites and groups of its policy in a session too', async () => {
    const at = await start({ ...nginx({ rsa: chain }), versions: [0x0303], groups: [24] });
    const stream = await securedSocket(await plainSocket(at), at.host);
    expect(['ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-CHACHA20-POLY1305']).toContain(stream.getCipher().name);
    expect(stream.getEphemeralKeyInfo()).toMatchObject({ name: 'secp384r1' });
    stream.destroy();
  });

  test('answers everybody by itself where OpenSSL has nothing of the policy', async () => {
    const at = await start({ versions: [0x0300], suites: [0x0005] });
    await expect(securedSocket(await plainSocket(at), at.host)).rejects.toMatchObject({
      code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    });
  });

  test('refuses what is no hello', async () => {
    const at = await start();
    const socket = await plainSocket(at);
    const [answer = ''] = await talk(socket, ['GET / HTTP/1.1'], false);
    expect(answer.charCodeAt(0)).toBe(0x15);
    socket.destroy();
  });
});

test('a gateway that is no Exchange says so and has suites that Windows lacks', async () => {
  const lab = await startContoso(() => Date.UTC(2026, 10, 22), [GATEWAY_PLAN]);
  network = createNetwork(Date.now);
  const at = { world: lab.world, address: '203.0.113.25', port: 25, host: 'mx.contoso.com' };
  const socket = await plainSocket(at);
  const [banner, ehlo] = await talk(socket, ['EHLO x', 'STARTTLS']);
  expect(banner).toBe('220 mx.contoso.com ESMTP Postfix\r\n');
  expect(ehlo).not.toContain('X-ANONYMOUSTLS');
  expect((await hello(socket, lab.world, { suites: [0xcca8] })).hello?.suite).toBe(0xcca8);
  await lab.stop();
});
