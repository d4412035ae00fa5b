import { describe, expect, test } from '@jest/globals';
import { parseTargets } from '../../src/config/targets-file.ts';
import { factsOf } from '../../src/facts/index.ts';
import { gatheredOf } from '../../src/judge/gathered-of.ts';
import { judge } from '../../src/judge/judge.ts';
import { parseSavedReport } from '../../src/config/saved-report.ts';
import { createNetwork } from '../../src/lab/network.ts';
import type { Target } from '../../src/model/target.ts';
import type { Lookup } from '../../src/net/dns.ts';
import { observeAll } from '../../src/scan/observe.ts';
import { judging } from '../fixtures/facts.ts';
import { optionsFor, targetFor } from './harness.ts';

/** Each resolver knows names of its own. */
function lookupIn(zones: Readonly<Record<string, Readonly<Record<string, string>>>>): Lookup {
  return ({ name, type, resolver }) => {
    const data = zones[resolver]?.[name];
    const records = data === undefined || type !== 'A' ? [] : [{ name, type, ttl: 60, data }];
    const rcode = data === undefined ? 'NXDOMAIN' : 'NOERROR';
    return Promise.resolve({ ok: true, rcode, authenticated: false, records });
  };
}

const VIEWS = { inside: '10.0.0.53', outside: '192.0.2.53' };

async function run(
  zones: Parameters<typeof lookupIn>[0],
  target: Target = targetFor('https', 'mail.contoso.com'),
) {
  const { world } = createNetwork(Date.now);
  const options = { ...optionsFor('check'), world: { ...world, lookup: lookupIn(zones) }, views: VIEWS };
  return observeAll([target], options);
}

describe('views of split DNS', () => {
  test('make an endpoint of each address, labelled with the views that lead there', async () => {
    const { endpoints, observations } = await run({
      '10.0.0.53': { 'mail.contoso.com': '10.0.0.7' },
      '192.0.2.53': { 'mail.contoso.com': '203.0.113.7' },
    });
    expect(endpoints.map(({ address, views }) => [address, views])).toEqual([
      ['10.0.0.7', ['inside']],
      ['203.0.113.7', ['outside']],
    ]);
    expect(
      observations
        .filter(({ kind }) => kind === 'resolve')
        .map(({ question, endpoint }) => [question, endpoint]),
    ).toEqual([
      ['addresses/inside', 'https://mail.contoso.com:443/10.0.0.7'],
      ['addresses/outside', 'https://mail.contoso.com:443/203.0.113.7'],
    ]);
  });

  test('make one endpoint of an address that both lead to', async () => {
    const same = { 'mail.contoso.com': '203.0.113.7' };
    const { endpoints } = await run({ '10.0.0.53': same, '192.0.2.53': same });
    expect(endpoints.map(({ views }) => views)).toEqual([['inside', 'outside']]);
  });

  test('put on record where one leads nowhere, which says nothing about the server of the other', async () => {
    const gathered = await run({ '192.0.2.53': { 'mail.contoso.com': '203.0.113.7' } });
    const { endpoints, observations } = gathered;
    expect(
      observations.filter(({ kind }) => kind === 'resolve').map(({ outcome }) => outcome.status),
    ).toEqual(['failed', 'resolved']);
    const [only] = endpoints;
    if (only === undefined) throw new Error('no endpoint');
    const { reach } = factsOf(only, observations, new Map());
    expect(reach).toMatchObject({ value: { failure: { code: 'connection-refused' } } });
  });

  test('leave an endpoint without an address where none leads anywhere', async () => {
    const { endpoints, observations } = await run({});
    expect(endpoints.map(({ address, views }) => [address, views])).toEqual([[null, undefined]]);
    expect(observations.map(({ outcome }) => outcome.status)).toEqual(['failed', 'failed']);
  });

  test('can be fixed in the targets file', async () => {
    const text = JSON.stringify({
      targets: [
        {
          host: 'mail.contoso.com',
          services: ['https'],
          views: { inside: ['10.0.0.7'], outside: ['203.0.113.7'] },
        },
      ],
    });
    const [target] = parseTargets(text, 'targets.json').targets;
    const { endpoints, observations } = await run({}, target);
    expect(endpoints.map(({ address, views }) => [address, views])).toEqual([
      ['10.0.0.7', ['inside']],
      ['203.0.113.7', ['outside']],
    ]);
    expect(observations.some(({ kind }) => kind === 'resolve')).toBe(false);
  });

  test.each([
    [{ inside: ['10.0.0.7'] }, /views/],
    [{ inside: ['10.0.0.7'], outside: ['nobody'] }, /expected an IPv4 or IPv6 address/],
    [{ inside: ['10.0.0.7'], 'out side': ['203.0.113.7'] }, /view/],
  ])('of a targets file are not %j', (views, message) => {
    const text = JSON.stringify({ targets: [{ host: 'mail.contoso.com', views }] });
    expect(() => parseTargets(text, 'targets.json')).toThrow(message);
  });

  test('and answers about mail domains stay in a saved report', async () => {
    const network = createNetwork(Date.now);
    network.publish('contoso.com', 'MX', ['10 mail.contoso.com'], true);
    network.name('contoso.com', ['203.0.113.80']);
    const options = { ...optionsFor('check'), world: network.world, domains: ['contoso.com'] };
    const fixed = {
      ...targetFor('smtp', 'mail.contoso.com'),
      views: { inside: ['10.0.0.7'], outside: ['203.0.113.7'] },
    };
    const gathered = await observeAll([fixed], options);
    const report = judge(gathered, { ...judging(), version: '0.0.0' });
    const read = parseSavedReport(JSON.stringify(report), 'report.json');
    expect(gatheredOf(read)).toEqual(gathered);
    expect(new Set(gathered.observations.map(({ kind }) => kind))).toEqual(new Set(['hello', 'dns', 'web']));
    expect(report.findings.filter(({ rule }) => rule === 'mail/mta-sts-missing')).toMatchObject([
      { outcome: 'fail', subject: { name: 'contoso.com' } },
    ]);
  });
});
