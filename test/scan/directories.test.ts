import { describe, expect, test } from '@jest/globals';
import { VIRTUAL_DIRECTORIES } from '../../src/exchange/directories.ts';
import { factsOf } from '../../src/facts/index.ts';
import type { DirectoryFact, EndpointFactSet } from '../../src/facts/types.ts';
import { behindNginx } from '../../src/lab/fronts.ts';
import { GENERATIONS } from '../../src/lab/generations.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { Gathered } from '../../src/model/report.ts';
import { basicWithoutTls } from '../../src/rules/http/basic-without-tls.ts';
import { directoryUnhealthy } from '../../src/rules/http/directory-unhealthy.ts';
import { missingDirectory } from '../../src/rules/http/missing-directory.ts';
import { missingHsts } from '../../src/rules/http/missing-hsts.ts';
import { proxiedDifferently } from '../../src/rules/http/proxied-differently.ts';
import { finding } from '../fixtures/facts.ts';
import { askExchange } from './exchange.ts';

const HTTPS = [{ protocol: 'https', port: 443, names: [] }] as const;
const basic = { fingerprint: 'basic' } as const;

interface Seen {
  readonly endpoint: Endpoint;
  readonly facts: EndpointFactSet;
  readonly directories: readonly DirectoryFact[];
}

function seenIn({ endpoints: [endpoint], observations }: Gathered): Seen {
  if (endpoint === undefined) throw new Error('no endpoint');
  const facts = factsOf(endpoint, observations, new Map());
  if (!facts.directories.known) throw new Error(facts.directories.why);
  return { endpoint, facts, directories: facts.directories.value.directories };
}

describe.each(GENERATIONS.map((row) => [row.id, row] as const))('the website of %s', (id, { product }) => {
  const seen = (async () => seenIn(await askExchange({ generation: id, ports: [80, 443] }, HTTPS, basic)))();

  test('has the directories of the table', async () => {
    const { directories } = await seen;
    expect(directories.filter(({ state }) => state === 'unknown')).toEqual([]);
    expect(directories.filter(({ state }) => state === 'present').map((one) => one.id)).toEqual(
      VIRTUAL_DIRECTORIES.filter(({ products }) => products.some((each) => each === product)).map(
        (one) => one.id,
      ),
    );
  });

  test('offers what the table says', async () => {
    const { directories } = await seen;
    for (const { id: name, authentication, forms } of VIRTUAL_DIRECTORIES) {
      const found = directories.find((one) => one.id === name);
      if (found?.state !== 'present' || forms) continue;
      expect([name, found.authentication.toSorted()]).toEqual([name, authentication.toSorted()]);
    }
  });

  test('is healthy, and passes or fails as its defaults are', async () => {
    const { endpoint, facts } = await seen;
    const outcomes = [
      directoryUnhealthy,
      missingDirectory,
      proxiedDifferently,
      missingHsts,
      basicWithoutTls,
    ].map((rule) => finding(rule, { endpoint, facts }).outcome);
    const old = product === '2010' || product === '2013';
    expect(outcomes).toEqual([
      product === '2010' ? 'not-applicable' : 'pass',
      'pass',
      'pass',
      'fail',
      // Rpc requires TLS by default there.
      old ? 'pass' : 'fail',
    ]);
  });
});

test('what is behind a reverse proxy is recognized by what the proxy lets through', async () => {
  const { directories } = seenIn(
    await askExchange({ generation: 'exchange-2019', ports: [443], front: behindNginx }, HTTPS, basic),
  );
  expect(new Set(directories.map(({ state }) => state))).toEqual(new Set(['present']));
  expect(new Set(directories.map(({ software }) => software))).toEqual(new Set(['nginx']));
  expect(new Set(directories.map(({ answeredBy }) => answeredBy))).toEqual(new Set(['exchange']));
});
