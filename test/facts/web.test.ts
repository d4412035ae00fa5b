import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DIRECTORY_REQUESTS, PLAIN_PATHS, VIRTUAL_DIRECTORIES } from '../../src/exchange/directories.ts';
import { directoriesFact } from '../../src/facts/directories.ts';
import { httpFact } from '../../src/facts/http.ts';
import { schemesOf } from '../../src/facts/http-answers.ts';
import type { DirectoryFact, Fact } from '../../src/facts/types.ts';
import type { HttpObservation } from '../../src/model/observation.ts';
import { answer, EXCHANGE_HEADERS, failed, NGINX_HEADERS, request } from '../fixtures/http.ts';
import { hello, refused } from '../fixtures/observations.ts';

function value<T>(fact: Fact<T>): T {
  if (!fact.known) throw new Error(fact.why);
  return fact.value;
}

function owa(outcome: HttpObservation['outcome']): DirectoryFact {
  // Another directory answers, so that the fact is known even where this one does not.
  const all = [request('/owa/', outcome), request('/ecp/', answer(302))];
  const found = value(directoriesFact(all)).directories.find(({ id }) => id === 'owa');
  if (found === undefined) throw new Error('owa was asked for');
  return found;
}

const IIS = { server: 'Microsoft-IIS/10.0' };
const LOGIN = 'https://mail.contoso.com/owa/auth/logon.aspx?url=x&reason=0';

describe('the state of a directory', () => {
  test.each([
    ['its own login', answer(302, { ...IIS, location: LOGIN }), 'present'],
    ['its own login, through a proxy', answer(302, { ...NGINX_HEADERS, location: LOGIN }), 'present'],
    [
      'the login of another server',
      answer(302, { location: 'https://adfs.contoso.com/adfs/ls/' }),
      'unknown',
    ],
    ['the same, from Exchange', answer(302, { ...EXCHANGE_HEADERS, location: 'https://adfs/' }), 'present'],
    ['a redirect to nowhere', answer(302, {}), 'unknown'],
    ['401 with a scheme', answer(401, { 'www-authenticate': 'Basic realm="x"' }), 'present'],
    ['401 with none', answer(401, NGINX_HEADERS), 'unknown'],
    ['403 from IIS', answer(403, IIS), 'present'],
    ['403 from a proxy', answer(403, NGINX_HEADERS), 'unknown'],
    ['200 from a proxy', answer(200, NGINX_HEADERS), 'unknown'],
    ['200 from Exchange', answer(200), 'present'],
    ['503 from Exchange', answer(503), 'present'],
    ['503 from a proxy', answer(503, NGINX_HEADERS), 'unknown'],
    ['404', answer(404), 'absent'],
    ['404 from a proxy', answer(404, NGINX_HEADERS), 'absent'],
    ['no answer', failed('request-timeout'), 'unknown'],
  ] as const)('%s', (_, outcome, state) => {
    expect(owa(outcome).state).toBe(state);
  });

  test('says why it is not known', () => {
    expect(owa(failed('request-timeout')).why).toBe('no whole answer to the request');
  });

  test('keeps the names of servers, each once', () => {
    const names = {
      ...EXCHANGE_HEADERS,
      'x-beserver': 'MBX02',
      'x-calculatedbetarget': 'mbx02.contoso.local',
    };
    expect(owa(answer(302, names)).servers).toEqual(['MBX01', 'MBX02', 'mbx02.contoso.local']);
  });
});

describe('the health of a directory', () => {
  test.each([
    [answer(200), 'healthy', 200],
    [answer(503), 'not-healthy', 503],
    [answer(404), 'not-healthy', 404],
    [answer(401), 'unknown', 401],
    [answer(302), 'unknown', 302],
    [failed('request-timeout'), 'unknown', null],
  ] as const)('%#', (outcome, health, healthStatus) => {
    const all = [request('/owa/', answer(302)), request('/owa/healthcheck.htm', outcome)];
    expect(value(directoriesFact(all)).directories[0]).toMatchObject({ id: 'owa', health, healthStatus });
  });

  test('is not known where nobody asked, unless there is no page for it', () => {
    const all = value(directoriesFact([request('/owa/', answer(302))])).directories;
    expect(all.filter(({ health }) => health === 'not-asked').map(({ id }) => id)).toEqual(['api']);
    expect(new Set(all.map(({ health }) => health))).toEqual(new Set(['unknown', 'not-asked']));
  });
});

