import { describe, expect, test } from '@jest/globals';
import { VIRTUAL_DIRECTORIES } from '../../../src/exchange/directories.ts';
import { directoriesFact } from '../../../src/facts/directories.ts';
import { httpFact } from '../../../src/facts/http.ts';
import type { ProductFact } from '../../../src/facts/types.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { HttpObservation } from '../../../src/model/observation.ts';
import { adminCenterExposed } from '../../../src/rules/http/admin-center-exposed.ts';
import { basicAuthentication } from '../../../src/rules/http/basic-authentication.ts';
import { basicWithoutTls } from '../../../src/rules/http/basic-without-tls.ts';
import { directoryUnhealthy } from '../../../src/rules/http/directory-unhealthy.ts';
import { missingDirectory } from '../../../src/rules/http/missing-directory.ts';
import { missingHsts } from '../../../src/rules/http/missing-hsts.ts';
import { powershellExposed } from '../../../src/rules/http/powershell-exposed.ts';
import { proxiedDifferently } from '../../../src/rules/http/proxied-differently.ts';
import type { Rule } from '../../../src/rules/rule.ts';
import { endpoint, finding, known, NO_PRODUCT, soundFacts } from '../../fixtures/facts.ts';
import { readPowerShell } from '../../fixtures/powershell.ts';
import { product as productOf } from '../../fixtures/product.ts';
import { answer, EXCHANGE_HEADERS, failed, NGINX_HEADERS, request } from '../../fixtures/http.ts';

type Outcome = HttpObservation['outcome'];
type Outcomes = Readonly<Record<string, Outcome>>;

/** An address of the Internet; nothing is sent to it. */
const PUBLIC = '52.96.0.1';

const HSTS = { 'strict-transport-security': 'max-age=31536000' };

/** What a sound Exchange 2019 answers to strangers, with the answers to some paths replaced; null leaves one out. */
function website(changes: Readonly<Record<string, Outcome | null>> = {}): readonly HttpObservation[] {
  const usual: Record<string, Outcome | null> = {};
  for (const { path, healthPage, authentication, forms } of VIRTUAL_DIRECTORIES) {
    const offered = forms
      ? { location: 'https://mail.contoso.com/owa/auth/logon.aspx' }
      : {
          'www-authenticate': authentication.filter((scheme) => scheme !== 'Basic').join(', ') || 'Negotiate',
        };
    usual[path] = answer(forms ? 302 : 401, { ...EXCHANGE_HEADERS, ...HSTS, ...offered });
    if (healthPage !== null) usual[healthPage] = answer(200);
  }
  return Object.entries({ ...usual, ...changes }).flatMap(([path, outcome]) =>
    outcome === null ? [] : [request(path, outcome)],
  );
}

const plainly = (outcomes: Outcomes): readonly HttpObservation[] =>
  Object.entries(outcomes).map(([path, outcome]) => request(path, outcome, { tls: false }));

function judged(
  rule: Rule,
  observations: readonly HttpObservation[],
  {
    address = PUBLIC,
    port = 443,
    product = {},
  }: { address?: string; port?: number; product?: Partial<ProductFact> } = {},
): Finding {
  const of = endpoint('https', { address, port });
  const facts = soundFacts(of, {
    directories: directoriesFact(observations),
    http: httpFact(observations),
    product: known({ ...NO_PRODUCT, ...product }),
  });
  return finding(rule, { endpoint: of, facts });
}

const SILENT = website(
  Object.fromEntries(
    VIRTUAL_DIRECTORIES.flatMap(({ path, healthPage }) => [
      path,
      ...(healthPage === null ? [] : [healthPage]),
    ]).map((path) => [path, failed('request-timeout')]),
  ),
);

const ALL = [
  adminCenterExposed,
  basicAuthentication,
  directoryUnhealthy,
  missingDirectory,
  missingHsts,
  powershellExposed,
  proxiedDifferently,
] as const;

describe.each(ALL.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('does not apply where nobody asked', () => {
    expect(judged(rule, [])).toMatchObject({ outcome: 'not-applicable' });
    expect(judged(rule, []).message).toContain('--fingerprint');
  });

  test('is unknown where nothing was answered', () => {
    expect(judged(rule, SILENT).outcome).toBe('unknown');
  });

  test("a proxy's own pages decide nothing", () => {
    const paths = website().map(({ asked }) => asked.path);
    const own = website(Object.fromEntries(paths.map((path) => [path, answer(200, NGINX_HEADERS)])));
    expect(judged(rule, own).outcome).toBe('unknown');
  });

  test('passes a sound server that keeps its administration inside', () => {
    const sound = website({ '/ecp/': answer(404), '/powershell/': answer(404) });
    expect(judged(rule, sound).outcome).toBe('pass');
  });
});

