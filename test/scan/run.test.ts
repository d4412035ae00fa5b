import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { smtpServer } from '../../src/lab/mail-servers.ts';
import { createNetwork, type LabNetwork } from '../../src/lab/network.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import type { Dial } from '../../src/net/dial.ts';
import { observeAll, type ScanEvent } from '../../src/scan/observe.ts';
import { RSA_ONLY } from '../lab/chains.ts';
import {
  ADDRESS,
  ask,
  askPolicy,
  connectionsOf,
  factsIn,
  HOST,
  interviewOf,
  optionsFor,
  targetFor,
  versionAnswers,
} from './harness.ts';

const EXCHANGE = tlsServer(exchange2019(RSA_ONLY), randomBytes);
const SHORT = { connectMs: 1000, replyMs: 150, tlsMs: 150 };

describe('an endpoint that takes connections and never answers', () => {
  test('is given up after three questions', async () => {
    const run = await ask(() => undefined, 'scan', { timeouts: SHORT, retries: 1 });
    expect(interviewOf(run)).toEqual([
      'modern failed tls-timeout',
      'modern failed tls-timeout',
      'modern failed tls-timeout',
    ]);
    expect(versionAnswers(run)).toBeNull();
    expect(connectionsOf(run)).toBe(run.served);
  });
});

describe('an endpoint that ends every connection', () => {
  test.each(['fin', 'reset'] as const)('by %s is not known to refuse anything', async (how) => {
    const run = await ask((socket) => {
      socket.once('data', () => (how === 'fin' ? socket.end() : socket.resetAndDestroy()));
    }, 'check');
    expect(new Set(interviewOf(run).map((line) => line.split(' ').slice(1).join(' ')))).toEqual(
      new Set([`closed ${how}`]),
    );
    expect(versionAnswers(run)).toBeNull();
  });
});

test('an endpoint that answers with text is no TLS', async () => {
  const run = await ask((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  }, 'check');
  expect(new Set(interviewOf(run).map((line) => line.split(' ').slice(1).join(' ')))).toEqual(
    new Set(['failed not-tls']),
  );
});

test('a closed port is one question', async () => {
  const network = createNetwork(Date.now);
  network.name(HOST, [ADDRESS]);
  const run = await observeAll([targetFor('https')], { ...optionsFor('scan'), world: network.world });
  expect(interviewOf(run)).toEqual(['modern failed connection-refused']);
  expect(factsIn(run).reach).toMatchObject({ value: { state: 'unreachable' } });
});

test('a name that does not exist costs no connection', async () => {
  const network = createNetwork(Date.now);
  const run = await observeAll([targetFor('https')], { ...optionsFor('scan'), world: network.world });
  expect(run.observations[0]).toMatchObject({
    kind: 'resolve',
    outcome: { status: 'failed', failure: { code: 'name-not-found' } },
  });
  expect(connectionsOf(run)).toBe(0);
});

test('each target is begun before its endpoints are found, and done when nothing more is asked for it', async () => {
  const network = await serving();
  const targets = [targetFor('https'), targetFor('https', 'nowhere.contoso.com')];
  const events: ScanEvent[] = [];
  await observeAll(targets, { ...optionsFor('check'), world: network.world }, (event) => events.push(event));
  await network.stop();
  for (const target of targets) {
    const own = events.filter((event) => {
      if ('target' in event) return event.target === target;
      if ('endpoint' in event) return event.endpoint.host === target.host;
      return event.type === 'observed' && event.observation.endpoint.includes(`/${target.host}`);
    });
    const types = own.map(({ type }) => type);
    expect(types.slice(0, 2)).toEqual(['target-begun', 'endpoint-found']);
    expect(types.lastIndexOf('target-done')).toBe(types.length - 1);
    expect(types.filter((type) => type.startsWith('target-'))).toHaveLength(2);
  }
});

