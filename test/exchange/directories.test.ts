import { describe, expect, test } from '@jest/globals';
import {
  DIRECTORY_IDS,
  DIRECTORY_REQUESTS,
  directory,
  directoryRequest,
  PLAIN_PATHS,
  VIRTUAL_DIRECTORIES,
} from '../../src/exchange/directories.ts';
import { BACK_END_PORTS, backEndPort } from '../../src/exchange/ports.ts';
import { SOURCES } from '../../src/exchange/sources.ts';
import { audience } from '../../src/exchange/audience.ts';
import { tlsStart } from '../../src/model/protocol.ts';
import { identifyBuild } from '../../src/exchange/builds-identify.ts';
import { turnsOnExtendedProtection } from '../../src/exchange/extended-protection.ts';

describe('the table of virtual directories', () => {
  test('has each one once', () => {
    expect(VIRTUAL_DIRECTORIES.map(({ id }) => id)).toEqual(DIRECTORY_IDS);
  });

  test.each(VIRTUAL_DIRECTORIES)('$id names its sources, and its health page lies below it', (row) => {
    expect(row.sources.length).toBeGreaterThan(0);
    for (const id of row.sources) expect(SOURCES[id].date).toMatch(/^\d{4}-\d{2}(-\d{2})?$/);
    expect(row.path.toLowerCase().startsWith(`/${row.name.toLowerCase()}`)).toBe(true);
    expect([undefined, `/${row.name.toLowerCase()}/healthcheck.htm`]).toContain(
      row.healthPage?.toLowerCase(),
    );
    expect(row.tlsRequiredBy.every((product) => row.products.includes(product))).toBe(true);
  });

  test.each([
    ['oab', ['2016', '2019', 'SE']],
    ['rpc', ['2010', '2013']],
    ['powershell', []],
    ['owa', ['2010', '2013', '2016', '2019', 'SE']],
  ] as const)('TLS for %s is required by %j', (id, products) => {
    expect(directory(id).tlsRequiredBy).toEqual(products);
  });

  test('costs nineteen requests over TLS and six without', () => {
    expect(DIRECTORY_REQUESTS).toHaveLength(19);
    expect(PLAIN_PATHS).toHaveLength(6);
    expect(PLAIN_PATHS[0]).toBe('/');
  });

  test('no path is asked for twice', () => {
    const paths = DIRECTORY_REQUESTS.map(({ path }) => path.toLowerCase());
    expect(new Set(paths).size).toBe(paths.length);
  });

  test.each([
    ['/owa/', 'owa', 'directory'],
    ['/OWA/?x=1', 'owa', 'directory'],
    ['/microsoft-server-activesync', 'activesync', 'directory'],
    ['/EWS/HealthCheck.htm', 'ews', 'health'],
  ])('%s belongs to %s', (path, id, purpose) => {
    expect(directoryRequest(path)).toMatchObject({ directory: id, purpose });
  });

  test.each(['/', '/owa/auth/logon.aspx', '/owa', ''])('%j belongs to none', (path) => {
    expect(directoryRequest(path)).toBeUndefined();
  });
});

describe('the table of back-end ports', () => {
  test('has each port once, with sources', () => {
    expect(new Set(BACK_END_PORTS.map(({ port }) => port)).size).toBe(BACK_END_PORTS.length);
    expect(BACK_END_PORTS.every(({ sources }) => sources.length > 0)).toBe(true);
  });

  test('the protocol of a row starts TLS as the row says', () => {
    const starts = BACK_END_PORTS.map(({ protocol }) => (protocol === null ? 'none' : tlsStart(protocol)));
    expect(starts).toEqual(BACK_END_PORTS.map(({ tls }) => tls));
  });

  test.each([443, 25, 587, 465, 993, 995])('%i is no row: clients or mail use it', (port) => {
    expect(backEndPort(port)).toBeUndefined();
  });

  test('nobody calls a port for servers one for clients', () => {
    const forClients = BACK_END_PORTS.filter(
      ({ protocol, port, readers }) =>
        readers === 'servers' && protocol !== null && audience(protocol, port) === 'clients',
    );
    expect(forClients).toEqual([]);
  });
});

describe('Extended Protection by build', () => {
  test.each([
    ['15.2.2562.17', 'yes'],
    ['15.2.1748.10', 'yes'],
    ['15.2.1544.4', 'yes'],
    ['15.2.1544', 'yes'],
    ['15.2.1258.12', 'no'],
    ['15.1.2507.44', 'no'],
    ['15.0.1497.48', 'no'],
    ['14.3.513.0', 'no'],
    ['15.20.1.1', 'unknown'],
    ['nonsense', 'unknown'],
  ])('%s gives %s', (build, expected) => {
    expect(turnsOnExtendedProtection(identifyBuild(build))).toBe(expected);
  });
});