describe('http/missing-hsts', () => {
  const withHeader = (value: string | null): readonly HttpObservation[] => {
    const headers = value === null ? {} : { 'strict-transport-security': value };
    return [request('/owa/', answer(302, { ...EXCHANGE_HEADERS, ...headers }))];
  };

  test.each([
    [null, 'no answer has the header'],
    ['max-age=300', 'ends after 300 seconds'],
    ['max-age=0', 'turns itself off'],
    ['forever', 'no max-age that can be read: forever'],
  ])('%j fails', (value, message) => {
    const hit = judged(missingHsts, withHeader(value));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'low' });
    expect(hit.message).toContain(message);
  });

  test.each([
    ['14.3.513.0', null],
    ['15.0.1497.48', null],
    ['15.1.2507.75', /^Add-WebConfigurationProperty .*'max-age=300'/],
    ['15.2.1748.53', /-AttributeName 'max-age' -AttributeValue 300/],
    ['15.2.2562.53', /-AttributeName 'max-age' -AttributeValue 300/],
  ])('of %s is mended as Microsoft describes it for that product, and only there', (shown, command) => {
    const { fix } = judged(missingHsts, withHeader(null), { product: productOf(shown) });
    const commands = fix.filter((line) => !line.startsWith('#'));
    const text = fix.join('\n');
    expect(commands.some((line) => command?.test(line) ?? true)).toBe(command !== null);
    expect(text.includes('Add-Web') && text.includes('IISAdministration')).toBe(false);
    expect(text.includes('Not confirmed')).toBe(command === null);
  });

  test('a header of Exchange 2016 that is there already is changed, not added', () => {
    const { fix } = judged(missingHsts, withHeader('max-age=300'), { product: productOf('15.1.2507.75') });
    expect(fix.at(-1)).toMatch(/^Set-WebConfigurationProperty .*-Name value -Value 'max-age=604800'$/);
    for (const line of fix) expect(() => readPowerShell(line)).not.toThrow();
  });

  test('a website without Exchange is none of our business', () => {
    const paths = website().map(({ asked }) => asked.path);
    const none = website(Object.fromEntries(paths.map((path) => [path, answer(404, NGINX_HEADERS)])));
    expect(judged(missingHsts, none).outcome).toBe('not-applicable');
  });

  test('does not apply to the back end', () => {
    expect(judged(missingHsts, withHeader(null), { port: 444 }).outcome).toBe('not-applicable');
  });
});

describe('http/basic-without-tls', () => {
  const basic = answer(401, { 'www-authenticate': 'Basic realm="mail.contoso.com"' });

  test.each([
    ['offered', { '/': answer(403), '/rpc/rpcproxy.dll': basic }, 'fail'],
    ['not offered', { '/': answer(301, { location: 'https://mail.contoso.com/' }) }, 'pass'],
    ['closed', { '/': failed('connection-refused', 'dial') }, 'pass'],
    ['filtered', { '/': failed('connect-timeout', 'dial') }, 'unknown'],
    ['partly answered', { '/': answer(403), '/rpc/rpcproxy.dll': failed('request-timeout') }, 'unknown'],
    ['not asked', {}, 'not-applicable'],
  ] as const)('%s', (_, outcomes, outcome) => {
    expect(judged(basicWithoutTls, [...website(), ...plainly(outcomes)]).outcome).toBe(outcome);
  });

  test('names the paths', () => {
    const hit = judged(basicWithoutTls, plainly({ '/rpc/rpcproxy.dll': basic }));
    expect(hit.severity).toBe('high');
    expect(hit.message).toBe('port 80 offers Basic authentication without TLS for /rpc/rpcproxy.dll');
  });

  test('Basic within TLS is no such fault', () => {
    const within = [request('/rpc/rpcproxy.dll', basic), ...plainly({ '/': answer(403) })];
    expect(judged(basicWithoutTls, within).outcome).toBe('pass');
  });
});

