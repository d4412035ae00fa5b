import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { type Lab, startContoso } from '../../src/lab/contoso.ts';
import type { GenerationId } from '../../src/lab/generations.ts';
import { SUITES } from '../../src/wire/iana/suites.ts';
import { encodeNegotiate, readChallenge } from '../../src/wire/ntlm.ts';
import { identityOf, type NtlmIdentity } from '../../src/wire/ntlm-identity.ts';
import { encodeSslv2ClientHello, readSslv2Record } from '../../src/wire/sslv2.ts';
import { exchangePlan, GENERATION_PLANS, placeOf } from './plans.ts';
import { hello, type Place, plainSocket, securedSocket, talk, visit } from './visit.ts';

const IDS = ['exchange-2010', 'exchange-2013', 'exchange-2016', 'exchange-2019', 'exchange-se'] as const;
const NOW = Date.UTC(2026, 10, 22, 12);
const TYPE_1 = Buffer.from(encodeNegotiate()).toString('base64');

let lab: Lab;
beforeAll(async () => {
  lab = await startContoso(() => NOW, GENERATION_PLANS);
});
afterAll(() => lab.stop());

function place(id: GenerationId, port = 443): Place {
  const { host, address } = placeOf(id);
  return { world: lab.world, host, address, port };
}

function identityIn(base64: string): NtlmIdentity {
  const reading = readChallenge(Buffer.from(base64, 'base64'));
  if (!reading.ok) throw new Error(reading.fault);
  return identityOf(reading.challenge);
}

