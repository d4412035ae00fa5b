import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Protocol } from '../../src/model/protocol.ts';
import { makePki, type Pki } from './certificates.ts';
import type { Daemon } from './daemon.ts';
import { startDovecot } from './dovecot.ts';
import { startJavaServer, type JavaProtocol } from './java-server.ts';
import { startNginx } from './nginx.ts';
import { startOpensslServer } from './openssl-server.ts';
import { startPostfix } from './postfix.ts';
import { endpointOf, failing, reportOf, seenIn, type Seen } from './report-of.ts';
import type { TlsSettings } from './settings.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let pki: Pki;

beforeAll(async () => {
  workspace = await makeWorkspace('reports');
  pki = await makePki(workspace.path(''));
});

afterAll(() => workspace.remove());

/** A configuration and beside it what has to be reported of it. */
interface Case {
  readonly what: string;
  readonly settings: () => Omit<TlsSettings, 'identities'> & { readonly keys: readonly ('rsa' | 'ecdsa')[] };
  readonly expected: Omit<Seen, 'chains'>;
}

const EXCHANGE_2019 = [
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
];

const CASES: readonly Case[] = [
  {
    what: 'the Exchange 2019 defaults',
    settings: () => ({
      versions: ['TLSv1.2'],
      ciphers:
        'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA256',
      serverOrder: true,
      groups: 'P-384:P-256',
      keys: ['rsa'],
    }),
    expected: {
      suites: { 'TLS 1.2': EXCHANGE_2019 },
      open: [],
      order: 'server',
      groups: ['secp384r1', 'secp256r1'],
    },
  },
  {
    what: 'TLS 1.3 and two keys',
    settings: () => ({
      versions: ['TLSv1.2', 'TLSv1.3'],
      ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES256-SHA',
      suites13: 'TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256',
      serverOrder: true,
      groups: 'P-256:X25519',
      keys: ['rsa', 'ecdsa'],
    }),
    expected: {
      suites: {
        'TLS 1.2': [
          'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
          'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
          'TLS_RSA_WITH_AES_256_CBC_SHA',
        ],
        'TLS 1.3': ['TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
      },
      open: [],
      order: 'server',
      groups: ['secp256r1', 'x25519'],
    },
  },
  {
    what: 'TLS 1.3 alone',
    settings: () => ({
      versions: ['TLSv1.3'],
      ciphers: 'ECDHE-RSA-AES256-GCM-SHA384',
      suites13: 'TLS_AES_256_GCM_SHA384',
      serverOrder: true,
      groups: 'X25519:P-521',
      keys: ['rsa'],
    }),
    expected: {
      suites: { 'TLS 1.3': ['TLS_AES_256_GCM_SHA384'] },
      open: [],
      order: 'unknown',
      groups: ['x25519', 'secp521r1'],
    },
  },
  {
    what: 'TLS 1.0 and 1.1 in the order of the client',
    settings: () => ({
      versions: ['TLSv1', 'TLSv1.1'],
      ciphers: 'AES128-SHA:AES256-SHA:ECDHE-RSA-AES128-SHA@SECLEVEL=0',
      serverOrder: false,
      groups: 'P-256',
      keys: ['rsa'],
    }),
    expected: {
      suites: {
        'TLS 1.0': [
          'TLS_RSA_WITH_AES_128_CBC_SHA',
          'TLS_RSA_WITH_AES_256_CBC_SHA',
          'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
        ],
        'TLS 1.1': [
          'TLS_RSA_WITH_AES_128_CBC_SHA',
          'TLS_RSA_WITH_AES_256_CBC_SHA',
          'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
        ],
      },
      open: [],
      order: 'client',
      groups: ['secp256r1'],
    },
  },
];

function settingsOf({ settings }: Case): TlsSettings {
  const { keys, ...rest } = settings();
  return { ...rest, identities: keys.map((key) => pki[key]) };
}

/** Starts it, does the work, stops it. */
async function during<D extends Daemon, T>(
  starting: Promise<D>,
  body: (server: D) => Promise<T>,
): Promise<T> {
  const server = await starting;
  try {
    return await body(server);
  } finally {
    await server.stop();
  }
}

async function expectSeen(one: Case, protocol: Protocol, port: number): Promise<void> {
  const { chains, ...seen } = seenIn(await reportOf(protocol, port));
  expect(seen).toEqual(one.expected);
  const presented = one.settings().keys.map((key) => pki[key].fingerprints);
  // TLS 1.3 encrypts the certificates, so there the one session shows one of them.
  const visible = 'TLS 1.2' in one.expected.suites || 'TLS 1.0' in one.expected.suites ? presented.length : 1;
  expect(chains).toHaveLength(visible);
  for (const chain of chains) expect(presented).toContainEqual(chain);
}

describe.each(CASES.map((one) => [one.what, one] as const))('Configured for %s', (_what, one) => {
  test('nginx is reported as it is configured', async () => {
    await during(startNginx(settingsOf(one)), ({ https }) => expectSeen(one, 'https', https));
  });

  test('postfix is reported as it is configured', async () => {
    await during(startPostfix({ tls: settingsOf(one) }), ({ smtp }) => expectSeen(one, 'smtp', smtp));
  });

  test.each(['imap', 'imaps', 'pop3', 'pop3s'] as const)(
    'dovecot is reported as it is configured on %s',
    async (protocol) => {
      await during(startDovecot({ tls: settingsOf(one) }), (server) =>
        expectSeen(one, protocol, server[protocol]),
      );
    },
  );
});

describe('A check of a server that meets the defaults', () => {
  const [defaults] = CASES;
  const settings = (): TlsSettings => {
    if (defaults === undefined) throw new Error('no case');
    return settingsOf(defaults);
  };

  test('costs nginx at most seven connections and finds nothing but the unknown CA', async () => {
    await during(startNginx(settings()), async ({ https }) => {
      const report = await reportOf('https', https, { depth: 'check' });
      expect(report.summary.connections).toBeLessThanOrEqual(7);
      expect(failing(report)).toEqual([]);
      const unknown = report.findings.filter(({ outcome }) => outcome === 'unknown').map(({ rule }) => rule);
      expect(unknown).toEqual(['cert/untrusted', 'cert/chain-incomplete']);
    });
  });

  test('costs postfix at most five sessions and finds nothing but the unknown CA', async () => {
    await during(startPostfix({ tls: settings() }), async ({ smtp }) => {
      const report = await reportOf('smtp', smtp, { depth: 'check' });
      expect(report.summary.connections).toBeLessThanOrEqual(5);
      expect(failing(report)).toEqual([]);
    });
  });

  test('takes the bare ends of dovecot for refusals, because hellos before and after are accepted', async () => {
    await during(startDovecot({ tls: settings() }), async ({ imaps }) => {
      const report = await reportOf('imaps', imaps, { depth: 'check' });
      expect(report.observations.some(({ outcome }) => outcome.status === 'closed')).toBe(true);
      expect(failing(report)).toEqual([]);
      expect(seenIn(report).open).toEqual(['TLS 1.2']);
    });
  });
});

describe('Mail servers without TLS', () => {
  test('postfix without certificates is reported to offer no STARTTLS', async () => {
    await during(startPostfix({}), async ({ smtp }) => {
      const report = await reportOf('smtp', smtp);
      expect(endpointOf(report)).toMatchObject({
        reach: 'answered',
        starttls: 'not-offered',
        connections: 1,
      });
      expect(failing(report)).toEqual(['tls/missing-starttls']);
    });
  });

  test.each(['imap', 'pop3'] as const)('dovecot without certificates offers none on %s', async (protocol) => {
    await during(startDovecot({}), async (server) => {
      const report = await reportOf(protocol, server[protocol]);
      expect(endpointOf(report)).toMatchObject({ starttls: 'not-offered' });
      expect(failing(report)).toEqual(['mail/auth-before-tls', 'tls/missing-starttls']);
    });
  });

  test('a postfix that allows one connection at a time is reported in full all the same', async () => {
    const [defaults] = CASES;
    if (defaults === undefined) throw new Error('no case');
    const start = startPostfix({ tls: settingsOf(defaults), connectionLimit: 1 });
    await during(start, async ({ smtp }) => {
      const one = { concurrency: { global: 1, perAddress: 1, smtpPerAddress: 1 }, retries: 3 };
      const { suites } = seenIn(await reportOf('smtp', smtp, { ...one, depth: 'scan' }));
      expect(suites).toEqual(defaults.expected.suites);
    });
  });
});

describe('openssl s_server with everything that it has', () => {
  test('NULL and anonymous suites are found', async () => {
    const options = [
      '-tls1_2',
      '-serverpref',
      '-cipher',
      'NULL-SHA256:ADH-AES128-SHA256:AES128-SHA@SECLEVEL=0',
    ];
    await during(startOpensslServer({ identities: [pki.rsa], options }), async ({ port }) => {
      const report = await reportOf('https', port);
      expect(seenIn(report).suites).toEqual({
        'TLS 1.2': [
          'TLS_RSA_WITH_NULL_SHA256',
          'TLS_DH_anon_WITH_AES_128_CBC_SHA256',
          'TLS_RSA_WITH_AES_128_CBC_SHA',
        ],
      });
      const families = report.findings
        .filter(({ rule, outcome }) => rule === 'tls/weak-cipher' && outcome === 'fail')
        .map(({ subject }) => subject.name);
      expect(families).toEqual(['NULL', 'ANON']);
    });
  });

  test('TLS 1.0 and 1.1 that cannot be signed for are refused by internal_error, twice and with a control', async () => {
    const options = ['-serverpref', '-cipher', 'DEFAULT@SECLEVEL=1', '-groups', 'P-256'];
    await during(startOpensslServer({ identities: [pki.rsa], options }), async ({ port }) => {
      const report = await reportOf('https', port, { depth: 'check' });
      const versions = endpointOf(report).versions.map(({ name, accepted: answer }) => [name, answer]);
      expect(versions).toEqual([
        ['SSL 2.0', 'no'],
        ['SSL 3.0', 'no'],
        ['TLS 1.0', 'no'],
        ['TLS 1.1', 'no'],
        ['TLS 1.2', 'yes'],
        ['TLS 1.3', 'yes'],
      ]);
    });
  });
});

describe("Java's TLS with nothing disabled", () => {
  /** JSSE's list, without what it holds back at a version: RFC 4346 and RFC 5246 took those suites away. */
  function acceptedAt(version: JavaProtocol, suites: readonly string[]): readonly string[] {
    const names = suites
      .filter((name) => name !== 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV')
      .map((name) => name.replace(/^SSL_/, 'TLS_'));
    const old = names.filter((name) => /_WITH_/.test(name));
    const before12 = old.filter((name) => !/_(SHA256|SHA384|GCM_.*|CCM.*)$/.test(name));
    switch (version) {
      case 'TLSv1.3':
        return names.filter((name) => !/_WITH_/.test(name));
      case 'TLSv1.2':
        return old.filter((name) => !/_EXPORT_|_DES_CBC_/.test(name));
      case 'TLSv1.1':
        return before12.filter((name) => !/_EXPORT_/.test(name));
      default:
        return before12;
    }
  }

  test('every suite of SSL 3.0 to TLS 1.2 is found, in its order: RC4, 3DES, DES, EXPORT, NULL, anonymous', async () => {
    const protocols = ['SSLv2Hello', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2'] as const;
    const identities = [pki.rsa, pki.ecdsa, pki.dsa];
    const start = startJavaServer({ protocols, suites: 'ALL', serverOrder: true, identities });
    await during(start, async ({ port, suites }) => {
      const report = await reportOf('https', port);
      const seen = seenIn(report);
      expect(seen.suites).toEqual({
        'SSL 3.0': acceptedAt('SSLv3', suites),
        'TLS 1.0': acceptedAt('TLSv1', suites),
        'TLS 1.1': acceptedAt('TLSv1.1', suites),
        'TLS 1.2': acceptedAt('TLSv1.2', suites),
      });
      expect(Object.values(seen.suites).map(({ length }) => length)).toEqual([52, 52, 46, 78]);
      expect(seen.open).toEqual([]);
      expect(seen.order).toBe('server');
      const families = report.findings
        .filter(({ rule, outcome }) => rule === 'tls/weak-cipher' && outcome === 'fail')
        .map(({ subject }) => subject.name);
      expect(families).toEqual(['NULL', 'ANON', 'EXPORT', 'DES', '3DES', 'RC4', 'MD5']);
    });
  });

  test('TLS 1.3 and its groups are found', async () => {
    const start = startJavaServer({
      protocols: ['TLSv1.2', 'TLSv1.3'],
      suites: ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
      serverOrder: true,
      groups: ['secp384r1', 'secp256r1', 'ffdhe2048'],
      identities: [pki.rsa],
    });
    await during(start, async ({ port }) => {
      const seen = seenIn(await reportOf('https', port));
      expect(seen.suites).toEqual({
        'TLS 1.2': ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
        'TLS 1.3': ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'],
      });
      expect(seen.groups.toSorted()).toEqual(['ffdhe2048', 'secp256r1', 'secp384r1']);
      expect(seen.open).toEqual([]);
    });
  });

  test('a DHE group of 768 bits is reported', async () => {
    const start = startJavaServer({
      protocols: ['TLSv1.2'],
      suites: ['TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'],
      serverOrder: true,
      dhKeySize: 'legacy',
      identities: [pki.rsa],
    });
    await during(start, async ({ port }) => {
      const report = await reportOf('https', port, { depth: 'check' });
      const finding = report.findings.find(({ rule }) => rule === 'tls/weak-dh-group');
      expect(finding).toMatchObject({ outcome: 'fail', severity: 'high' });
      expect(finding?.message).toContain('768 bits');
    });
  });
});
