import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withBackEnd } from '../../src/config/back-end.ts';
import { factsOf } from '../../src/facts/index.ts';
import { createNetwork, type LabNetwork } from '../../src/lab/network.ts';
import { exchange2019 } from '../../src/lab/policies.ts';
import { tlsServer } from '../../src/lab/tls-server.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { Gathered } from '../../src/model/report.ts';
import type { Target } from '../../src/model/target.ts';
import { observeAll, type ObserveOptions } from '../../src/scan/observe.ts';
import { RSA_ONLY } from '../lab/chains.ts';
import { ADDRESS, HOST, optionsFor, targetFor } from './harness.ts';

const EXCHANGE = tlsServer(exchange2019(RSA_ONLY), randomBytes);

let network: LabNetwork;
let knocked: string[];

beforeEach(async () => {
  knocked = [];
  network = createNetwork(Date.now);
  network.name(HOST, [ADDRESS]);
  await network.serve(ADDRESS, 443, EXCHANGE);
  await network.serve(ADDRESS, 81, (socket: Socket) => {
    socket.on('data', (data) => knocked.push(`sent ${data.length}`));
    socket.on('close', () => knocked.push('closed'));
  });
});

afterEach(() => network.stop());

const run = (target: Target, rest: Partial<ObserveOptions> = {}): Promise<Gathered> =>
  observeAll([target], { ...optionsFor('check', rest), world: network.world });

const knocksIn = ({ observations }: Gathered) => observations.filter(({ kind }) => kind === 'knock');

function factAbout({ observations }: Gathered, endpoint: Endpoint) {
  const { knocks } = factsOf(endpoint, observations, new Map());
  return knocks.known ? knocks.value.ports.map(({ port, state }) => [port, state]) : null;
}

describe('knocking', () => {
  const target = { ...targetFor('https'), knocks: [81, 808] };

  test('costs one connection each, and tells open from closed', async () => {
    const gathered = await run(target);
    expect(
      knocksIn(gathered).map(({ question, outcome, connections }) => [question, outcome.status, connections]),
    ).toEqual([
      ['port/81', 'open', 1],
      ['port/808', 'failed', 1],
    ]);
    // A port that is closed, as it should be, is no sign of pressure.
    expect(gathered.run.pressure).toEqual([]);
    const [website] = gathered.endpoints;
    if (website === undefined) throw new Error('no endpoint');
    expect(factAbout(gathered, website)).toEqual([
      [81, 'open'],
      [808, 'closed'],
    ]);
  });

  test('sends nothing', async () => {
    await run(target);
    expect(knocked).toEqual(['closed']);
  });

  test('is not done unless the target says so', async () => {
    expect(knocksIn(await run(targetFor('https')))).toEqual([]);
  });

  test('is not done again for what an earlier run was told', async () => {
    const earlier = await run(target);
    const again = await run(target, { resume: earlier });
    const open = knocksIn(again).filter(({ outcome }) => outcome.status === 'open');
    expect(open.map(({ id }) => id)).toEqual(
      knocksIn(earlier)
        .filter(({ outcome }) => outcome.status === 'open')
        .map(({ id }) => id),
    );
  });

  test('says nothing about the website beside it', async () => {
    const gathered = await run(target);
    const [website] = gathered.endpoints;
    if (website === undefined) throw new Error('no endpoint');
    const without = gathered.observations.filter(({ kind }) => kind !== 'knock');
    const verdict = (observations: Gathered['observations']) => {
      const { reach, versions } = factsOf(website, observations, new Map());
      return [reach.known && reach.value.state, versions.known];
    };
    expect(verdict(gathered.observations)).toEqual(verdict(without));
  });

  test('of a run that was stopped is put down as not asked', async () => {
    const stop = new AbortController();
    stop.abort();
    const gathered = await run({ ...target, addresses: [ADDRESS] }, { signal: stop.signal });
    expect(
      knocksIn(gathered).map(({ outcome }) => outcome.status === 'failed' && outcome.failure.code),
    ).toEqual(['aborted', 'aborted']);
    expect(gathered.run.complete).toBe(false);
  });
});

test('a port of the back end that is closed is not enabled, even where the operator named the host', async () => {
  const [target] = withBackEnd([targetFor('https')]);
  if (target === undefined) throw new Error('no target');
  const { endpoints } = await run(target);
  expect(endpoints.filter(({ named }) => named).map(({ port }) => port)).toEqual([443]);
  expect(endpoints.map(({ port }) => port)).toContain(444);
});
