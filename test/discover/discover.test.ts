import { afterEach, describe, expect, test } from '@jest/globals';
import type { Answer } from 'dns-packet';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discover, type DiscoverArguments } from '../../src/cli/discover.ts';
import { parseTargets } from '../../src/config/targets-file.ts';
import { askAbout } from '../../src/discover/ask.ts';
import { type Discovery, discoveryOf, isHostName } from '../../src/discover/found.ts';
import { targetsOf } from '../../src/discover/targets.ts';
import { createNetwork } from '../../src/lab/network.ts';
import { dialTcp } from '../../src/net/dial.ts';
import { lookupOver } from '../../src/net/dns.ts';
import type { WebResult } from '../../src/net/web.ts';
import type { World } from '../../src/net/world.ts';
import { fakeShell } from '../cli/fake-shell.ts';
import { type Behaviour, type NameServer, serveNames } from '../net/name-server.ts';

const open: NameServer[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const a = (name: string, data: string): Answer => ({ name, type: 'A', data });
const alias = (name: string, data: string): Answer => ({ name, type: 'CNAME', data });
const mx = (name: string, exchange: string, preference = 10): Answer => ({
  name,
  type: 'MX',
  data: { preference, exchange },
});
const srv = (name: string, port: number, target: string): Answer => ({
  name,
  type: 'SRV',
  data: { priority: 0, weight: 0, port, target },
});

type Page = Partial<Extract<WebResult, { readonly ok: true }>>;

/** What websites answer; those that are not listed refuse connections. */
function worldWith(pages: Readonly<Record<string, Page>> = {}): World {
  const { world } = createNetwork(Date.now);
  return {
    ...world,
    lookup: lookupOver({
      ...world,
      dial: dialTcp,
      random: (length) => randomBytes(length),
      servers: () => [],
    }),
    web: ({ url }) => {
      const page = Object.entries(pages).find(([start]) => url.startsWith(start))?.[1];
      if (page === undefined) {
        const failure = { code: 'connection-refused', stage: 'dial', detail: 'ECONNREFUSED' } as const;
        return Promise.resolve({ ok: false, failure, certificates: [] });
      }
      const empty = {
        location: null,
        contentType: null,
        body: new Uint8Array(0),
        cut: false,
        certificates: [],
      };
      return Promise.resolve({ ok: true, http: 401, ...empty, ...page });
    },
  };
}

async function discovered(
  zone: readonly Answer[],
  pages?: Readonly<Record<string, Page>>,
  behave?: Behaviour,
  domains: readonly string[] = ['contoso.com'],
): Promise<Discovery> {
  const server = await serveNames(zone, behave);
  open.push(server);
  const [domain = ''] = domains;
  const observations = await askAbout(domain, {
    world: worldWith(pages),
    resolver: server.resolver,
    timeoutMs: 1000,
    signal: new AbortController().signal,
  });
  return discoveryOf(domain, observations, domains);
}

const summary = ({ hosts }: Discovery): readonly string[] =>
  hosts.map(({ host, whose, reasons }) => `${host} (${whose}): ${reasons.join(', ')}`);

const CONTOSO: readonly Answer[] = [
  mx('contoso.com', 'mail.contoso.com'),
  mx('contoso.com', 'mx.provider.example', 20),
  a('mx.provider.example', '198.51.100.9'),
  a('mail.contoso.com', '203.0.113.7'),
  alias('autodiscover.contoso.com', 'mail.contoso.com'),
  a('webmail.contoso.com', '203.0.113.7'),
  a('legacy.contoso.com', '203.0.113.8'),
  a('imap.contoso.com', '203.0.113.7'),
  srv('_imaps._tcp.contoso.com', 993, 'client.contoso.com'),
  a('client.contoso.com', '203.0.113.7'),
];

describe('what is found by a domain', () => {
  test('is named with the reasons, and with whom it is', async () => {
    const found = await discovered(CONTOSO);
    expect(summary(found)).toEqual([
      'mail.contoso.com (own): MX 10, a usual name',
      'mx.provider.example (other): MX 20',
      'autodiscover.contoso.com (own): Autodiscover',
      'client.contoso.com (own): SRV _imaps._tcp',
      'webmail.contoso.com (own): a usual name',
      'legacy.contoso.com (own): a usual name',
      'imap.contoso.com (own): a usual name',
    ]);
    expect(found.hosts[2]).toMatchObject({ aliases: ['mail.contoso.com'], addresses: ['203.0.113.7'] });
    expect(found.unanswered).toEqual([]);
  });

  test('comes from redirects, records and answers for Autodiscover, too', async () => {
    const zone = [
      a('autodiscover.contoso.com', '203.0.113.7'),
      a('cas.corp.contoso.com', '203.0.113.20'),
      a('ews.contoso.com', '203.0.113.21'),
      a('srv.contoso.com', '203.0.113.22'),
      srv('_autodiscover._tcp.contoso.com', 8443, 'srv.contoso.com'),
    ];
    const json = JSON.stringify({ Protocol: 'Autodiscoverv1', Url: 'https://ews.contoso.com/autodiscover' });
    const found = await discovered(zone, {
      'http://autodiscover.contoso.com/': {
        http: 302,
        location: 'https://cas.corp.contoso.com/autodiscover/',
      },
      'https://autodiscover.contoso.com/autodiscover/autodiscover.json': {
        http: 200,
        body: Buffer.from(json),
      },
      'https://autodiscover.contoso.com/': {},
    });
    expect(summary(found)).toEqual([
      'autodiscover.contoso.com (own): Autodiscover',
      'cas.corp.contoso.com (own): redirect of http://autodiscover.contoso.com',
      'srv.contoso.com (own): SRV _autodiscover._tcp',
      'ews.contoso.com (own): autodiscover.json',
    ]);
    expect(found.hosts.map(({ addresses }) => addresses)).toEqual([
      ['203.0.113.7'],
      ['203.0.113.20'],
      ['203.0.113.22'],
      ['203.0.113.21'],
    ]);
    expect(found.hosts[2]?.services).toEqual([{ protocol: 'https', port: 8443 }]);
  });

  test('is no host where every name leads to the same place', async () => {
    const found = await discovered([a('mail.contoso.com', '203.0.113.7')], {}, ({ questions }) => {
      const { name = '', type } = questions?.[0] ?? {};
      return type === 'A' && name !== 'mail.contoso.com'
        ? { rcode: 0, answers: [a(name, '203.0.113.99')] }
        : {};
    });
    expect(summary(found)).toEqual([
      'autodiscover.contoso.com (own): Autodiscover',
      'mail.contoso.com (own): a usual name',
    ]);
    expect(found.wildcard).toEqual(['203.0.113.99']);
    expect(found.notes).toContain(
      'every name below contoso.com leads to 203.0.113.99: usual names that do are left out',
    );
  });

  test('is Exchange Online where the names say so', async () => {
    const found = await discovered([
      mx('contoso.com', 'contoso-com.mail.protection.outlook.com'),
      alias('autodiscover.contoso.com', 'autodiscover.outlook.com'),
      a('autodiscover.outlook.com', '198.51.100.1'),
      a('contoso-com.mail.protection.outlook.com', '198.51.100.2'),
    ]);
    expect(found.hosts.map(({ whose }) => whose)).toEqual(['exchange-online', 'exchange-online']);
    expect(targetsOf([found], true).targets).toEqual([]);
  });

  test('tells of a web server at the domain itself, and of a domain without mail', async () => {
    const found = await discovered([mx('contoso.com', '.', 0), a('contoso.com', '203.0.113.80')], {
      'https://contoso.com/': { http: 404 },
    });
    expect(found.notes).toEqual([
      'contoso.com says that it takes no mail',
      'a web server answers at https://contoso.com, where Outlook looks first (status 404)',
    ]);
  });

  test('leaves open what got no answer', async () => {
    const found = await discovered(CONTOSO, {}, ({ questions }) =>
      questions?.[0]?.type === 'MX' ? { rcode: 2 } : {},
    );
    expect(found.unanswered).toEqual(['MX of contoso.com: SERVFAIL']);
  });

  test('is not taken from hostile answers', async () => {
    const zone = [a('autodiscover.contoso.com', '203.0.113.7'), mx('contoso.com', 'a b"c.contoso.com')];
    for (const location of [
      'https://[::1]/',
      'https://10.0.0.1/',
      'javascript:alert(1)',
      'https://',
      '\u0000',
    ]) {
      const found = await discovered(zone, {
        'http://autodiscover.contoso.com/': { http: 301, location },
        'https://autodiscover.contoso.com/autodiscover/autodiscover.json': {
          http: 200,
          body: Buffer.from('{"Url": {"a": 1}}'),
        },
        'https://autodiscover.contoso.com/': {},
      });
      expect(targetsOf([found], true).targets.map(({ host }) => host)).toEqual(['autodiscover.contoso.com']);
    }
  });
});

describe('the targets file', () => {
  test('has hosts of our own, and their other names at the services', async () => {
    expect(targetsOf([await discovered(CONTOSO)], false)).toEqual({
      domains: ['contoso.com'],
      targets: [
        { host: 'mail.contoso.com', names: ['autodiscover.contoso.com', 'webmail.contoso.com'] },
        {
          host: 'client.contoso.com',
          services: [{ protocol: 'imaps', port: 993, names: ['imap.contoso.com'] }],
        },
        { host: 'autodiscover.contoso.com', services: ['https'] },
        { host: 'legacy.contoso.com', services: ['https'] },
      ],
    });
  });

  test('has those of others only where they are wanted', async () => {
    const { targets } = targetsOf([await discovered(CONTOSO)], true);
    expect(targets).toContainEqual({ host: 'mx.provider.example', services: ['smtp'] });
  });

  test('has each host once, by however many domains it was found', async () => {
    const both = ['contoso.com', 'fabrikam.com'];
    const zone = [...CONTOSO, mx('fabrikam.com', 'mail.contoso.com'), mx('contoso.com', 'mx.fabrikam.com')];
    const discoveries = [
      await discovered([...zone, a('mx.fabrikam.com', '203.0.113.30')], {}, undefined, both),
      await discovered([...zone, a('mx.fabrikam.com', '203.0.113.30')], {}, undefined, both.toReversed()),
    ];
    const { domains, targets } = targetsOf(discoveries, false);
    expect(domains).toEqual(both);
    expect(targets.filter(({ host }) => host === 'mail.contoso.com')).toHaveLength(1);
    expect(targets).toContainEqual({ host: 'mx.fabrikam.com', services: ['smtp'] });
  });

  test('is understood where targets files are read', async () => {
    const text = JSON.stringify(targetsOf([await discovered(CONTOSO)], true));
    const file = parseTargets(text, 'targets.json');
    expect(file.domains).toEqual(['contoso.com']);
    expect(file.targets).toHaveLength(5);
  });

  test.each(['mail.contoso.com', '_dc.contoso.com', 'x'])('takes %j for a host', (name) => {
    expect(isHostName(name)).toBe(true);
  });

  test.each(['', '.', 'a..b', '-a.com', '10.0.0.1', 'a b.com', 'a/b', `${'a'.repeat(64)}.com`])(
    'but not %j',
    (name) => {
      expect(isHostName(name)).toBe(false);
    },
  );
});

describe('the command', () => {
  const NONE: DiscoverArguments = { domains: ['contoso.com'], force: false, others: false, ascii: true };

  async function command(
    args: Partial<DiscoverArguments>,
    zone: readonly Answer[] = CONTOSO,
    behave?: Behaviour,
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    const server = await serveNames(zone, behave);
    open.push(server);
    const shell = fakeShell({ stdout: { columns: 100 } });
    const code = await discover(
      { ...NONE, resolver: server.resolver, timeout: 1, ...args },
      shell,
      worldWith(),
    );
    return { code, out: shell.out(), err: shell.err() };
  }

  function folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'discover-'));
    folders.push(path);
    return path;
  }

  test('prints what was found and why', async () => {
    const { code, out } = await command({});
    expect(code).toBe(0);
    expect(out).toContain('contoso.com');
    expect(out).toMatch(/mail\.contoso\.com .*203\.0\.113\.7 .*MX 10 .*target/);
    expect(out).toMatch(/mx\.provider\.example .*no: of others/);
    expect(out).toMatch(/imap\.contoso\.com .*a usual name .*name/);
  });

  test('writes a file, and over another one only if it may', async () => {
    const output = join(folder(), 'targets.json');
    const { code, err } = await command({ output });
    expect([code, err]).toEqual([
      0,
      `exchange-tls: targets written to ${output}; look at them before you scan\n`,
    ]);
    expect(parseTargets(readFileSync(output, 'utf8'), output).targets).toHaveLength(4);
    writeFileSync(output, 'mine');
    await expect(command({ output })).rejects.toMatchObject({ message: expect.stringContaining('--force') });
    expect(readFileSync(output, 'utf8')).toBe('mine');
    expect((await command({ output, force: true })).code).toBe(0);
    expect(readFileSync(output, 'utf8')).toContain('mail.contoso.com');
  });

  test('says on a terminal what is looked up, and takes that away before the table', async () => {
    const shell = fakeShell({ stderr: { isTerminal: true, columns: 80 } });
    const server = await serveNames(CONTOSO, () => {
      shell.tick();
      return {};
    });
    open.push(server);
    const domains = ['contoso.com', 'fabrikam.com'];
    await discover({ ...NONE, domains, resolver: server.resolver, timeout: 1 }, shell, worldWith());
    const drawn = shell.err();
    expect(drawn).toMatch(/^\rlooking up contoso\.com, 0 of 2 domains done, 0 s/);
    expect(drawn).toContain('\rlooking up fabrikam.com, 1 of 2 domains done, ');
    expect(drawn.slice(drawn.lastIndexOf('looking up'))).toContain('\r\u001b[Jexchange-tls: ');
    expect(shell.tickers()).toBe(0);
  });

  test('keeps the table out of what another program reads', async () => {
    const { out, err } = await command({ output: '-' });
    expect(JSON.parse(out)).toMatchObject({ domains: ['contoso.com'] });
    expect(err).toContain('MX 10');
  });

  test('ends with 3 where nothing was found, or something got no answer', async () => {
    const nothing = await command({}, []);
    expect([nothing.code, nothing.err]).toEqual([
      3,
      'exchange-tls: no host of your own was found by contoso.com\n',
    ]);
    const silent = await command({}, CONTOSO, ({ questions }) =>
      questions?.[0]?.type === 'MX' ? { rcode: 2 } : {},
    );
    expect([silent.code, silent.err]).toEqual([
      3,
      'exchange-tls: no file is written; -o targets.json writes one for scan --targets\n' +
        'exchange-tls: 1 question to DNS got no answer, so there may be more hosts\n',
    ]);
  });

  test('does not say that nothing was found where nobody answered', async () => {
    const { code, out, err } = await command({}, [], () => ({ rcode: 5 }));
    expect(code).toBe(3);
    expect(out).not.toContain('nothing was found');
    expect(err).toMatch(/^exchange-tls: no host of your own is known: \d+ questions to DNS got no answer;/);
  });

  test('says that there is no such domain', async () => {
    const { out } = await command({}, []);
    expect(out).toContain('DNS knows no name contoso.com');
  });

  test('takes the domain of a mail address', async () => {
    const { code, out } = await command({ domains: ['ann@contoso.com'] });
    expect(code).toBe(0);
    expect(out).toContain('MX 10');
  });

  test('does not ask on where nobody answers', async () => {
    const { err } = await command({ timeout: 0.1 }, [], () => null);
    expect(err).toContain('2 questions to DNS got no answer');
    expect(
      open.at(-1)?.queries.every((query) => / (?:MX contoso\.com|A x[\da-f]{16}\.contoso\.com)$/.test(query)),
    ).toBe(true);
  });

  test.each([
    [{ domains: ['10.0.0.1'] }, /expected a DNS name/],
    [{ domains: ['https://contoso.com'] }, /the URL/],
    [{ resolver: 'dns.contoso.com' }, /address of a name server/],
  ])('refuses %j', async (args, message) => {
    await expect(command(args)).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });
});
