import { afterEach, describe, expect, test } from '@jest/globals';
import { type Answer, AUTHENTIC_DATA } from 'dns-packet';
import { randomBytes } from 'node:crypto';
import { domainFactsOf } from '../../src/facts/domain/index.ts';
import { createNetwork } from '../../src/lab/network.ts';
import type { Observation } from '../../src/model/observation.ts';
import { dialTcp } from '../../src/net/dial.ts';
import { lookupOver } from '../../src/net/dns.ts';
import type { Web, WebRequest } from '../../src/net/web.ts';
import type { World } from '../../src/net/world.ts';
import type { DomainContext } from '../../src/scan/domain-asking.ts';
import { domainPhase } from '../../src/scan/domain-phase.ts';
import { domainTargets } from '../../src/scan/domain-targets.ts';
import { observeAll, observeEach } from '../../src/scan/observe.ts';
import { type NameServer, serveNames } from '../net/name-server.ts';
import { optionsFor, targetFor } from './harness.ts';

const open: NameServer[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const ZONE: readonly Answer[] = [
  { name: 'contoso.com', type: 'MX', data: { preference: 20, exchange: 'mx2.contoso.com' } },
  { name: 'contoso.com', type: 'MX', data: { preference: 10, exchange: 'Mail.contoso.com' } },
  { name: 'contoso.com', type: 'A', data: '127.0.0.80' },
  { name: 'mail.contoso.com', type: 'A', data: '127.0.0.7' },
  { name: 'mx2.contoso.com', type: 'A', data: '127.0.0.8' },
  { name: 'autodiscover.contoso.com', type: 'CNAME', data: 'mail.contoso.com' },
  { name: '_mta-sts.contoso.com', type: 'TXT', data: ['v=STSv1; id=1;'] },
  { name: '_smtp._tls.contoso.com', type: 'TXT', data: ['v=TLSRPTv1; rua=mailto:tls@contoso.com'] },
  {
    name: '_autodiscover._tcp.contoso.com',
    type: 'SRV',
    data: { priority: 0, weight: 0, port: 444, target: 'mail.contoso.com' },
  },
  {
    name: '_25._tcp.mail.contoso.com',
    type: 'TLSA',
    data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32, 7) },
  },
];

/** A website that answers all alike, and writes down what it was asked. */
function website(
  answer: (url: string) => Partial<Extract<Awaited<ReturnType<Web>>, { ok: true }>> = () => ({}),
): {
  readonly web: Web;
  readonly asked: WebRequest[];
} {
  const asked: WebRequest[] = [];
  return {
    asked,
    web: (request) => {
      asked.push(request);
      return Promise.resolve({
        ok: true,
        http: 200,
        location: null,
        contentType: null,
        body: new Uint8Array(0),
        cut: false,
        certificates: [Uint8Array.of(0x30, 0)],
        ...answer(request.url),
      });
    },
  };
}

async function run(
  zone: readonly Answer[],
  web: Web,
  behave?: Parameters<typeof serveNames>[1],
): Promise<{ readonly observations: readonly Observation[]; readonly server: NameServer }> {
  const server = await serveNames(zone, behave);
  open.push(server);
  const observations: Observation[] = [];
  let last = 0;
  const resolve: World['resolve'] = () => {
    throw new Error('the system is not to be asked');
  };
  const context: DomainContext = {
    world: {
      lookup: lookupOver({
        resolve,
        dial: dialTcp,
        random: (length) => randomBytes(length),
        servers: () => [],
      }),
      web,
      resolve,
      now: Date.now,
    },
    resolver: server.resolver,
    timeoutMs: 2000,
    signal: new AbortController().signal,
    nextId: () => `o${(last += 1)}`,
    record: ({ observation }) => observations.push(observation),
  };
  await domainPhase('contoso.com', context);
  return { observations, server };
}

