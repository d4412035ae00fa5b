import { describe, expect, test } from '@jest/globals';
import { CLIENTS } from '../../src/exchange/clients/index.ts';
import { demandsOf, type Place } from '../../src/plan/demands.ts';
import { planForTargets } from '../../src/plan/plan.ts';
import { endpoint, target } from '../fixtures/facts.ts';

const places = (host: string, ...protocols: Parameters<typeof endpoint>[0][]): readonly Place[] =>
  protocols.map((protocol) => endpoint(protocol, { host }));

describe('demands', () => {
  test('are one for each kind of service of a host, with the names of its target', () => {
    const { demands } = demandsOf(
      places('mail.contoso.com', 'https', 'imap', 'imaps'),
      [
        target('mail.contoso.com', {
          names: ['Autodiscover.contoso.com'],
          services: [{ protocol: 'imaps', port: 993, names: ['imap.contoso.com'] }],
        }),
      ],
      [],
      [],
    );
    expect(demands).toMatchObject([
      {
        family: 'web',
        names: ['mail.contoso.com', 'autodiscover.contoso.com'],
        commonName: null,
        listed: [],
      },
      { family: 'imap', ports: [143, 993], names: ['mail.contoso.com', 'imap.contoso.com'] },
    ]);
  });

  test('leave to the servers what is theirs', () => {
    const own = [
      endpoint('smtp-anonymous'),
      endpoint('smtp', { port: 2525 }),
      endpoint('tls', { port: 5061 }),
    ];
    expect(demandsOf(own, [], [], []).demands).toEqual([]);
  });

  test('have no name that a public CA cannot certify, and say so', () => {
    const { demands, leftOut } = demandsOf(
      [...places('ex01.contoso.local', 'https'), ...places('192.0.2.1', 'https')],
      [],
      [],
      [],
    );
    expect(demands).toEqual([]);
    expect(leftOut.map(({ name }) => name)).toEqual(['ex01.contoso.local', '192.0.2.1']);
  });

  test('put Autodiscover of a domain on the website that is in it', () => {
    const all = [...places('web.contoso.org', 'https'), ...places('mail.contoso.com', 'https')];
    const { demands } = demandsOf(all, [], ['contoso.com'], []);
    expect(demands.map(({ names }) => names)).toEqual([
      ['web.contoso.org'],
      ['mail.contoso.com', 'autodiscover.contoso.com'],
    ]);
  });

  test('ask for a common name where a chosen client reads nothing else', () => {
    const old = CLIENTS.filter(({ id }) => id === 'outlook-2003-xp');
    expect(old).toHaveLength(1);
    const { demands } = demandsOf(places('mail.contoso.com', 'pop3', 'https'), [], [], old);
    expect(demands.map(({ commonName, listed }) => [commonName, listed])).toEqual([
      ['mail.contoso.com', ['mail.contoso.com']],
      ['mail.contoso.com', ['mail.contoso.com']],
    ]);
  });
});

test('a plan for targets alone predicts nothing', () => {
  const services = [{ protocol: 'https', port: 443, names: [] } as const];
  const plan = planForTargets(
    [target('a.contoso.com', { services }), target('b.contoso.com', { services })],
    {
      wildcardFrom: 2,
      mostNames: 100,
      clients: [],
      domains: [],
    },
  );
  expect(plan.items[0]).toMatchObject({
    names: ['*.contoso.com'],
    commonName: '*.contoso.com',
    wildcard: true,
  });
  expect(plan.prediction).toBeNull();
});
