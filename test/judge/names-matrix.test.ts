import { describe, expect, test } from '@jest/globals';
import type { Certificate } from '../../src/certs/certificate.ts';
import type { EndpointFactSet } from '../../src/facts/types.ts';
import type { JudgedEndpoint } from '../../src/judge/engine.ts';
import { namesMatrix } from '../../src/judge/names-matrix.ts';
import type { Protocol } from '../../src/model/protocol.ts';
import type { Target } from '../../src/model/target.ts';
import { domainFacts } from '../fixtures/domain.ts';
import {
  certificate,
  chain,
  endpoint,
  EXCHANGE_2019,
  known,
  reach,
  silentFacts,
  soundFacts,
  target,
  unknown,
  unreadCertificate,
} from '../fixtures/facts.ts';

const MAIL = certificate({ dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'] });
const WILD = certificate({ sha256: 'bb'.repeat(32), dnsNames: ['*.contoso.com'] });
const POOR = certificate({
  sha256: 'cc'.repeat(32),
  dnsNames: ['mx.contoso.com'],
  commonNames: ['mx.contoso.com'],
});

const TARGET = target('mail.contoso.com', {
  names: ['autodiscover.contoso.com'],
  services: [
    { protocol: 'https', port: 443, names: [] },
    { protocol: 'imaps', port: 993, names: ['imap.contoso.com'] },
  ],
});

function at(
  protocol: Protocol,
  one: Certificate | null,
  of: Target = TARGET,
  port?: number,
  address?: string,
): JudgedEndpoint {
  const place = endpoint(protocol, {
    host: of.host,
    ...(port === undefined ? {} : { port }),
    ...(address === undefined ? {} : { address }),
  });
  const chains: Partial<EndpointFactSet> =
    one === null ? { chains: unknown() } : { chains: known({ chains: [chain(one)] }) };
  return { endpoint: place, facts: soundFacts(place, chains), target: of, baseline: EXCHANGE_2019 };
}

/** Name, services that need it, coverage: of each cell. */
function cellsOf(endpoints: readonly JudgedEndpoint[]): readonly (readonly [string, string, string])[] {
  return namesMatrix(endpoints).hosts.flatMap(({ rows }) =>
    rows.flatMap(({ name, cells }) =>
      cells.map(({ needed_by: by, covered }) => [name, by.join(' '), covered] as const),
    ),
  );
}

describe('the names matrix', () => {
  test('has each name with the services that need it, by certificate', () => {
    expect(cellsOf([at('https', MAIL), at('imaps', WILD)])).toEqual([
      ['mail.contoso.com', 'https:443', 'yes'],
      ['mail.contoso.com', 'imaps:993', 'yes'],
      ['autodiscover.contoso.com', 'https:443', 'yes'],
      ['autodiscover.contoso.com', '', 'yes'],
      ['imap.contoso.com', '', 'no'],
      ['imap.contoso.com', 'imaps:993', 'yes'],
    ]);
  });

  test('puts services with one certificate into one column', () => {
    const { hosts } = namesMatrix([
      at('https', MAIL),
      at('https', MAIL, TARGET, 443, '203.0.113.8'),
      at('imaps', MAIL),
    ]);
    expect(hosts[0]?.columns).toMatchObject([
      {
        certificates: [MAIL.sha256],
        services: [
          { protocol: 'https', port: 443 },
          { protocol: 'imaps', port: 993 },
        ],
      },
    ]);
    expect(hosts[0]?.columns[0]?.services[0]?.endpoints).toHaveLength(2);
  });

  test('names a missing name once, with all its places and certificates', () => {
    const other = target('web.contoso.com', {
      names: ['autodiscover.contoso.com'],
      services: TARGET.services,
    });
    const { missing } = namesMatrix([at('https', POOR), at('https', POOR, other)]);
    expect(missing.find(({ name }) => name === 'autodiscover.contoso.com')).toEqual({
      name: 'autodiscover.contoso.com',
      places: [
        { host: 'mail.contoso.com', protocol: 'https', port: 443 },
        { host: 'web.contoso.com', protocol: 'https', port: 443 },
      ],
      certificates: [POOR.sha256],
    });
    expect(missing.map(({ name }) => name)).toEqual([
      'mail.contoso.com',
      'autodiscover.contoso.com',
      'web.contoso.com',
    ]);
  });

  test('does not miss a name that nobody needs there', () => {
    expect(namesMatrix([at('https', MAIL), at('imaps', WILD)]).missing).toEqual([]);
  });

  test('needs no host name on ports for servers', () => {
    expect(cellsOf([at('smtp', POOR, target('mail.contoso.com'), 2525)])).toEqual([
      ['mail.contoso.com', '', 'no'],
    ]);
  });

  test('tells a name in the common name alone', () => {
    const bare = certificate({ dnsNames: [], hasSubjectAltName: false });
    const { hosts, missing } = namesMatrix([at('https', bare, target('mail.contoso.com'))]);
    expect(hosts[0]?.rows[0]?.cells).toEqual([
      { needed_by: ['https:443'], covered: 'common-name', entry: null },
    ]);
    expect(missing).toHaveLength(1);
  });

  test('silence and what cannot be read are unknown, and not missing', () => {
    const { hosts, missing } = namesMatrix([at('https', null), at('imaps', unreadCertificate())]);
    expect(
      new Set(hosts.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map(({ covered }) => covered)))),
    ).toEqual(new Set(['unknown']));
    expect(missing).toEqual([]);
  });

  test('leaves out what is not enabled, and a host of which nothing is', () => {
    const place = endpoint('imap');
    const closed = {
      ...at('https', MAIL),
      endpoint: place,
      facts: silentFacts({ reach: reach('not-enabled') }),
    };
    expect(namesMatrix([closed])).toEqual({ hosts: [], missing: [] });
    expect(namesMatrix([closed, at('https', MAIL)]).hosts[0]?.columns).toHaveLength(1);
  });

  test('asks for no name of an address', () => {
    expect(namesMatrix([at('https', POOR, target('203.0.113.7'))]).hosts[0]?.rows).toEqual([]);
  });

  test('takes names without regard to case', () => {
    const upper = target('Mail.Contoso.COM', { names: ['MAIL.contoso.com'], services: TARGET.services });
    expect(cellsOf([at('https', MAIL, upper)])).toEqual([
      ['mail.contoso.com', 'https:443', 'yes'],
      ['imap.contoso.com', '', 'no'],
    ]);
  });
});

describe('Autodiscover of a mail domain in the names matrix', () => {
  const place = (name: string, one: Certificate) =>
    known({
      state: 'answers' as const,
      name,
      http: 401,
      contentType: null,
      certificates: [one],
    });
  const none = domainFacts([]);
  const domain = (host: ReturnType<typeof place>) => ({
    ...none,
    domain: 'fabrikam.com',
    autodiscover: { ...none.autodiscover, host },
  });

  test('is a name of its own, missing if its certificate lacks it', () => {
    const { hosts, missing } = namesMatrix([], [domain(place('autodiscover.fabrikam.com', MAIL))]);
    expect(hosts).toMatchObject([
      { host: 'autodiscover.fabrikam.com', rows: [{ source: 'domain', cells: [{ covered: 'no' }] }] },
    ]);
    expect(missing).toMatchObject([{ name: 'autodiscover.fabrikam.com', certificates: [MAIL.sha256] }]);
  });

  test('is not there twice if a target has it', () => {
    const { hosts } = namesMatrix([at('https', MAIL)], [domain(place('autodiscover.contoso.com', MAIL))]);
    expect(hosts.map(({ host }) => host)).toEqual(['mail.contoso.com']);
  });
});
