import { describe, expect, test } from '@jest/globals';
import { withBackEnd } from '../../src/config/back-end.ts';
import { parseTargetArgument } from '../../src/config/target-argument.ts';
import { BACK_END_PORTS } from '../../src/exchange/ports.ts';
import type { Target } from '../../src/model/target.ts';

const places = (targets: readonly Target[]): readonly string[] =>
  targets.flatMap(({ host, services, knocks = [] }) => [
    ...services.map(({ protocol, port }) => `${host} ${protocol}:${port}`),
    ...knocks.map((port) => `${host} knock:${port}`),
  ]);

describe('the ports of the back end', () => {
  test('are added to a host of the standard set, but not twice', () => {
    const [only] = withBackEnd([parseTargetArgument('mail.contoso.com')]);
    expect(only?.services.filter(({ port }) => port === 2525)).toHaveLength(1);
    expect(only?.knocks).toEqual([81, 808]);
    const added = only?.services
      .filter(({ backEnd = false }) => backEnd)
      .map(({ protocol, port }) => `${protocol}:${port}`);
    expect(added).toEqual([
      'smtp-anonymous:25',
      'https:444',
      'smtp:475',
      'smtp:717',
      'imaps:1993',
      'pop3s:1995',
      'https:8172',
      'tls:50636',
    ]);
  });

  test('are added once to a host that two targets name', () => {
    const all = places(
      withBackEnd([parseTargetArgument('mail.contoso.com'), parseTargetArgument('https://mail.contoso.com')]),
    );
    expect(all.filter((place) => place.endsWith(':444'))).toHaveLength(1);
    expect(all.filter((place) => place.includes('knock'))).toHaveLength(2);
  });

  test('that the operator named stay named', () => {
    const [, named] = withBackEnd([
      parseTargetArgument('edge.contoso.com'),
      parseTargetArgument('https://mail.contoso.com:444'),
    ]);
    expect(named?.services[0]).toEqual({ protocol: 'https', port: 444, names: [] });
    expect(named?.services.filter(({ port }) => port === 444)).toHaveLength(1);
  });

  test.each([
    ['only where port 25 is asked', ['https://mail.contoso.com'], 0],
    ['once', ['mail.contoso.com', 'smtp://mail.contoso.com'], 1],
    ['not where the operator names it', ['mail.contoso.com', 'smtp-anonymous://mail.contoso.com'], 1],
  ])('have X-ANONYMOUSTLS %s', (_when, hosts, times) => {
    const all = places(withBackEnd(hosts.map((host) => parseTargetArgument(host))));
    expect(all.filter((place) => place.includes('anonymous'))).toHaveLength(times);
  });

  test('are every row of the table', () => {
    const all = withBackEnd([parseTargetArgument('https://mail.contoso.com')]);
    const asked = places(all).map((place) => Number(place.split(':')[1]));
    for (const { port } of BACK_END_PORTS) expect(asked).toContain(port);
  });

  test('are there already the second time', () => {
    const once = withBackEnd([parseTargetArgument('mail.contoso.com')]);
    expect(places(withBackEnd(once))).toEqual(places(once));
  });
});