describe('the fact about directories', () => {
  test('nobody asked', () => {
    expect(value(directoriesFact([hello(1, {}, refused(40))]))).toEqual({
      state: 'not-asked',
      directories: [],
    });
  });

  test('has every directory as soon as one was answered, and says which were not asked for', () => {
    const all = value(directoriesFact([request('/owa/', answer(302))])).directories;
    expect(all.map(({ id }) => id)).toEqual(VIRTUAL_DIRECTORIES.map(({ id }) => id));
    expect(all.slice(1).map(({ state, why }) => [state, why])).toEqual(
      all.slice(1).map(() => ['unknown', 'not asked']),
    );
  });

  test('no answer at all is not known', () => {
    expect(directoriesFact([request('/owa/', failed('request-timeout'))])).toMatchObject({
      known: false,
      why: 'no answer over HTTP: no whole answer to the request',
    });
  });

  test('what came without TLS says nothing about the website', () => {
    expect(value(directoriesFact([request('/owa/', answer(302), { tls: false })])).state).toBe('not-asked');
  });

  test('the answer to an NTLM message is not what strangers are offered', () => {
    const signed = request('/ews/exchange.asmx', answer(401, { 'www-authenticate': 'NTLM TlRMTVNT' }), {
      headers: [['authorization', 'NTLM TlRMTVNT']],
    });
    const plain = request('/ews/exchange.asmx', answer(401, { 'www-authenticate': 'Negotiate, NTLM' }));
    expect(value(directoriesFact([signed, plain])).directories.find(({ id }) => id === 'ews')).toMatchObject({
      authentication: ['Negotiate', 'NTLM'],
    });
    expect(value(directoriesFact([signed])).state).toBe('not-asked');
  });
});

describe('schemes of WWW-Authenticate', () => {
  test.each([
    ['Basic realm="mail"', ['Basic']],
    ['Negotiate, NTLM, basic realm="a, b"', ['Negotiate', 'NTLM', 'Basic']],
    ['Bearer client_id="00000002", trusted_issuers="x@y", error="invalid_token"', ['Bearer']],
    ['Basic realm = "x", charset = "UTF-8"', ['Basic']],
    ['Basic realm="unclosed, NTLM', ['Basic']],
    ['', []],
    ['=', []],
  ])('%s', (header, schemes) => {
    expect(schemesOf(answer(401, { 'www-authenticate': header }))).toEqual(schemes);
  });
});

describe('Strict-Transport-Security', () => {
  const hsts = (...headers: (string | null)[]) =>
    value(
      httpFact(
        headers.map((header, at) =>
          request(
            at === 0 ? '/owa/' : '/ecp/',
            answer(302, header === null ? {} : { 'strict-transport-security': header }),
          ),
        ),
      ),
    ).hsts;

  test.each([
    ['max-age=31536000; includeSubDomains', 31_536_000, true],
    ['MAX-AGE="300"', 300, false],
    ['max-age=0', 0, false],
    ['max-age=1; max-age=2', null, false],
    ['includeSubDomains', null, true],
    ['max-age=-1', null, false],
    ['max-age=99999999999999999999', null, false],
  ])('%s', (header, maxAge, includeSubDomains) => {
    expect(hsts(header)).toMatchObject({ state: 'sent', value: header, maxAge, includeSubDomains });
  });

  test('is not sent if no answer has it', () => {
    expect(hsts(null, null).state).toBe('not-sent');
  });

  test('one answer that has it is enough', () => {
    expect(hsts(null, 'max-age=300')).toMatchObject({ state: 'sent', maxAge: 300 });
  });

  test('without TLS it does not count', () => {
    const header = { 'strict-transport-security': 'max-age=300' };
    const fact = value(httpFact([request('/', answer(200, header), { tls: false })]));
    expect(fact.hsts.state).toBe('unknown');
  });
});

describe('port 80', () => {
  const plain = (...requests: HttpObservation[]) =>
    value(httpFact([request('/owa/', answer(302)), ...requests])).plain;

  test('was not asked', () => {
    expect(plain().state).toBe('not-asked');
  });

  test('is closed where the connection is refused', () => {
    expect(plain(request('/', failed('connection-refused', 'dial'), { tls: false })).state).toBe('closed');
  });

  test('is not known where nothing comes back', () => {
    expect(plain(request('/', failed('connect-timeout', 'dial'), { tls: false })).state).toBe('unknown');
  });

  test('keeps redirects and schemes, and what was asked in vain', () => {
    const fact = plain(
      request('/', answer(301, { location: 'https://mail.contoso.com/owa/' }), { tls: false }),
      request('/rpc/rpcproxy.dll', answer(401, { 'www-authenticate': 'Basic realm="x"' }), { tls: false }),
      request('/powershell/', failed('request-failed'), { tls: false }),
    );
    expect(fact).toMatchObject({
      state: 'answered',
      unanswered: ['/powershell/'],
      answers: [{ redirect: 'https://mail.contoso.com/owa/' }, { redirect: null, authentication: ['Basic'] }],
    });
  });
});

test('no answer of any kind over HTTP is not known', () => {
  expect(httpFact([request('/owa/', failed('request-timeout'))]).known).toBe(false);
  expect(value(httpFact([])).state).toBe('not-asked');
});

test('never throws, whatever the server sends', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const names = fc.constantFrom(
    'www-authenticate',
    'location',
    'server',
    'x-feserver',
    'strict-transport-security',
  );
  const paths = fc.constantFrom(...DIRECTORY_REQUESTS.map(({ path }) => path), ...PLAIN_PATHS);
  const any = fc.record({
    path: paths,
    http: fc.integer(),
    headers: fc.array(fc.tuple(names, text)),
    tls: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), (all) => {
      const observations = all.map(({ path, http, headers, tls }) =>
        request(path, { ...answer(http), headers }, { tls }),
      );
      expect(() => [directoriesFact(observations), httpFact(observations)]).not.toThrow();
    }),
  );
});