describe.each([
  [adminCenterExposed, '/ecp/'],
  [powershellExposed, '/powershell/'],
] as const)('exposure of administration: $id', (rule, path) => {
  test('fails at an address of the Internet', () => {
    const hit = judged(rule, website());
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'medium' });
    expect(hit.message).toContain(`${path} answers at the public address ${PUBLIC}`);
  });

  test.each(['10.0.0.7', '192.168.1.7', '127.0.0.1', 'fd00::7', '203.0.113.7'])(
    'does not apply at %s',
    (address) => {
      expect(judged(rule, website(), { address }).outcome).toBe('not-applicable');
    },
  );

  test('passes where it is not published', () => {
    expect(judged(rule, website({ [path]: answer(404) })).outcome).toBe('pass');
  });

  test('a refusal by something else is unknown', () => {
    expect(judged(rule, website({ [path]: answer(403, NGINX_HEADERS) })).outcome).toBe('unknown');
  });
});

describe('http/directory-unhealthy', () => {
  test('names the one that is not healthy while others are', () => {
    const hit = judged(directoryUnhealthy, website({ '/mapi/healthcheck.htm': answer(503) }));
    expect(hit.outcome).toBe('fail');
    expect(hit.message).toContain('not healthy: mapi (status 503); healthy are owa, ecp, EWS');
  });

  test('pages that no directory has are no fault: Exchange 2010', () => {
    const pages = VIRTUAL_DIRECTORIES.flatMap(({ healthPage }) => healthPage ?? []);
    const none = website(Object.fromEntries(pages.map((page) => [page, answer(404)])));
    expect(judged(directoryUnhealthy, none).outcome).toBe('not-applicable');
  });

  test('all of them broken is a fault', () => {
    const pages = VIRTUAL_DIRECTORIES.flatMap(({ healthPage }) => healthPage ?? []);
    const broken = website(Object.fromEntries(pages.map((page) => [page, answer(503)])));
    expect(judged(directoryUnhealthy, broken).outcome).toBe('fail');
  });

  test('a directory that is not here has no page either', () => {
    const gone = website({ '/ecp/': answer(404), '/ecp/healthcheck.htm': answer(404) });
    expect(judged(directoryUnhealthy, gone).outcome).toBe('pass');
  });

  test('a page that did not answer is unknown', () => {
    const silent = website({ '/mapi/healthcheck.htm': failed('request-timeout') });
    expect(judged(directoryUnhealthy, silent).outcome).toBe('unknown');
  });
});

describe('http/basic-authentication', () => {
  const basic = (path: string): Readonly<Record<string, Outcome>> => ({
    [path]: answer(401, { ...EXCHANGE_HEADERS, 'www-authenticate': 'Basic realm="x"' }),
  });

  test('where it is the default it is information', () => {
    const hit = judged(basicAuthentication, website(basic('/Microsoft-Server-ActiveSync')));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'info' });
    expect(hit.message).toBe('Basic authentication is offered by Microsoft-Server-ActiveSync');
  });

  test('where somebody turned it on it is said', () => {
    const hit = judged(basicAuthentication, website(basic('/ews/exchange.asmx')));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'low' });
    expect(hit.message).toContain('by default EWS would not have it');
  });

  test('an open directory keeps it from passing', () => {
    expect(judged(basicAuthentication, website({ '/oab/': failed('request-timeout') })).outcome).toBe(
      'unknown',
    );
  });
});

describe('http/missing-directory', () => {
  test('names what is not here', () => {
    const hit = judged(missingDirectory, website({ '/ews/exchange.asmx': answer(404) }));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'info' });
    expect(hit.message).toBe('not here, while others are: EWS (Exchange Web Services)');
  });

  const build = (value: string): Partial<ProductFact> => ({
    chosen: { value, source: 'x-owa-version', path: '/owa/', precision: 'exact', evidence: [] },
  });

  test.each([
    ['14.3.513.0', 'pass'],
    ['15.2.1544.14', 'fail'],
    [null, 'pass'],
  ])('MAPI over HTTP is missed of build %s: %s', (value, outcome) => {
    const product = value === null ? {} : build(value);
    expect(judged(missingDirectory, website({ '/mapi/emsmdb/': answer(404) }), { product }).outcome).toBe(
      outcome,
    );
  });
});

describe('http/proxied-differently', () => {
  test('two kinds of server', () => {
    const hit = judged(proxiedDifferently, website({ '/oab/': answer(404, NGINX_HEADERS) }));
    expect(hit).toMatchObject({ outcome: 'fail', severity: 'info' });
    expect(hit.message).toMatch(/^Exchange or IIS: owa, .*; nginx: OAB$/);
  });

  test('two servers that name themselves', () => {
    const other = answer(302, { ...EXCHANGE_HEADERS, 'x-feserver': 'MBX02' });
    expect(judged(proxiedDifferently, website({ '/owa/': other })).message).toContain(
      'servers that name themselves: MBX02, MBX01',
    );
  });
});
