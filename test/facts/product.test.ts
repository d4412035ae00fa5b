import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { FRONT_SIGNS, FRONT_SOURCES } from '../../src/exchange/fronts.ts';
import { productFact } from '../../src/facts/product.ts';
import type { Fact, ProductFact, ReachFact, SuitesFact } from '../../src/facts/types.ts';
import { challengeOf } from '../../src/lab/ntlm-exchange.ts';
import type { HttpObservation, NtlmObservation, Observation } from '../../src/model/observation.ts';
import { known, suites as suitesOf, unknown } from '../fixtures/facts.ts';

const REACH: ReachFact = { state: 'answered', failure: null, preamble: null, connections: 1, rung: null };

let last = 0;

function base(): Pick<HttpObservation, 'id' | 'endpoint' | 'question' | 'at' | 'elapsedMs' | 'connections'> {
  last += 1;
  const at = '2026-11-22T12:00:00.000Z';
  return { id: `o${last}`, endpoint: 'e', question: 'q', at, elapsedMs: 1, connections: 0 };
}

type Headers = readonly (readonly [string, string])[];

function http(
  headers: Headers,
  parts: { path?: string; body?: string; status?: number; tls?: boolean } = {},
): HttpObservation {
  const { path = '/owa/', body = '', status = 200, tls = true } = parts;
  return {
    ...base(),
    kind: 'http',
    asked: { method: 'GET', path, tls, headers: [], client: 'node' },
    outcome: { status: 'answered', http: status, headers, body, bytes: body.length, certificate: null },
  };
}

function ntlm(challenge: string): NtlmObservation {
  return {
    ...base(),
    kind: 'ntlm',
    asked: { tls: false },
    preamble: null,
    outcome: { status: 'challenged', challenge },
  };
}

function greeted(banner: string, capabilities: readonly string[] = []): Observation {
  const preamble = { banner, capabilities, transcript: [], trailing: 0 };
  const outcome = { status: 'not-offered', detail: '' } as const;
  return { ...base(), kind: 'ntlm', asked: { tls: false }, preamble, outcome };
}

function product(
  observations: readonly Observation[],
  suites: Fact<SuitesFact> = unknown(),
  groups: Parameters<typeof productFact>[2]['groups'] = unknown(),
): ProductFact {
  const fact = productFact(observations, REACH, { suites, groups });
  if (!fact.known) throw new Error(fact.why);
  return fact.value;
}

const MACHINE = { server: 'MBX01', workgroup: 'CONTOSO', domain: 'contoso.local' };
const CHALLENGE = Buffer.from(challengeOf(MACHINE, '10.0.17763', 0, randomBytes)).toString('base64');

const MANIFEST =
  '<asmv1:assembly><assemblyIdentity name="exporttool.application" version="15.2.1544.9" language="neutral" />' +
  '<dependency><assemblyIdentity name="other" version="9.9.9.9" /></dependency></asmv1:assembly>';
const EXPORT_TOOL = '/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application';

describe('a build', () => {
  test('is read from the header, the manifest and the pages, and believed in this order', () => {
    const seen = product([
      http([], { body: '<link href="/owa/auth/15.2.1544/themes/resources/favicon.ico">' }),
      http([], { path: EXPORT_TOOL, body: MANIFEST }),
      http([['x-owa-version', '15.2.1544.13']]),
    ]);
    expect(seen.builds.map(({ value, source, precision }) => [value, source, precision])).toEqual([
      ['15.2.1544.13', 'x-owa-version', 'exact'],
      ['15.2.1544.9', 'exporttool', 'exact'],
      ['15.2.1544', 'resource-path', 'cu'],
    ]);
    expect(seen.chosen).toEqual(seen.builds[0]);
    expect(seen.disagreements.map(({ about }) => about)).toEqual(['build']);
  });

  test.each([
    ['/owa/14.3.513.0/themes/', '14.3.513.0', 'exact'],
    ['/owa/auth/15.1.2507/scripts/', '15.1.2507', 'cu'],
    ['/owa/prem/15.2.1748.53/', '15.2.1748.53', 'exact'],
  ])('in the path %s is %s', (path, value, precision) => {
    expect(product([http([], { body: `"${path}x"` })]).chosen).toMatchObject({ value, precision });
  });

  test.each(['', 'x', '15.2', '15.2.1544.13; DROP', '1234567.1.1.1', '15.2.1544.13.1'])(
    'is not what the header says with %j',
    (value) => {
      expect(product([http([['x-owa-version', value]])])).toMatchObject({ chosen: null, state: 'answered' });
    },
  );

  test('of three parts agrees with one that it begins', () => {
    const seen = product([
      http([['x-owa-version', '15.2.1544.13']], { body: '/owa/auth/15.2.1544/x /owa/auth/15.2.154/x' }),
    ]);
    expect(seen.disagreements.map(({ values }) => values.map(({ value }) => value))).toEqual([
      ['15.2.1544.13', '15.2.1544', '15.2.154'],
    ]);
    expect(
      product([http([['x-owa-version', '15.2.1544.13']], { body: '/owa/auth/15.2.1544/x' })]).disagreements,
    ).toEqual([]);
  });

  test('on port 80 is of no account: somebody else may answer there', () => {
    expect(product([http([['x-owa-version', '15.2.1544.13']], { tls: false })]).state).toBe('not-asked');
  });
});

