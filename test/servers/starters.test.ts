import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { makePki, type Pki } from './certificates.ts';
import { startDaemon, type Daemon } from './daemon.ts';
import { startDovecot } from './dovecot.ts';
import { startJavaServer } from './java-server.ts';
import { startNginx } from './nginx.ts';
import { startOpensslServer } from './openssl-server.ts';
import { startPostfix } from './postfix.ts';
import type { TlsSettings } from './settings.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let pki: Pki;

beforeAll(async () => {
  workspace = await makeWorkspace('pki');
  pki = await makePki(workspace.path(''));
});

afterAll(() => workspace.remove());

function modern(): TlsSettings {
  return {
    versions: ['TLSv1.2', 'TLSv1.3'],
    ciphers: 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256',
    suites13: 'TLS_AES_128_GCM_SHA256',
    serverOrder: true,
    groups: 'P-384:P-256',
    identities: [pki.rsa, pki.ecdsa],
  };
}

function legacy(): TlsSettings {
  return {
    versions: ['TLSv1', 'TLSv1.1'],
    ciphers: 'AES128-SHA:AES256-SHA@SECLEVEL=0',
    serverOrder: false,
    groups: 'P-256',
    identities: [pki.rsa],
  };
}

const OLD = {
  ciphers: 'AES256-SHA:AES128-SHA:@SECLEVEL=0',
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1',
} as const;

interface Answer {
  readonly version: string | null;
  readonly suite: string;
  readonly group: string | undefined;
  readonly chain: readonly string[];
}

const REFUSED = 'refused';

function tls(port: number, options: ConnectionOptions): Promise<Answer | typeof REFUSED> {
  return session({ port, host: '127.0.0.1', ...options });
}

/** The session that Node's own client gets, or `refused` after an alert. */
async function session(options: ConnectionOptions): Promise<Answer | typeof REFUSED> {
  const socket = connect({ servername: 'mail.contoso.test', rejectUnauthorized: false, ...options });
  try {
    await once(socket, 'secureConnect');
    const group = socket.getEphemeralKeyInfo() as { name?: string } | null;
    const chain: string[] = [];
    for (let next = socket.getPeerX509Certificate(); next !== undefined; next = next.issuerCertificate)
      chain.push(next.fingerprint256.replaceAll(':', '').toLowerCase());
    const { standardName } = socket.getCipher();
    return { version: socket.getProtocol(), suite: standardName, group: group?.name, chain };
  } catch (error) {
    if (/ALERT/.test((error as NodeJS.ErrnoException).code ?? '')) return REFUSED;
    throw error;
  } finally {
    socket.destroy();
  }
}

const STARTTLS = { smtp: ['EHLO client', 'STARTTLS'], imap: ['a STARTTLS'], pop3: ['STLS'] } as const;

/** As `session`, behind the dialogue that leads to TLS. */
async function starttls(protocol: keyof typeof STARTTLS, port: number, options: ConnectionOptions) {
  const socket = dial(port, '127.0.0.1');
  await once(socket, 'data');
  for (const command of STARTTLS[protocol]) {
    socket.write(`${command}\r\n`);
    await once(socket, 'data');
  }
  return session({ socket, ...options });
}

/** The first answer of a server that speaks first, or the answer to `command` behind it. */
async function ask(port: number, command: string): Promise<string> {
  const socket = dial(port, '127.0.0.1').setEncoding('latin1');
  const replies = socket[Symbol.asyncIterator]() as AsyncIterator<string>;
  const greeting = (await replies.next()).value as string;
  socket.write(command);
  const reply = (await replies.next()).value as string;
  socket.destroy();
  return greeting + reply;
}

async function during<T extends Daemon>(
  starting: Promise<T>,
  body: (server: T) => Promise<void>,
): Promise<void> {
  const server = await starting;
  try {
    await body(server);
  } finally {
    await server.stop();
  }
}

