import { describe, expect, test } from '@jest/globals';
import { factsOf } from '../../src/facts/index.ts';
import type { ProductFact } from '../../src/facts/types.ts';
import { behindNginx, loadBalanced } from '../../src/lab/fronts.ts';
import { GENERATIONS } from '../../src/lab/generations.ts';
import type { HttpObservation, NtlmObservation } from '../../src/model/observation.ts';
import type { Gathered } from '../../src/model/report.ts';
import { askExchange } from './exchange.ts';

const HTTPS = [{ protocol: 'https', port: 443, names: [] }] as const;

function requests({ observations }: Pick<Gathered, 'observations'>, tls = true): HttpObservation[] {
  return observations.filter((one): one is HttpObservation => one.kind === 'http' && one.asked.tls === tls);
}

function challenges({ observations }: Pick<Gathered, 'observations'>): NtlmObservation[] {
  return observations.filter((one): one is NtlmObservation => one.kind === 'ntlm');
}

function product({ endpoints, observations }: Gathered, at = 0): ProductFact {
  const endpoint = endpoints[at];
  if (endpoint === undefined) throw new Error('no endpoint');
  const fact = factsOf(endpoint, observations, new Map()).product;
  if (!fact.known) throw new Error(fact.why);
  return fact.value;
}

const basic = { fingerprint: 'basic' } as const;

describe('a look at a website', () => {
  test.each(GENERATIONS.map((generation) => [generation.id, generation] as const))(
    'of %s shows its build and its names over one connection',
    async (id, { build, frontEnd }) => {
      const run = await askExchange({ generation: id, ports: [443] }, HTTPS, basic);
      const asked = requests(run);
      const seen = product(run);
      expect(seen).toMatchObject({ state: 'answered', family: 'exchange', chosen: { value: build } });
      expect(seen.front.kind).toBe('exchange');
      expect(seen.disagreements).toEqual([]);
      expect(seen.names.map(({ value }) => value)).toContain('contoso.com');
      expect(seen.names.some(({ kind, value }) => kind === 'front-end' && value === 'MBX01')).toBe(frontEnd);
      expect(asked.reduce((sum, { connections }) => sum + connections, 0)).toBe(1);
      expect(asked.length).toBeLessThanOrEqual(24);
      expect(asked.every(({ outcome }) => outcome.status === 'answered')).toBe(true);
    },
  );

  test('asks for one challenge of NTLM, and for it last', async () => {
    const run = await askExchange({ generation: 'exchange-2019', ports: [443] }, HTTPS, basic);
    const sent = requests(run).map(({ asked }) =>
      asked.headers.map(([, value]) => value.split(' ')[0]).join(),
    );
    expect(sent.filter((scheme) => scheme !== '')).toEqual(['Bearer', 'NTLM']);
    expect(sent.at(-1)).toBe('NTLM');
    expect(product(run).windows.map(({ value }) => value)).toEqual(['10.0.17763']);
  });

  test('follows /owa/ to its own page and reads the build there as well', async () => {
    const run = await askExchange({ generation: 'exchange-2019', ports: [443] }, HTTPS, basic);
    const logon = requests(run).find(({ question }) => question === 'http/logon');
    expect(logon?.asked.path).toMatch(/^\/owa\/auth\/logon\.aspx\?url=/);
    expect(product(run).builds.map(({ source, precision }) => `${source} ${precision}`)).toEqual([
      'x-owa-version exact',
      'exporttool exact',
      'resource-path cu',
    ]);
  });

  test('costs a scan two connections more, one of them to port 80', async () => {
    const without = await askExchange({ generation: 'exchange-2019', ports: [443, 80] }, HTTPS);
    const looked = await askExchange({ generation: 'exchange-2019', ports: [443, 80] }, HTTPS, basic);
    const count = (run: Gathered): number => run.observations.reduce((sum, one) => sum + one.connections, 0);
    expect(count(looked) - count(without)).toBe(2);
    expect(looked.served.get('192.0.2.99:80')).toBe(1);
    expect(requests(looked, false)).toHaveLength(6);
  });

  test('takes a closed port 80 for no sign of pressure', async () => {
    const run = await askExchange({ generation: 'exchange-2019', ports: [443] }, HTTPS, basic);
    expect(requests(run, false).map(({ outcome }) => outcome)).toMatchObject([
      { status: 'failed', failure: { code: 'connection-refused' } },
    ]);
    expect(run.run.pressure).toEqual([]);
  });

  test('is no part of a check, unless it is asked for', async () => {
    const server = { generation: 'exchange-2019', ports: [443] } as const;
    expect(requests(await askExchange(server, HTTPS, { fingerprint: 'none' }, 'check'))).toEqual([]);
    expect(requests(await askExchange(server, HTTPS, basic, 'check'))).not.toEqual([]);
  });

  test('that a run has had is not had again', async () => {
    const server = { generation: 'exchange-2019', ports: [443] } as const;
    const first = await askExchange(server, HTTPS, basic);
    const second = await askExchange(server, HTTPS, { ...basic, resume: first });
    expect(second.served.get('192.0.2.99:443')).toBe(0);
    expect(requests(second)).toEqual(requests(first));
  });

  test('sees hybrid modern authentication and its tenant', async () => {
    const tenant = '8e1f3a4c-0d4c-4c1e-9d7c-1f2a3b4c5d6e';
    const run = await askExchange(
      { generation: 'exchange-2019', ports: [443], site: { tenant } },
      HTTPS,
      basic,
    );
    expect(product(run).modernAuth).toMatchObject({
      tenant,
      authorizationUri: 'https://login.windows.net/common/oauth2/authorize',
    });
  });

  test.each([
    ['nginx', behindNginx, { kind: 'reverse-proxy', product: 'nginx' }],
    [
      'a load balancer',
      (site: Parameters<typeof behindNginx>[0]) => loadBalanced(site, 'BIGipServerowa=1677787402.47873.0000'),
      { kind: 'load-balancer', product: 'F5 BIG-IP' },
    ],
  ])('recognizes %s in front', async (_what, front, seen) => {
    const run = await askExchange({ generation: 'exchange-2019', ports: [443], front }, HTTPS, basic);
    expect(product(run).front).toMatchObject(seen);
  });

  test.each([
    ['with status 429', 429, []],
    ['with a time to come back', 503, [['Retry-After', '30']]],
  ] as const)('ends when the server has enough, %s', async (_how, status, headers) => {
    const front = () => () => ({ status, headers, body: '' });
    const run = await askExchange({ generation: 'exchange-2019', ports: [443], front }, HTTPS, basic);
    expect(requests(run)).toHaveLength(1);
  });

  test('goes on where only a directory is down', async () => {
    const front = () => () => ({ status: 503, headers: [], body: '' });
    const run = await askExchange({ generation: 'exchange-2019', ports: [443], front }, HTTPS, basic);
    expect(requests(run).length).toBeGreaterThan(10);
  });

  test.each([
    ['another host', 'https://login.example.com/adfs/ls/'],
    ['plain HTTP', 'http://server.contoso.com/owa/auth/logon.aspx'],
    ['no URL', 'https://['],
    ['itself', '/owa/'],
  ])('does not follow a redirect to %s', async (_where, location) => {
    const front = () => () => ({ status: 302, headers: [['Location', location]] as const, body: '' });
    const run = await askExchange({ generation: 'exchange-2019', ports: [443], front }, HTTPS, basic);
    const logon = requests(run).find(({ question }) => question === 'http/logon');
    expect(logon?.asked.path).toBe('/owa/auth/logon.aspx');
  });
});

