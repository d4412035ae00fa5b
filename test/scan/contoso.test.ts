import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { judgeChain } from '../../src/certs/trust/judge-chain.ts';
import { storesFor } from '../../src/certs/trust/stores-for.ts';
import type { Certificate } from '../../src/certs/certificate.ts';
import { parseCertificate } from '../../src/certs/parse.ts';
import { recognizeDefaultCertificate } from '../../src/exchange/default-certificates.ts';
import { factsOf } from '../../src/facts/index.ts';
import type { EndpointFactSet } from '../../src/facts/types.ts';
import { type Lab, startContoso } from '../../src/lab/contoso.ts';
import type { Depth, Gathered } from '../../src/model/report.ts';
import { observeAll } from '../../src/scan/observe.ts';
import { visit } from '../lab/visit.ts';
import { interviewOf, optionsFor } from './harness.ts';

const DEPTHS = ['check', 'scan'] as const;
const DAY = 86_400_000;

let lab: Lab;
const runs = {} as Record<Depth, Gathered>;
const served = {} as Record<Depth, ReadonlyMap<string, number>>;

beforeAll(async () => {
  lab = await startContoso();
  for (const depth of DEPTHS) {
    const before = new Map(lab.connections());
    runs[depth] = await observeAll(lab.targets, { ...optionsFor(depth), world: lab.world });
    served[depth] = new Map(
      [...lab.connections()].map(([key, count]) => [key, count - (before.get(key) ?? 0)]),
    );
  }
}, 30_000);

afterAll(() => lab.stop());

describe.each(DEPTHS)('a %s of Contoso', (depth) => {
  test('counts exactly the connections that the servers saw', () => {
    const { endpoints, observations } = runs[depth];
    for (const endpoint of endpoints) {
      const counted = observations
        .filter((observation) => observation.endpoint === endpoint.id)
        // Plain HTTP is asked for on another port.
        .filter((observation) => observation.kind !== 'http' || observation.asked.tls)
        .reduce((sum, { connections }) => sum + connections, 0);
      // The attempt at a closed port counts too, and nobody is there to see it.
      const seen = served[depth].get(`${endpoint.address}:${endpoint.port}`) ?? 1;
      expect([endpoint.id, counted]).toEqual([endpoint.id, seen]);
    }
  });

  test('presses nobody: ports that are closed are no sign of crowding', () => {
    expect(runs[depth].run.pressure.filter(({ sign }) => sign !== 'slow')).toEqual([]);
  });

  test('is complete', () => {
    expect(runs[depth].run).toMatchObject({ complete: true, stopped: null });
  });
});

test.each([
  ['https://mail.contoso.com:443', 6],
  ['smtp://mail.contoso.com:25', 5],
  ['smtp://mail.contoso.com:587', 5],
  ['imap://mail.contoso.com:143', 6],
  ['pop3s://mail.contoso.com:995', 6],
  ['https://se.contoso.com:443', 6],
  ['smtp://edge1.contoso.com:25', 1],
])('a check of %s costs %d connections', (endpoint, connections) => {
  const own = runs.check.observations.filter((observation) =>
    observation.endpoint.startsWith(`${endpoint}/`),
  );
  expect(own.reduce((sum, observation) => sum + observation.connections, 0)).toBe(connections);
});