describe('names and Windows', () => {
  test('are read from headers and challenges', () => {
    const seen = product([
      http([
        ['server', 'Microsoft-IIS/10.0'],
        ['x-feserver', 'MBX01'],
        ['x-calculatedbetarget', 'mbx02.contoso.local'],
        ['www-authenticate', `NTLM ${CHALLENGE}`],
        ['www-authenticate', 'Basic realm="mail.contoso.com"'],
      ]),
    ]);
    expect(seen.names.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'front-end MBX01',
      'back-end mbx02.contoso.local',
      'realm mail.contoso.com',
      'netbios-computer MBX01',
      'netbios-domain CONTOSO',
      'dns-computer MBX01.contoso.local',
      'dns-domain contoso.local',
      'dns-forest contoso.local',
    ]);
    expect(seen.windows.map(({ value }) => value)).toEqual(['10.0.17763']);
    expect(seen.iis.map(({ value }) => value)).toEqual(['Microsoft-IIS/10.0']);
    expect(seen.family).toBe('exchange');
  });

  test('that differ behind one address are a disagreement', () => {
    const other = Buffer.from(challengeOf({ ...MACHINE, server: 'MBX02' }, '10.0.20348', 0, randomBytes));
    const seen = product([ntlm(CHALLENGE), ntlm(other.toString('base64'))]);
    expect(seen.disagreements.map(({ about }) => about)).toEqual(['windows', 'server-name']);
  });

  test('in a challenge that cannot be read are not known', () => {
    expect(product([ntlm(CHALLENGE.slice(0, 60))])).toMatchObject({
      names: [],
      windows: [],
      state: 'answered',
    });
  });

  test.each(['a b', '<script>', 'x'.repeat(300), ''])('are not taken from a header with %j', (value) => {
    expect(product([http([['x-feserver', value]])]).names).toEqual([]);
  });
});

describe('the family', () => {
  test.each([
    ['mail.contoso.com Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 12:00:00 +0000', 'exchange'],
    ['The Microsoft Exchange IMAP4 service is ready.', 'exchange'],
    ['The Microsoft Exchange POP3 service is ready.', 'exchange'],
    ['Microsoft Exchange Server 2007 IMAP4 service ready', 'exchange'],
    ['The Microsoft Exchange IMAP4 service is ready. [TQBOADIAUABSADEA]', 'exchange-online'],
    ['AM0.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at x', 'exchange-online'],
    ['mail.contoso.com ESMTP Postfix (Debian)', 'other'],
    ['mail.contoso.com ESMTP', 'unknown'],
  ])('of a server that greets with %j is %s', (banner, family) => {
    expect(product([greeted(banner)]).family).toBe(family);
  });

  test('shows in keywords of EHLO where the greeting is neutral', () => {
    expect(product([greeted('mail.contoso.com', ['X-ANONYMOUSTLS', 'XRDST'])]).family).toBe('exchange');
  });
});