describe('the challenges of mail ports', () => {
  const services = [
    { protocol: 'smtp', port: 25, names: [] },
    { protocol: 'imap', port: 143, names: [] },
    { protocol: 'pop3', port: 110, names: [] },
    { protocol: 'imaps', port: 993, names: [] },
    { protocol: 'pop3s', port: 995, names: [] },
  ] as const;
  const server = { generation: 'exchange-2016', ports: [25, 110, 143, 993, 995] } as const;

  test('are asked for with full alone, once before TLS and once inside', async () => {
    const run = await askExchange(server, services, { fingerprint: 'full' });
    const asked = challenges(run).map(
      ({ endpoint, asked: { tls }, outcome, connections }) =>
        `${endpoint.split(':')[0]} ${tls ? 'inside' : 'before'} ${outcome.status} ${connections}`,
    );
    expect(asked.toSorted()).toEqual([
      'imap before challenged 1',
      'imap inside challenged 1',
      'imaps inside challenged 1',
      'pop3 before challenged 1',
      'pop3 inside challenged 1',
      'pop3s inside challenged 1',
      'smtp before challenged 1',
      'smtp inside challenged 1',
    ]);
    for (const [at] of services.entries()) {
      const { windows, names } = product(run, at);
      expect(windows.map(({ value }) => value)).toEqual(['10.0.14393']);
      expect(names.map(({ value }) => value)).toContain('MBX01.contoso.com');
    }
  });

  test('are not asked for otherwise', async () => {
    const run = await askExchange(server, services, basic);
    expect(challenges(run)).toEqual([]);
    expect(product(run)).toMatchObject({ state: 'answered', family: 'exchange', windows: [] });
  });
});