describe('what the hosts show', () => {
  test('mail.contoso.com: TLS 1.2 with the four suites that an RSA certificate lets through', () => {
    for (const service of [
      'https://mail.contoso.com:443',
      'smtp://mail.contoso.com:587',
      'imap://mail.contoso.com:143',
    ]) {
      const { suites } = facts(service);
      expect(suites.known && suites.value.accepted.map(({ suite }) => suite)).toEqual([
        0xc030, 0xc02f, 0xc028, 0xc027,
      ]);
    }
    const [leaf, ...issuers] = chainOf('https://mail.contoso.com:443');
    expect(leaf?.dnsNames).toEqual(['mail.contoso.com', 'autodiscover.contoso.com']);
    expect((leaf?.notAfter ?? 0) - lab.now).toBeGreaterThan(60 * DAY);
    expect(issuers).toHaveLength(1);
  });

  test('legacy.contoso.com: SSL 3.0 to TLS 1.2, RC4 and 3DES, a small group and SHA-1', () => {
    const { versions, suites, order, dhGroups } = facts('https://legacy.contoso.com:443');
    const accepted = versions.known
      ? [...versions.value.answers].filter(([, { value }]) => value === 'yes').map(([version]) => version)
      : [];
    expect(accepted).toEqual([0x0300, 0x0301, 0x0302, 0x0303]);
    expect(suites.known && suites.value.family('RC4').value).toBe('yes');
    expect(suites.known && suites.value.family('3DES').value).toBe('yes');
    expect(order.known && order.value.decidedBy).toBe('client');
    expect(dhGroups.known && new Set(dhGroups.value.seen.map(({ bits }) => bits))).toEqual(new Set([1024]));
    expect(chainOf('https://legacy.contoso.com:443')[0]?.signature.hash).toBe('SHA-1');
  });

  test('mbx01.contoso.com: the certificate that Setup makes, with all its properties', () => {
    const [leaf] = chainOf('https://mbx01.contoso.com:443');
    expect(leaf && recognizeDefaultCertificate(leaf)).toMatchObject({ kind: 'exchange', missed: [] });
  });

  test('hq.contoso.com: no autodiscover name', () => {
    expect(chainOf('https://hq.contoso.com:443')[0]?.dnsNames).toEqual(['hq.contoso.com']);
    expect(lab.targets.find(({ host }) => host === 'hq.contoso.com')?.names).toEqual([
      'autodiscover.hq.contoso.com',
    ]);
  });

  test('archive.contoso.com: expired for twelve days', () => {
    const [leaf] = chainOf('https://archive.contoso.com:443');
    expect(Math.round((lab.now - (leaf?.notAfter ?? 0)) / DAY)).toBe(12);
  });

  test('edge1.contoso.com: no STARTTLS', () => {
    const { starttls } = facts('smtp://edge1.contoso.com:25');
    expect(starttls.known && starttls.value.state).toBe('not-offered');
  });

  test('se.contoso.com: TLS 1.3 for browsers only', () => {
    const answer = (endpoint: string): string | undefined => {
      const { versions } = facts(endpoint);
      return versions.known ? versions.value.answers.get(0x0304)?.value : undefined;
    };
    expect(answer('https://se.contoso.com:443')).toBe('yes');
    expect(answer('smtp://se.contoso.com:25')).toBe('no');
  });

  test('ex2010.contoso.com: SSL 2.0, SSL 3.0 and TLS 1.0 alone', () => {
    const { versions } = facts('https://ex2010.contoso.com:443');
    const accepted = versions.known
      ? [...versions.value.answers].filter(([, { value }]) => value === 'yes').map(([version]) => version)
      : [];
    expect(accepted).toEqual([0x0002, 0x0300, 0x0301]);
  });

  test('owa.contoso.com: ChaCha20 and TLS 1.3, which Windows does not have by itself', () => {
    const { suites, versions } = facts('https://owa.contoso.com:443');
    expect(suites.known && suites.value.accepted.map(({ suite }) => suite)).toEqual(
      expect.arrayContaining([0xcca8, 0x1303]),
    );
    expect(versions.known && versions.value.answers.get(0x0304)?.value).toBe('yes');
  });

  test.each([
    ['mail.contoso.com', 443, 'Microsoft-IIS/10.0', '15.2.1748.53', 'EX01', 'max-age=31536000', undefined],
    ['legacy.contoso.com', 443, 'Microsoft-IIS/8.5', '15.0.1497.48', 'LEGACY', undefined, undefined],
    ['ex2010.contoso.com', 443, 'Microsoft-IIS/7.5', '14.3.513.0', undefined, undefined, undefined],
    ['mbx01.contoso.com', 443, 'Microsoft-IIS/10.0', '15.2.1544.14', 'MBX01', undefined, undefined],
    ['se.contoso.com', 443, 'Microsoft-IIS/10.0', '15.2.2562.53', 'EX04', 'max-age=31536000', undefined],
    ['owa.contoso.com', 443, 'nginx', '15.1.2507.75', 'EX05', undefined, undefined],
    ['198.51.100.11', 443, 'Microsoft-IIS/10.0', '15.1.2507.75', 'DAG01', undefined, '184549386'],
    ['198.51.100.12', 443, 'Microsoft-IIS/10.0', '15.1.2507.44', 'DAG02', undefined, '201326602'],
  ])(
    '%s:%d is %s with Exchange %s on %s, HSTS %p, pool %p',
    async (host, port, server, build, name, hsts, pool) => {
      const resolved = await lab.world.resolve(host);
      const [address = host] = resolved.ok ? resolved.addresses : [];
      const { headers } = await visit({ world: lab.world, host, address, port }, '/owa/');
      expect(headers).toMatchObject({ server, 'x-owa-version': build });
      expect([headers['x-feserver'], headers['strict-transport-security']]).toEqual([name, hsts]);
      expect(headers['set-cookie']).toEqual(
        pool === undefined ? undefined : [`BIGipServerpool_owa=${pool}.47873.0000; path=/`],
      );
    },
  );

  test('every server certificate has a key of its own', () => {
    const leaves = Object.values(runs.scan.certificates)
      .map((der) => parseCertificate(Buffer.from(der, 'base64')))
      .filter(({ basicConstraints }) => basicConstraints?.ca !== true);
    const keys = new Set(leaves.map(({ publicKeyInfo }) => Buffer.from(publicKeyInfo).toString('hex')));
    expect(leaves.length).toBeGreaterThan(9);
    expect(keys.size).toBe(leaves.length);
  });

  test('every certificate of the commercial authority has timestamps', () => {
    const commercial = Object.values(runs.scan.certificates)
      .map((der) => parseCertificate(Buffer.from(der, 'base64')))
      .filter(({ issuer, basicConstraints }) => /TLS RSA CA/.test(issuer) && basicConstraints?.ca !== true);
    expect(commercial.length).toBeGreaterThan(5);
    expect(commercial.every(({ hasTimestamps }) => hasTimestamps)).toBe(true);
  });

  test('dag.contoso.com: two addresses that differ in certificate and versions', () => {
    const at = (address: string): [string | undefined, unknown] => {
      const { versions } = facts(`https://dag.contoso.com:443/${address}`);
      const [leaf] = chainOf(`https://dag.contoso.com:443/${address}`);
      return [leaf?.sha256, versions.known && versions.value.answers.get(0x0301)?.value];
    };
    const [one, other] = [at('198.51.100.11'), at('198.51.100.12')];
    expect([one[1], other[1]]).toEqual(['no', 'yes']);
    expect(one[0]).not.toBe(other[0]);
  });

  test('the commercial and the internal chains lead to the authorities that the lab names', () => {
    const { stores, pool } = storesFor(lab.authorities.map(parseCertificate), null);
    for (const host of ['mail', 'legacy', 'hq', 'archive', 'se']) {
      const chain = chainOf(`https://${host}.contoso.com:443`);
      const request = { stores, pool, at: lab.world.now(), purpose: 'serverAuth' } as const;
      expect(judgeChain(chain, request)).toMatchObject({
        // Its certificate has expired.
        classification: host === 'archive' ? 'broken' : 'internal',
        facts: { completeness: 'complete', order: 'ok' },
      });
    }
  });

  test('ports that are not served are closed', () => {
    const lines = interviewOf({
      ...runs.scan,
      observations: runs.scan.observations.filter(({ endpoint }) => endpoint.startsWith('imap://hq.')),
    });
    expect(lines).toEqual(['modern failed connection-refused']);
  });
});

function facts(endpointStart: string): EndpointFactSet {
  const { endpoints, observations, certificates } = runs.scan;
  const endpoint = endpoints.find(({ id }) => id.startsWith(endpointStart));
  if (endpoint === undefined) throw new Error(`no endpoint ${endpointStart}`);
  const parsed = new Map(
    Object.entries(certificates).map(([sha256, der]) => [
      sha256,
      parseCertificate(Buffer.from(der, 'base64')),
    ]),
  );
  return factsOf(endpoint, observations, parsed);
}

function chainOf(endpointStart: string): readonly Certificate[] {
  const { chains } = facts(endpointStart);
  return chains.known ? (chains.value.chains[0]?.certificates ?? []) : [];
}