describe('a run that is stopped', () => {
  test('keeps what it has and says that it is not complete', async () => {
    const stop = new AbortController();
    const events: ScanEvent[] = [];
    const network = await serving();
    const run = await observeAll(
      [targetFor('https')],
      { ...optionsFor('scan', { signal: stop.signal }), world: network.world },
      (event) => {
        events.push(event);
        if (events.filter(({ type }) => type === 'observed').length === 4) stop.abort();
      },
    );
    await network.stop();
    expect(run.run).toMatchObject({ complete: false, stopped: 'interrupted' });
    const kept = run.observations.length;
    expect(kept).toBeGreaterThanOrEqual(4);
    expect(kept).toBeLessThan(12);
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['endpoint-done', 'target-done']);
  });

  test('before it began asks nothing', async () => {
    const network = await serving();
    const signal = AbortSignal.abort();
    const run = await observeAll([targetFor('https')], {
      ...optionsFor('scan', { signal }),
      world: network.world,
    });
    await network.stop();
    expect(run.run.complete).toBe(false);
    expect(connectionsOf(run)).toBe(0);
    expect(network.connections().get(`${ADDRESS}:443`)).toBe(0);
  });

  test('by its deadline does not wait for a silent server', async () => {
    const startedAt = Date.now();
    const run = await ask(() => undefined, 'scan', {
      deadlineMs: 100,
      timeouts: { connectMs: 30_000, replyMs: 30_000, tlsMs: 30_000 },
    });
    expect(Date.now() - startedAt).toBeLessThan(5000);
    expect(run.run).toMatchObject({ complete: false, stopped: 'deadline' });
    expect(interviewOf(run)).toEqual(['modern failed aborted']);
  });
});

test.each([1, 3, 7])('a budget of %d connections is kept', async (budget) => {
  const run = await askPolicy({}, 'scan', { budget });
  expect([connectionsOf(run), run.served]).toEqual([budget, budget]);
});

describe('never more connections are open than allowed', () => {
  const services = [25, 587, 2525].map((port) => ({ protocol: 'smtp' as const, port, names: [] }));
  const web = [443, 444, 445].map((port) => ({ protocol: 'https' as const, port, names: [] }));
  const rows = [
    ['smtp', { global: 20, perAddress: 6, smtpPerAddress: 3 }, services, 3],
    ['smtp', { global: 20, perAddress: 6, smtpPerAddress: 1 }, services, 1],
    ['https', { global: 20, perAddress: 4, smtpPerAddress: 3 }, web, 4],
    ['https', { global: 2, perAddress: 6, smtpPerAddress: 3 }, web, 2],
    ['both', { global: 20, perAddress: 5, smtpPerAddress: 3 }, [...services, ...web], 5],
  ] as const;
  test.each(rows)('at one address, %s with %j', async (_, concurrency, list, most) => {
    const network = createNetwork(Date.now);
    network.name(HOST, [ADDRESS]);
    const mail = smtpServer({ host: HOST, now: Date.now, tls: EXCHANGE });
    for (const { protocol, port } of list) {
      await network.serve(ADDRESS, port, protocol === 'smtp' ? mail : EXCHANGE);
    }
    const open = watching(network.world.dial);
    const run = await observeAll([{ ...targetFor('https'), services: list }], {
      ...optionsFor('scan', { concurrency: { ...concurrency, startsPerSecond: null } }),
      world: { ...network.world, dial: open.dial },
    });
    await network.stop();
    expect(open.most()).toBe(most);
    expect(connectionsOf(run)).toBe(list.length * 12);
  });

  test('at two addresses each has its own places', async () => {
    const network = createNetwork(Date.now);
    network.name(HOST, [ADDRESS, '192.0.2.100']);
    await network.serve(ADDRESS, 443, EXCHANGE);
    await network.serve('192.0.2.100', 443, EXCHANGE);
    const open = watching(network.world.dial);
    const concurrency = { global: 20, perAddress: 1, smtpPerAddress: 1 };
    await observeAll([targetFor('https')], {
      ...optionsFor('scan', { concurrency: { ...concurrency, startsPerSecond: null } }),
      world: { ...network.world, dial: open.dial },
    });
    await network.stop();
    expect(open.most()).toBe(2);
  });
});

async function serving(): Promise<LabNetwork> {
  const network = createNetwork(Date.now);
  network.name(HOST, [ADDRESS]);
  await network.serve(ADDRESS, 443, EXCHANGE);
  return network;
}

/** Counts connections from the moment they are asked for until they are closed. */
function watching(dial: Dial): { readonly dial: Dial; readonly most: () => number } {
  let open = 0;
  let most = 0;
  return {
    most: () => most,
    async dial(address, port, options) {
      open += 1;
      most = Math.max(most, open);
      const result = await dial(address, port, options);
      if (!result.ok) {
        open -= 1;
        return result;
      }
      const { connection } = result;
      let closed = false;
      const close = (): void => {
        if (!closed) open -= 1;
        closed = true;
        connection.close();
      };
      return { ok: true, connection: { ...connection, localAddress: connection.localAddress, close } };
    },
  };
}
