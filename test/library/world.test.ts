import { describe, expect, test } from '@jest/globals';
import { createHook } from 'node:async_hooks';
import { type DialResult, gather, scan, type World, worldWith } from '../../src/index.ts';
import { withLab } from './lab.ts';

/** Everything that a run can be made to ask for. */
const ALL = {
  depth: 'check',
  fingerprint: 'full',
  backEnd: true,
  domains: ['contoso.com'],
  revocation: 'online',
  fetchIssuers: true,
  allowPrivateFetch: true,
} as const;

/** What Node does for look-ups, connections and datagrams. */
const NETWORK = /^(?:GETADDRINFOREQWRAP|GETNAMEINFOREQWRAP|QUERYWRAP|TCPCONNECTWRAP|UDPSENDWRAP)$/;

/** How often `use` made Node reach for the network, by the kind of request. */
async function networkOf(use: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const hook = createHook({
    init(_id, type) {
      if (NETWORK.test(type)) counts[type] = (counts[type] ?? 0) + 1;
    },
  }).enable();
  try {
    await use();
  } finally {
    hook.disable();
  }
  return counts;
}

const REFUSED: DialResult = {
  ok: false,
  failure: { code: 'connection-refused', stage: 'dial', detail: 'by the test' },
};

describe('a world that is brought', () => {
  test('is the only one that a run knows: nothing is opened or looked up beside it', async () => {
    const asked = { dial: 0, resolve: 0 };
    const world = worldWith({
      resolve: () => {
        asked.resolve += 1;
        return Promise.resolve({ ok: true, addresses: ['192.0.2.1'] });
      },
      dial: () => {
        asked.dial += 1;
        return Promise.resolve(REFUSED);
      },
    });
    const target = (await withLab(['hq.contoso.com'], ({ targets }) => Promise.resolve(targets))).slice(0, 1);
    expect(await networkOf(() => gather(target, { world, options: ALL }))).toEqual({});
    expect(asked.resolve).toBeGreaterThan(0);
    expect(asked.dial).toBeGreaterThan(target[0]?.services.length ?? Infinity);
  });

  test('carries every connection of a run that is answered', async () => {
    await withLab(['hq.contoso.com', 'mbx01.contoso.com'], async ({ targets, world }) => {
      let dialled = 0;
      const counting: World = {
        ...world,
        dial: async (address, port, options) => {
          const result = await world.dial(address, port, options);
          dialled += result.ok ? 1 : 0;
          return result;
        },
      };
      const network = await networkOf(() => scan(targets, { world: counting, options: ALL }));
      const own = { TCPCONNECTWRAP: network['TCPCONNECTWRAP'] };
      expect(network).toEqual(own);
      // Websites of mail domains and authorities are reached by the `web` and `fetch` of the lab.
      expect(own.TCPCONNECTWRAP).toBeGreaterThanOrEqual(dialled);
      expect(dialled).toBeGreaterThan(50);
    });
  });

  test('gives the time of everything in the report', async () => {
    const now = Date.parse('2030-05-06T07:08:09Z');
    const report = await withLab(['hq.contoso.com'], ({ targets, world }) =>
      scan(targets, { world: { ...world, now: () => now }, options: { depth: 'check' } }),
    );
    const times = [
      report.run.startedAt,
      report.run.finishedAt,
      report.judged.at,
      ...report.observations.map(({ at }) => at),
    ];
    expect(new Set(times)).toEqual(new Set(['2030-05-06T07:08:09.000Z']));
  });

  test('gives the randomness of every hello', async () => {
    let taken = 0;
    await withLab(['hq.contoso.com'], ({ targets, world }) =>
      gather(targets, {
        world: {
          ...world,
          random: (length) => {
            taken += 1;
            return new Uint8Array(length);
          },
        },
        options: { depth: 'check' },
      }),
    );
    expect(taken).toBeGreaterThan(10);
  });
});

describe('a world with parts of the caller', () => {
  const signal = new AbortController().signal;

  test('fetches by his dial and his names', async () => {
    const seen: string[] = [];
    const world = worldWith({
      resolve: (name) => {
        seen.push(name);
        return Promise.resolve({ ok: true, addresses: ['192.0.2.7'] });
      },
      dial: (address, port) => {
        seen.push(`${address}:${port}`);
        return Promise.resolve(REFUSED);
      },
    });
    const request = { maxBytes: 100, timeoutMs: 1000, signal, scope: 'local' } as const;
    const url = 'http://ca.contoso.com/ca.crt';
    await world.fetch({ ...request, url, method: 'GET', body: null });
    await world.web({ ...request, url });
    expect(seen).toEqual(['ca.contoso.com', '192.0.2.7:80', 'ca.contoso.com', '192.0.2.7:80']);
  });

  test('looks nothing up at the name servers of this machine if he brings names only', async () => {
    const world = worldWith({ resolve: () => Promise.resolve({ ok: true, addresses: ['192.0.2.7'] }) });
    const ask = (type: 'A' | 'MX') =>
      world.lookup({ name: 'contoso.com', type, resolver: 'system', timeoutMs: 1000, signal });
    expect(await ask('A')).toMatchObject({ ok: true, records: [{ data: '192.0.2.7' }] });
    expect(await ask('MX')).toMatchObject({ ok: false, failure: { code: 'resolver-failed' } });
  });
});