describe('startDaemon', () => {
  test('names a program that is missing', async () => {
    const start = startDaemon({ program: 'no-such-program', arguments: [], ready: () => false });
    await expect(start).rejects.toThrow('no-such-program spawn no-such-program ENOENT');
  });

  test('reports what a program that ends early has written', async () => {
    const start = startDaemon({
      program: 'openssl',
      arguments: ['s_server', '-nonsense'],
      ready: () => false,
    });
    await expect(start).rejects.toThrow(/ended with 1\n.*nonsense/s);
  });

  test('frees the port when it stops', async () => {
    const server = await startNginx(modern());
    await server.stop();
    await expect(tls(server.https, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('nginx', () => {
  test('negotiates its first suite and group and presents the chain of the key that fits', async () => {
    await during(startNginx(modern()), async (server) => {
      expect(await tls(server.https, {})).toMatchObject({
        suite: 'TLS_AES_128_GCM_SHA256',
        group: 'secp384r1',
      });
      expect(await tls(server.https, { maxVersion: 'TLSv1.2' })).toEqual({
        version: 'TLSv1.2',
        suite: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        group: 'secp384r1',
        chain: pki.rsa.fingerprints,
      });
      const ecdsa = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' } as const;
      expect(await tls(server.https, ecdsa)).toMatchObject({ chain: pki.ecdsa.fingerprints });
    });
  });

  test('follows the client and speaks TLS 1.0 and 1.1 alone when told so', async () => {
    await during(startNginx(legacy()), async (server) => {
      const suite = 'TLS_RSA_WITH_AES_256_CBC_SHA';
      expect(await tls(server.https, OLD)).toMatchObject({ version: 'TLSv1', suite });
      expect(await tls(server.https, { minVersion: 'TLSv1.2' })).toBe(REFUSED);
    });
  });
});

describe('postfix', () => {
  test('offers STARTTLS with its first suite and group', async () => {
    await during(startPostfix({ tls: modern() }), async ({ smtp }) => {
      expect(await starttls('smtp', smtp, {})).toMatchObject({
        suite: 'TLS_AES_128_GCM_SHA256',
        group: 'secp384r1',
      });
      expect(await starttls('smtp', smtp, { maxVersion: 'TLSv1.2' })).toEqual({
        version: 'TLSv1.2',
        suite: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        group: 'secp384r1',
        chain: pki.rsa.fingerprints,
      });
    });
  });

  test('follows the client and speaks TLS 1.0 and 1.1 alone when told so', async () => {
    await during(startPostfix({ tls: legacy() }), async ({ smtp }) => {
      const suite = 'TLS_RSA_WITH_AES_256_CBC_SHA';
      expect(await starttls('smtp', smtp, OLD)).toMatchObject({ version: 'TLSv1', suite });
      expect(await starttls('smtp', smtp, { minVersion: 'TLSv1.2' })).toBe(REFUSED);
    });
  });

  test('offers no STARTTLS without TLS settings', async () => {
    await during(startPostfix({}), async (server) => {
      const reply = await ask(server.smtp, 'EHLO client\r\n');
      expect(reply).toMatch(/^220 mail\.contoso\.test .*250-PIPELINING/s);
      expect(reply).not.toContain('STARTTLS');
    });
  });

  test('answers 421 to more connections than its limit', async () => {
    await during(startPostfix({ connectionLimit: 1 }), async (server) => {
      const first = dial(server.smtp, '127.0.0.1');
      await once(first, 'data');
      const second = dial(server.smtp, '127.0.0.1').setEncoding('latin1');
      const [refusal] = await once(second, 'data');
      first.destroy();
      second.destroy();
      expect(refusal).toMatch(/^421 4\.7\.0 .*too many connections/);
    });
  });
});

describe('dovecot', () => {
  test('negotiates its first suite on all four ports', async () => {
    await during(startDovecot({ tls: modern() }), async (server) => {
      const expected = { suite: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', group: 'secp384r1' };
      const chain = pki.rsa.fingerprints;
      for (const port of [server.imaps, server.pop3s])
        expect(await tls(port, { maxVersion: 'TLSv1.2' })).toMatchObject({ ...expected, chain });
      for (const protocol of ['imap', 'pop3'] as const)
        expect(await starttls(protocol, server[protocol], {})).toMatchObject({
          suite: 'TLS_AES_128_GCM_SHA256',
        });
    });
  });

  test('speaks TLS 1.0 and 1.1 alone when told so, and hangs up on newer clients without an alert', async () => {
    await during(startDovecot({ tls: legacy() }), async (server) => {
      expect(await tls(server.imaps, OLD)).toMatchObject({ version: 'TLSv1' });
      const newer = tls(server.imaps, { minVersion: 'TLSv1.2' });
      await expect(newer).rejects.toMatchObject({ code: 'ECONNRESET' });
    });
  });

  test('offers neither STARTTLS nor STLS without TLS settings', async () => {
    await during(startDovecot({}), async (server) => {
      expect(await ask(server.imap, 'a CAPABILITY\r\n')).toMatch(/^\* OK (?!.*STARTTLS).*a OK/s);
      expect(await ask(server.pop3, 'CAPA\r\n')).toMatch(/^\+OK (?!.*STLS).*SASL/s);
    });
  });
});

describe('openssl s_server', () => {
  test('speaks TLS 1.0 at security level 0', async () => {
    const options = ['-tls1', '-cipher', 'AES128-SHA@SECLEVEL=0'];
    await during(startOpensslServer({ identities: [pki.rsa], options }), async (server) => {
      const client = { ciphers: 'ALL@SECLEVEL=0', minVersion: 'TLSv1', maxVersion: 'TLSv1' } as const;
      const suite = 'TLS_RSA_WITH_AES_128_CBC_SHA';
      const chain = pki.rsa.fingerprints;
      expect(await tls(server.port, client)).toMatchObject({ version: 'TLSv1', suite, chain });
    });
  });

  test.each([
    ['NULL-SHA256', 'TLS_RSA_WITH_NULL_SHA256'],
    ['ADH-AES128-SHA256', 'TLS_DH_anon_WITH_AES_128_CBC_SHA256'],
  ])('accepts %s when told so, and survives a hang-up before it', async (cipher, suite) => {
    const ciphers = `${cipher}:@SECLEVEL=0`;
    const options = ['-tls1_2', '-cipher', ciphers];
    await during(startOpensslServer({ identities: [pki.rsa], options }), async (server) => {
      const hangUp = dial(server.port, '127.0.0.1');
      await once(hangUp, 'connect');
      hangUp.destroy();
      expect(await tls(server.port, { ciphers, maxVersion: 'TLSv1.2' })).toMatchObject({ suite });
    });
  });
});

describe('JavaServer', () => {
  test('has SSLv3, RC4, 3DES, DES, EXPORT, NULL and anonymous suites enabled', async () => {
    const protocols = ['SSLv2Hello', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2'] as const;
    const identities = [pki.rsa, pki.ecdsa, pki.dsa];
    const start = startJavaServer({ protocols, suites: 'ALL', serverOrder: true, identities });
    await during(start, async (server) => {
      expect(server.protocols).toEqual(protocols);
      expect(server.suites).toEqual(
        expect.arrayContaining([
          'SSL_RSA_WITH_RC4_128_MD5',
          'SSL_RSA_WITH_3DES_EDE_CBC_SHA',
          'SSL_RSA_WITH_DES_CBC_SHA',
          'SSL_RSA_EXPORT_WITH_RC4_40_MD5',
          'SSL_RSA_WITH_NULL_MD5',
          'SSL_DH_anon_WITH_RC4_128_MD5',
        ]),
      );
      const client = {
        ciphers: 'NULL-SHA:@SECLEVEL=0',
        minVersion: 'TLSv1.1',
        maxVersion: 'TLSv1.1',
      } as const;
      expect(await tls(server.port, client)).toMatchObject({ suite: 'TLS_RSA_WITH_NULL_SHA' });
    });
  });

  test('keeps to its own order of suites and to the order of the client in groups', async () => {
    const suites = ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'];
    const start = startJavaServer({
      protocols: ['TLSv1.2'],
      suites,
      serverOrder: true,
      groups: ['secp384r1', 'secp256r1'],
      identities: [pki.rsa],
    });
    await during(start, async (server) => {
      expect(server.suites).toEqual(suites);
      expect(await tls(server.port, {})).toEqual({
        version: 'TLSv1.2',
        suite: suites[0],
        group: 'prime256v1',
        chain: pki.rsa.fingerprints,
      });
    });
  });
});
