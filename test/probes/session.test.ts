import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { gather } from '../../src/gather.ts';
import type { SessionObservation } from '../../src/model/observation.ts';
import { realWorld } from '../../src/net/world.ts';
import { askSession } from '../../src/probes/session.ts';
import { makeCa, makeLeaf, pem } from '../fixtures/certificates.ts';
import { endpoint } from '../fixtures/facts.ts';

const root = makeCa('Contoso Root');
const leaf = makeLeaf({
  names: ['mail.contoso.com'],
  issuer: root,
  notBefore: new Date(Date.now() - 86_400_000),
});

let server: Server;
beforeAll(async () => {
  server = createServer({ key: leaf.privateKeyPem, cert: leaf.pem, minVersion: 'TLSv1.3' });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(() => {
  server.close();
});

async function verification(
  roots?: NonNullable<ReturnType<typeof realWorld>['roots']>,
): Promise<Extract<SessionObservation['outcome'], { status: 'accepted' }>['verification']> {
  const { port } = server.address() as AddressInfo;
  const of = endpoint('https', { host: 'other.contoso.com', address: '127.0.0.1', port });
  const world = realWorld();
  const { observation } = await askSession(of, 'session', {
    id: 'o1',
    world: roots === undefined ? world : { ...world, roots },
    timeouts: { connectMs: 5000, replyMs: 5000, tlsMs: 5000 },
    signal: new AbortController().signal,
    unasked: null,
  });
  if (observation.kind !== 'session' || observation.outcome.status !== 'accepted') {
    throw new Error(JSON.stringify(observation));
  }
  return observation.outcome.verification;
}

describe("OpenSSL's opinion of the chain", () => {
  test('is yes with the root, whatever the name', async () => {
    const roots = () => Promise.resolve({ title: 'own', pem: [pem(root.der)] });
    expect(await verification(roots)).toEqual({ authorized: true, code: null, roots: 'own' });
  });

  test('is no with other roots, and says why', async () => {
    const roots = () => Promise.resolve({ title: 'other', pem: [pem(makeCa('Other').der)] });
    expect(await verification(roots)).toEqual({
      authorized: false,
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      roots: 'other',
    });
  });

  test.each([
    ['there are no roots', undefined],
    ['the roots cannot be had', () => Promise.reject(new Error('gone'))],
  ])('is none where %s, and the session is read all the same', async (_, roots) => {
    expect(await verification(roots)).toBeNull();
  });
});

test('a run brings the roots of Mozilla and its own', async () => {
  const { port } = server.address() as AddressInfo;
  const { observations } = await gather(
    [
      {
        host: '127.0.0.1',
        services: [{ protocol: 'https', port, names: [] }],
        explicit: true,
        addresses: [],
        names: [],
        baseline: null,
      },
    ],
    { options: { depth: 'check' }, authorities: [root.certificate] },
  );
  const session = observations.find(({ kind }) => kind === 'session');
  expect(session?.outcome ?? { verification: 'no session' }).toMatchObject({
    verification: {
      authorized: true,
      roots: expect.stringMatching(/^Mozilla root program .*, and 1 of your own$/),
    },
  });
});