describe('the questions about a mail domain', () => {
  test('are those that senders and clients ask', async () => {
    const { web, asked } = website();
    const { server } = await run(ZONE, web);
    expect(server.queries.toSorted()).toEqual([
      'udp A autodiscover.contoso.com',
      'udp A contoso.com',
      'udp A mail.contoso.com',
      'udp A mx2.contoso.com',
      'udp AAAA autodiscover.contoso.com',
      'udp AAAA contoso.com',
      'udp MX contoso.com',
      'udp SRV _autodiscover._tcp.contoso.com',
      'udp TLSA _25._tcp.mail.contoso.com',
      'udp TLSA _25._tcp.mx2.contoso.com',
      'udp TXT _mta-sts.contoso.com',
      'udp TXT _smtp._tls.contoso.com',
    ]);
    expect(asked.map(({ url }) => url).toSorted()).toEqual([
      'http://autodiscover.contoso.com/autodiscover/autodiscover.xml',
      'https://autodiscover.contoso.com/autodiscover/autodiscover.xml',
      'https://contoso.com/autodiscover/autodiscover.xml',
      'https://mail.contoso.com:444/autodiscover/autodiscover.xml',
      'https://mta-sts.contoso.com/.well-known/mta-sts.txt',
    ]);
  });

  test('become facts, the word of the resolver among them', async () => {
    const { web } = website();
    const { observations } = await run(ZONE, web, () => ({ flags: AUTHENTIC_DATA }));
    const { mx, mtaSts, tlsReporting, tlsa, autodiscover } = domainFactsOf(
      'contoso.com',
      observations,
      new Map(),
    );
    expect(mx).toMatchObject({ value: { hosts: ['mail.contoso.com', 'mx2.contoso.com'], validated: true } });
    expect(mtaSts).toMatchObject({ value: { record: { state: 'present', id: '1' } } });
    expect(tlsReporting).toMatchObject({ value: { destinations: ['mailto:tls@contoso.com'] } });
    expect(tlsa.get('mail.contoso.com')).toMatchObject({
      value: {
        records: [{ usage: 3, association: '07'.repeat(32) }],
        validated: true,
        addressValidated: true,
      },
    });
    expect(autodiscover.aliases).toEqual(['mail.contoso.com']);
  });

  test('go no further where there is nothing', async () => {
    const { web, asked } = website();
    const { observations, server } = await run([], web);
    expect(asked).toEqual([]);
    expect(server.queries).toHaveLength(8);
    expect(observations.every(({ connections }) => connections === 0)).toBe(true);
  });

  test('follow a redirect to a stranger into public places only', async () => {
    const { web, asked } = website((url) =>
      url.startsWith('http:') ? { http: 302, location: 'https://169-254.stranger.example/x' } : {},
    );
    await run(ZONE, web);
    const redirected = asked.find(({ url }) => url.includes('stranger'));
    expect(redirected?.scope).toBe('public');
    expect(asked.filter((one) => one !== redirected).every(({ scope }) => scope === 'local')).toBe(true);
  });

  test('look at the domain itself where it has no MX', async () => {
    const { web } = website();
    const { server } = await run([{ name: 'contoso.com', type: 'A', data: '127.0.0.80' }], web);
    expect(server.queries).toContain('udp TLSA _25._tcp.contoso.com');
  });

  test('look at twenty MX hosts at most', async () => {
    const many = Array.from({ length: 40 }, (_, index): Answer => ({
      name: 'contoso.com',
      type: 'MX',
      data: { preference: index, exchange: `mx${index}.contoso.com` },
    }));
    const { web } = website();
    const { server } = await run(many, web);
    expect(server.queries.filter((query) => query.includes(' TLSA '))).toHaveLength(20);
  });
});

describe('a run with mail domains', () => {
  const targets = [targetFor('https', 'web.fabrikam.com'), targetFor('smtp', 'mail.contoso.com')];

  test('asks about each with the first target that stands in it', () => {
    const found = domainTargets(['contoso.com', 'fabrikam.com', 'elsewhere.example', 'contoso.com'], targets);
    expect([...found].map(([{ host }, domains]) => [host, domains])).toEqual([
      ['mail.contoso.com', ['contoso.com']],
      ['web.fabrikam.com', ['fabrikam.com', 'elsewhere.example']],
    ]);
    expect(domainTargets(['contoso.com'], [])).toEqual(new Map());
  });

  test('puts the answers on record under the domain', async () => {
    const network = createNetwork(Date.now);
    network.publish('contoso.com', 'MX', ['10 mail.contoso.com']);
    const options = { ...optionsFor('check'), world: network.world, domains: ['contoso.com'] };
    const { observations, run: info } = await observeAll(targets, options);
    const own = observations.filter(({ endpoint }) => endpoint === 'domain:contoso.com');
    expect(own.find(({ question }) => question === 'mx')).toMatchObject({
      kind: 'dns',
      asked: { name: 'contoso.com', type: 'MX', resolver: 'system' },
      outcome: { status: 'answered', records: [{ data: '10 mail.contoso.com' }] },
    });
    expect(info.complete).toBe(true);
    await network.stop();
  });

  test('hands them over with that target', async () => {
    const network = createNetwork(Date.now);
    const options = { ...optionsFor('check'), world: network.world, domains: ['contoso.com'] };
    const hosts: string[] = [];
    await observeEach(targets, options, (target, { observations }) => {
      if (observations.some(({ kind }) => kind === 'dns')) hosts.push(target.host);
    });
    expect(hosts).toEqual(['mail.contoso.com']);
    await network.stop();
  });

  test('finds the addresses of hosts by the resolver that is named', async () => {
    const server = await serveNames(ZONE);
    open.push(server);
    const { world } = createNetwork(Date.now);
    const lookup = lookupOver({ ...world, servers: () => [] });
    const options = { ...optionsFor('check'), world: { ...world, lookup }, resolver: server.resolver };
    const { endpoints } = await observeAll([targetFor('smtp', 'mail.contoso.com')], options);
    expect(endpoints.map(({ address }) => address)).toEqual(['127.0.0.7']);
    expect(server.queries.toSorted()).toEqual(['udp A mail.contoso.com', 'udp AAAA mail.contoso.com']);
  });
});