describe('the website of each generation', () => {
  test.each([
    ['exchange-2010', '14.3.513.0', 'Microsoft-IIS/7.5', '2.0.50727', undefined],
    ['exchange-2013', '15.0.1497.48', 'Microsoft-IIS/8.5', '4.0.30319', 'LAB2'],
    ['exchange-2016', '15.1.2507.75', 'Microsoft-IIS/10.0', '4.0.30319', 'LAB3'],
    ['exchange-2019', '15.2.1748.53', 'Microsoft-IIS/10.0', '4.0.30319', 'LAB4'],
    ['exchange-se', '15.2.2562.53', 'Microsoft-IIS/10.0', '4.0.30319', 'LAB5'],
  ] as const)('%s: build %s, %s, ASP.NET %s, front end %s', async (id, build, iis, aspNet, server) => {
    const { status, headers } = await visit(place(id), '/owa/');
    expect([status, headers.location]).toEqual([
      302,
      `https://${id}.contoso.com/owa/auth/logon.aspx?url=https%3A%2F%2F${id}.contoso.com%2Fowa%2F&reason=0`,
    ]);
    expect(headers).toMatchObject({
      server: iis,
      'x-powered-by': 'ASP.NET',
      'x-aspnet-version': aspNet,
      'x-owa-version': build,
    });
    expect(headers['x-feserver']).toBe(server);
    expect(headers['request-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  test.each([
    ['exchange-2010', '/owa/14.3.513.0/themes/resources/'],
    ['exchange-2013', '/owa/auth/15.0.1497/themes/resources/'],
    ['exchange-2016', '/owa/auth/15.1.2507/themes/resources/'],
    ['exchange-2019', '/owa/auth/15.2.1748/themes/resources/'],
    ['exchange-se', '/owa/auth/15.2.2562/themes/resources/'],
  ] as const)('%s: the logon page takes its resources from %s', async (id, path) => {
    const { status, body } = await visit(place(id), '/owa/auth/logon.aspx');
    expect(status).toBe(200);
    expect(body).toContain(`href="${path}favicon.ico"`);
  });

  test.each([
    ['exchange-2010', 404, 404, 404, 404],
    ['exchange-2013', 200, 404, 200, 404],
    ['exchange-2016', 200, 200, 200, 401],
    ['exchange-2019', 200, 200, 200, 401],
    ['exchange-se', 404, 200, 200, 401],
  ] as const)(
    '%s: export tool %d, autodiscover.json %d, health page %d, /api/ %d',
    async (id, exportTool, json, health, api) => {
      const paths = [
        '/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application',
        '/autodiscover/autodiscover.json?Email=a@contoso.com&Protocol=EWS',
        '/mapi/healthcheck.htm',
        '/api/',
      ];
      const answers = await Promise.all(paths.map((path) => visit(place(id), path)));
      expect(answers.map(({ status }) => status)).toEqual([exportTool, json, health, api]);
    },
  );

  test('has the build in the manifest of the export tool', async () => {
    const path = '/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application';
    const { body } = await visit(place('exchange-2013'), path);
    expect(body).toMatch(/assemblyIdentity [^>]*version="15\.0\.1497\.48"/);
  });

  test('tells in autodiscover.json where a service is', async () => {
    const path = '/autodiscover/autodiscover.json?Email=a@contoso.com&Protocol=EWS';
    expect(JSON.parse((await visit(place('exchange-se'), path)).body)).toEqual({
      Protocol: 'EWS',
      Url: 'https://exchange-se.contoso.com/EWS/Exchange.asmx',
    });
  });

  test('names the server on its health pages', async () => {
    const { body } = await visit(place('exchange-2016'), '/mapi/healthcheck.htm');
    expect(body).toBe('200 OK<br/>LAB3.contoso.com');
  });

  test.each([
    ['/ews/exchange.asmx', 'NTLM, Negotiate'],
    ['/autodiscover/autodiscover.xml', 'Basic realm="exchange-2016.contoso.com", NTLM, Negotiate'],
    ['/Microsoft-Server-ActiveSync', 'Basic realm="exchange-2016.contoso.com"'],
  ])('asks for a logon at %s with %s', async (path, schemes) => {
    const { status, headers } = await visit(place('exchange-2016'), path);
    expect([status, headers['www-authenticate']]).toEqual([401, schemes]);
  });

  test('refuses plain HTTP where TLS is required, and answers it elsewhere', async () => {
    const plain = { tls: false };
    const at = place('exchange-2019', 80);
    expect((await visit(at, '/owa/', plain)).status).toBe(403);
    expect((await visit(at, '/', plain)).status).toBe(403);
    expect((await visit(at, '/rpc/rpcproxy.dll', plain)).status).toBe(401);
    expect((await visit(place('exchange-2013', 80), '/rpc/rpcproxy.dll', plain)).status).toBe(403);
  });

  test('keeps a connection for the next request', async () => {
    const at = place('exchange-se');
    const stream = await securedSocket(await plainSocket(at), at.host);
    const lines = ['/owa/', '/ecp/'].map((path) => `GET ${path} HTTP/1.1\r\nHost: ${at.host}\r\n`);
    const answers = await talk(stream, lines, false);
    expect(answers.map((text) => text.split('\r\n', 1)[0])).toEqual(Array(2).fill('HTTP/1.1 302 Found'));
    stream.destroy();
  });

  test('of the back end names the server as such and presents what Setup made', async () => {
    const at = place('exchange-2016', 444);
    const { headers } = await visit(at, '/ews/exchange.asmx');
    expect(headers).toMatchObject({ 'x-beserver': 'LAB3', 'x-diaginfo': 'LAB3' });
    expect(headers).not.toHaveProperty('x-feserver');
  });

  test('of the Web Management Service is no site of Exchange', async () => {
    const { status, headers } = await visit(place('exchange-2016', 8172), '/owa/');
    expect([status, headers.server, headers['x-owa-version']]).toEqual([
      404,
      'Microsoft-HTTPAPI/2.0',
      undefined,
    ]);
  });
});

describe('a server that was changed', () => {
  const TENANT = '5f3e9a52-7c1b-4d0e-9a6f-2b8c4d1e7f90';
  let changed: Lab;
  beforeAll(async () => {
    const site = { tenant: TENANT, hsts: 'max-age=300', unhealthy: ['ews'] as const };
    changed = await startContoso(() => NOW, [exchangePlan('exchange-2016', { site, build: '15.1.2507.9' })]);
  });
  afterAll(() => changed.stop());
  const asked = (path: string, port = 443): ReturnType<typeof visit> =>
    visit({ ...place('exchange-2016', port), world: changed.world }, path, { tls: port !== 80 });

  test('offers Bearer where hybrid modern authentication does', async () => {
    const [ews, rpc] = await Promise.all([asked('/ews/exchange.asmx'), asked('/rpc/rpcproxy.dll')]);
    expect(ews.headers['www-authenticate']).toMatch(
      new RegExp(
        `^Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="[^"]+@${TENANT}",.*, NTLM, Negotiate$`,
      ),
    );
    expect(rpc.headers['www-authenticate']).not.toContain('Bearer');
  });

  test('says HSTS inside of TLS alone', async () => {
    expect((await asked('/owa/')).headers['strict-transport-security']).toBe('max-age=300');
    expect((await asked('/owa/', 80)).headers).not.toHaveProperty('strict-transport-security');
  });

  test('is not well where it is told not to be', async () => {
    const answers = await Promise.all([asked('/ews/healthcheck.htm'), asked('/oab/healthcheck.htm')]);
    expect(answers.map(({ status }) => status)).toEqual([500, 200]);
  });

  test('has the build that it is given everywhere', async () => {
    expect((await asked('/owa/')).headers['x-owa-version']).toBe('15.1.2507.9');
    const path = '/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application';
    expect((await asked(path)).body).toContain('version="15.1.2507.9"');
  });
});

describe('an NTLM challenge', () => {
  const windows = {
    'exchange-2010': '6.1.7601',
    'exchange-2013': '6.3.9600',
    'exchange-2016': '10.0.14393',
    'exchange-2019': '10.0.17763',
    'exchange-se': '10.0.20348',
  };
  const expected = (id: GenerationId): NtlmIdentity => {
    const { server } = placeOf(id);
    return {
      netbiosComputer: server,
      netbiosDomain: 'CONTOSO',
      dnsComputer: `${server}.contoso.com`,
      dnsDomain: 'contoso.com',
      dnsForest: 'contoso.com',
      timestamp: NOW,
      windows: windows[id],
    };
  };

  test.each(IDS)('over HTTP says who %s is and what it runs on', async (id) => {
    const headers = { authorization: `NTLM ${TYPE_1}` };
    const answer = await visit(place(id), '/ews/exchange.asmx', { headers });
    const [, message = ''] = /^NTLM (\S+)$/.exec(answer.headers['www-authenticate'] ?? '') ?? [];
    expect(answer.status).toBe(401);
    expect(identityIn(message)).toEqual(expected(id));
  });

  test.each([
    [25, ['EHLO x', 'AUTH NTLM', TYPE_1, '*', 'QUIT'], /^334 (\S+)\r\n$/, /^501 /, /^221 /],
    [587, ['EHLO x', 'AUTH NTLM', TYPE_1, 'AAAA', 'QUIT'], /^334 (\S+)\r\n$/, /^535 /, /^221 /],
    [110, ['CAPA', 'AUTH NTLM', TYPE_1, '*', 'QUIT'], /^\+ (\S+)\r\n$/, /^-ERR /, /^\+OK /],
    [
      143,
      ['a CAPABILITY', 'b AUTHENTICATE NTLM', TYPE_1, '*', 'c LOGOUT'],
      /^\+ (\S+)\r\n$/,
      /^b BAD /,
      /^\* BYE /,
    ],
  ] as const)(
    'on port %d is given before TLS, and given up',
    async (port, lines, challenge, end, goodbye) => {
      const stream = await plainSocket(place('exchange-2019', port));
      const [, , ready = '', message = '', ended = '', left = ''] = await talk(stream, lines);
      expect(ready).toMatch(/^(334 NTLM supported|\+)\r\n$/);
      expect(identityIn(challenge.exec(message)?.[1] ?? '')).toEqual(expected('exchange-2019'));
      expect(ended).toMatch(end);
      expect(left).toMatch(goodbye);
      stream.destroy();
    },
  );

  test.each([
    [993, ['b AUTHENTICATE NTLM', TYPE_1]],
    [995, ['AUTH NTLM', TYPE_1]],
  ] as const)('on port %d is given inside of TLS', async (port, lines) => {
    const at = place('exchange-2013', port);
    const stream = await securedSocket(await plainSocket(at), at.host);
    const replies = await talk(stream, lines);
    expect(identityIn(replies.at(-1)?.slice(2).trim() ?? '')).toEqual(expected('exchange-2013'));
    stream.destroy();
  });
});

describe('SMTP', () => {
  test.each([
    ['exchange-2010', 'SIZE', false, 'XSHADOW'],
    ['exchange-2013', 'SIZE 37748736', false, 'XRDST'],
    ['exchange-2019', 'SIZE 37748736', true, 'XRDST'],
  ] as const)('of %s says %s, SMTPUTF8 %p and %s at last', async (id, size, utf8, last) => {
    const stream = await plainSocket(place(id, 25));
    const [banner, ehlo = ''] = await talk(stream, ['EHLO x']);
    stream.destroy();
    expect(banner).toBe(
      `220 ${id}.contoso.com Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 12:00:00 +0000\r\n`,
    );
    const lines = ehlo
      .trim()
      .split('\r\n')
      .map((line) => line.slice(4));
    expect(lines[1]).toBe(size);
    expect(lines).toEqual(expect.arrayContaining(['STARTTLS', 'X-ANONYMOUSTLS', 'AUTH NTLM']));
    expect(lines.includes('SMTPUTF8')).toBe(utf8);
    expect(lines.at(-1)).toBe(last);
  });

  test('goes on inside of TLS without STARTTLS, and with passwords', async () => {
    const at = place('exchange-se', 587);
    const socket = await plainSocket(at);
    await talk(socket, ['EHLO x', 'STARTTLS']);
    const stream = await securedSocket(socket, at.host);
    const [ehlo = ''] = await talk(stream, ['EHLO x'], false);
    stream.destroy();
    expect(ehlo).toContain('250-AUTH GSSAPI NTLM LOGIN\r\n');
    expect(ehlo).not.toContain('STARTTLS');
  });

  test('presents another certificate after X-ANONYMOUSTLS than after STARTTLS', async () => {
    const subjects: (string | undefined)[] = [];
    for (const command of ['STARTTLS', 'X-ANONYMOUSTLS']) {
      const socket = await plainSocket(place('exchange-2016', 25));
      const replies = await talk(socket, ['EHLO x', command]);
      expect(replies.at(-1)).toBe('220 2.0.0 SMTP server ready\r\n');
      const [leaf] = (await hello(socket, lab.world)).certificates ?? [];
      subjects.push(leaf && new X509Certificate(leaf).subject);
    }
    expect(subjects).toEqual(['O=Contoso Ltd\nCN=exchange-2016.contoso.com', 'CN=LAB3']);
  });
});

describe('certificates', () => {
  const YEAR = 365.25 * 86_400_000;
  const presented = async (id: GenerationId, port: number): Promise<X509Certificate> => {
    const at = place(id, port);
    const stream = await securedSocket(await plainSocket(at), at.host);
    const found = stream.getPeerX509Certificate();
    stream.destroy();
    if (found === undefined) throw new Error('no certificate');
    return found;
  };

  test.each([
    ['exchange-2013', 444, 'CN=LAB2', 'DNS:LAB2, DNS:LAB2.contoso.com', 5],
    ['exchange-2013', 8172, 'CN=WMSvc-LAB2', 'DNS:WMSvc-LAB2', 10],
    ['exchange-2019', 1993, 'CN=LAB4', 'DNS:LAB4, DNS:LAB4.contoso.com', 5],
    ['exchange-2019', 1995, 'CN=LAB4', 'DNS:LAB4, DNS:LAB4.contoso.com', 5],
    ['exchange-2019', 8172, 'CN=WMSvc-SHA2-LAB4', 'DNS:WMSvc-SHA2-LAB4', 10],
  ] as const)('of %s on port %d: %s, %s, %d years', async (id, port, subject, names, years) => {
    const { subject: actual, issuer, subjectAltName, validFrom, validTo } = await presented(id, port);
    expect([actual, issuer, subjectAltName]).toEqual([subject, subject, names]);
    expect((Date.parse(validTo) - Date.parse(validFrom)) / YEAR).toBeCloseTo(years, 1);
  });

  test('for clients are the same on all their ports', async () => {
    const found = await Promise.all([443, 993, 995].map((port) => presented('exchange-se', port)));
    expect(new Set(found.map(({ fingerprint256 }) => fingerprint256)).size).toBe(1);
    expect(found[0]?.subjectAltName).toBe('DNS:exchange-se.contoso.com');
  });
});

describe('TLS', () => {
  const answer = async (
    id: GenerationId,
    spec: Parameters<typeof hello>[2],
    port = 443,
  ): Promise<unknown> => {
    const flight = await hello(await plainSocket(place(id, port)), lab.world, spec);
    return flight.hello === null ? flight.alert : [flight.version, flight.hello.suite];
  };
  const REFUSED = { level: 2, description: expect.any(Number) };

  test.each([
    ['exchange-2010', [0x0301, 0xc014]],
    ['exchange-2013', [0x0303, 0xc028]],
    ['exchange-2016', [0x0303, 0xc030]],
    ['exchange-2019', [0x0303, 0xc030]],
    ['exchange-se', [0x0303, 0xc030]],
  ] as const)('of %s answers a client of TLS 1.2 with %j', async (id, chosen) => {
    expect(await answer(id, {})).toEqual(chosen);
  });

  test.each([
    ['exchange-2010', true, true, true],
    ['exchange-2013', true, true, true],
    ['exchange-2016', false, true, true],
    ['exchange-2019', false, false, false],
    ['exchange-se', false, false, false],
  ] as const)('of %s has SSL 3.0 %p, TLS 1.0 %p, 3DES %p', async (id, ssl3, tls10, tripleDes) => {
    const accepted = async (spec: Parameters<typeof hello>[2]): Promise<boolean> =>
      Array.isArray(await answer(id, spec));
    expect(await accepted({ maxVersion: 0x0300, extensions: 'none' })).toBe(ssl3);
    expect(await accepted({ maxVersion: 0x0301 })).toBe(tls10);
    expect(await accepted({ suites: [0x000a] })).toBe(tripleDes);
  });

  test.each([
    ['exchange-2010', 0x0301, 'c014 c013 0039 0033 0035 002f 000a 0005 0004'],
    [
      'exchange-2013',
      0x0303,
      'c028 c027 c014 c013 009f 009e 0039 0033 009d 009c 003d 003c 0035 002f 000a 0005 0004',
    ],
    [
      'exchange-2016',
      0x0303,
      'c030 c02f 009f 009e c028 c027 c014 c013 0039 0033 009d 009c 003d 003c 0035 002f 000a 0005 0004',
    ],
    ['exchange-2019', 0x0303, 'c030 c02f c028 c027'],
    ['exchange-se', 0x0303, 'c030 c02f c028 c027'],
  ] as const)('of %s at version %d has in this order: %s', async (id, maxVersion, expected) => {
    const found: string[] = [];
    for (let suites = SUITES.map(({ code }) => code); ;) {
      const flight = await hello(await plainSocket(place(id)), lab.world, { maxVersion, suites });
      const chosen = flight.hello?.suite;
      if (chosen === undefined) break;
      found.push(chosen.toString(16).padStart(4, '0'));
      suites = suites.filter((code) => code !== chosen);
    }
    expect(found.join(' ')).toBe(expected);
  });

  test('of Exchange 2010 still has SSL 2.0', async () => {
    const stream = await plainSocket(place('exchange-2010'));
    stream.write(
      encodeSslv2ClientHello({
        version: 0x0002,
        kinds: [0x010080],
        sessionId: new Uint8Array(0),
        challenge: new Uint8Array(16),
      }),
    );
    let received = Buffer.alloc(0);
    for await (const chunk of stream) {
      received = Buffer.concat([received, chunk as Buffer]);
      if (readSslv2Record(received) !== null) break;
    }
    stream.destroy();
    expect(readSslv2Record(received)?.[0]).toBe(4);
  });

  test('of Exchange SE has TLS 1.3 on the web and not on SMTP', async () => {
    const modern = {
      maxVersion: 0x0304,
      versions: [0x0304],
      suites: [0x1301, 0x1302],
      keyShares: 'real' as const,
    };
    expect(await answer('exchange-se', modern)).toEqual([0x0304, 0x1302]);
    expect(await answer('exchange-se', modern, 993)).toEqual([0x0304, 0x1302]);
    expect(await answer('exchange-2019', modern)).toEqual(REFUSED);
    const socket = await plainSocket(place('exchange-se', 25));
    await talk(socket, ['EHLO x', 'STARTTLS']);
    expect((await hello(socket, lab.world, modern)).alert).toEqual(REFUSED);
  });

  test.each([
    ['exchange-2010', 'TLSv1', 'ECDHE-RSA-AES256-SHA'],
    ['exchange-2013', 'TLSv1.2', 'ECDHE-RSA-AES256-SHA384'],
    ['exchange-2016', 'TLSv1.2', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ['exchange-2019', 'TLSv1.2', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ['exchange-se', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384'],
  ] as const)(
    'of %s gives clients that stay the session that its policy says: %s, %s',
    async (id, version, suite) => {
      const at = place(id);
      const stream = await securedSocket(await plainSocket(at), at.host);
      expect([stream.getProtocol(), stream.getCipher().name]).toEqual([version, suite]);
      stream.destroy();
    },
  );
});