describe('what is in front', () => {
  test.each([
    ['server', 'nginx/1.24.0', 'reverse-proxy', 'nginx'],
    ['server', 'BigIP', 'load-balancer', 'F5 BIG-IP'],
    ['set-cookie', 'NSC_owa=ffff; path=/', 'load-balancer', 'NetScaler'],
    ['x-servedby', 'KEMP-LM', 'load-balancer', 'Kemp LoadMaster'],
    ['x-powered-by', 'ARR/3.0', 'reverse-proxy', 'Application Request Routing'],
    ['via', '1.1 proxy', 'reverse-proxy', null],
    ['x-cache', 'MISS', 'reverse-proxy', null],
  ])('is told by %s: %s', (name, value, kind, whose) => {
    const seen = product([
      http([
        [name, value],
        ['x-feserver', 'MBX01'],
      ]),
    ]);
    expect(seen.front).toMatchObject({ kind, product: whose });
  });

  test.each([
    ['server', 'Microsoft-IIS/10.0'],
    ['server', 'Microsoft-HTTPAPI/2.0'],
    ['x-powered-by', 'ASP.NET'],
    ['set-cookie', 'ClientId=1; BIGipServer=no'],
  ])('is nothing by %s: %s', (name, value) => {
    expect(
      product([
        http([
          [name, value],
          ['x-feserver', 'MBX01'],
        ]),
      ]).front,
    ).toMatchObject({ kind: 'exchange', clues: [] });
  });

  test('is something where Exchange is seen behind the server of somebody else', () => {
    const seen = product([
      http([
        ['server', 'Whatever'],
        ['x-feserver', 'MBX01'],
      ]),
    ]);
    expect(seen.front).toMatchObject({ kind: 'reverse-proxy', product: null });
  });

  test('is no proxy where nothing is seen of Exchange', () => {
    expect(product([http([['server', 'Whatever']])]).front.kind).toBe('unknown');
  });

  test('is seen by suites and groups that Windows does not have', () => {
    const exchange = [http([['x-feserver', 'MBX01']])];
    const chacha = known(suitesOf([[0x0303, 0xcca8]]));
    const x448 = known({ accepted: [{ version: 0x0303, group: 30 }] });
    expect(product(exchange, chacha).front.clues.map(({ kind, seen }) => `${kind} ${seen}`)).toEqual([
      'other-tls TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, which Windows does not have',
    ]);
    expect(product(exchange, unknown(), x448).front.kind).toBe('reverse-proxy');
  });

  test('is not seen by ChaCha20 at TLS 1.3, which Windows Server 2022 can have', () => {
    const exchange = [http([['x-feserver', 'MBX01']])];
    expect(
      product(
        exchange,
        known(
          suitesOf([
            [0x0304, 0x1303],
            [0x0303, 0xc030],
          ]),
        ),
      ).front.kind,
    ).toBe('exchange');
  });

  test.each([
    ['mx0a-1.pphosted.com ESMTP mfa-m0214089', 'Proofpoint'],
    ['mail ESMTP Symantec Messaging Gateway', 'Symantec Messaging Gateway'],
    ['barracuda.test.local ESMTP (09678d23bc13369ca0f4a4c15ae7f1d4)', 'Barracuda Email Security Gateway'],
    ['mail.contoso.com ESMTP Postfix', 'Postfix'],
  ])('is a mail gateway that greets with %j', (banner, whose) => {
    expect(product([greeted(banner)]).front).toMatchObject({ kind: 'mail-gateway', product: whose });
  });

  test('is known from a source with a date, row by row', () => {
    for (const { source } of FRONT_SIGNS) expect(FRONT_SOURCES[source].date).toMatch(/^\d{4}-\d\d/);
  });
});

describe('silence', () => {
  const silent: HttpObservation = {
    ...http([]),
    outcome: { status: 'failed', failure: { code: 'request-timeout', stage: 'request', detail: '' } },
  };

  test('is no answer, and not asking is something else', () => {
    expect(product([silent])).toMatchObject({ state: 'unanswered', family: 'unknown', chosen: null });
    expect(product([])).toMatchObject({ state: 'not-asked' });
  });

  test('of the whole endpoint leaves the product unknown', () => {
    const fact = productFact(
      [],
      { ...REACH, state: 'unreachable' },
      { suites: unknown(), groups: unknown() },
    );
    expect(fact.known).toBe(false);
  });
});

describe('modern authentication', () => {
  const bearer = (rest: string) =>
    http([['www-authenticate', `Bearer client_id="00000002-0000-0ff1-ce00-000000000000"${rest}`]], {
      status: 401,
    });
  const tenant = '8e1f3a4c-0d4c-4c1e-9d7c-1f2a3b4c5d6e';

  test.each([
    [
      `, trusted_issuers="00000001-0000-0000-c000-000000000000@${tenant}", authorization_uri="https://login.windows.net/x"`,
      tenant,
      'https://login.windows.net/x',
    ],
    [`, trusted_issuers="00000001-0000-0000-c000-000000000000@${tenant}"`, tenant, null],
    [', trusted_issuers="00000001-0001-0000-c000-000000000000@*"', null, null],
  ])('is read from a challenge with %s', (rest, id, authorizationUri) => {
    expect(product([bearer(rest)]).modernAuth).toMatchObject({ tenant: id, authorizationUri });
  });

  test('is not there where the challenge names nobody', () => {
    expect(product([bearer('')]).modernAuth).toBeNull();
  });
});

test('nothing that a server says is thrown at, and no list grows without end', () => {
  const name = fc.constantFrom(
    'server',
    'x-owa-version',
    'x-feserver',
    'x-diaginfo',
    'www-authenticate',
    'set-cookie',
    'via',
    'location',
    'x',
  );
  const value = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.constantFrom(
      `NTLM ${CHALLENGE}`,
      'NTLM TlRMTVNTUAAC',
      'Negotiate',
      'Basic realm="',
      'Bearer trusted_issuers="@',
    ),
    fc.integer().map((number) => `15.2.${number}.1`),
  );
  const body = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.constant('<assemblyIdentity '.repeat(3000)),
    fc.constant('/owa/auth/15.2.1544.'.repeat(3000)),
    fc.constant(Array.from({ length: 500 }, (_, at) => `/owa/auth/15.2.${at}/`).join('')),
  );
  const one = fc.record({
    headers: fc.array(fc.tuple(name, value), { maxLength: 100 }),
    body,
    path: fc.constantFrom('/owa/', EXPORT_TOOL),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), (all) => {
      const seen = product(all.map(({ headers, ...parts }) => http(headers, parts)));
      for (const list of [seen.builds, seen.windows, seen.iis, seen.names, seen.front.clues]) {
        expect(list.length).toBeLessThanOrEqual(40);
      }
    }),
    { numRuns: 60 },
  );
});
