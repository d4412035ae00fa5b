import { describe, expect, test } from '@jest/globals';
import { parseClients } from '../../src/config/clients-file.ts';
import { linesOf } from './lines.ts';

const parse = (file: unknown): ReturnType<typeof parseClients> =>
  parseClients(JSON.stringify(file), 'ours.json');

describe('a file of clients', () => {
  test('describes one by the record of another', () => {
    const [client] = parse({
      clients: [{ id: 'our-printers', title: 'Our printers', services: ['submission'], like: 'openssl098y' }],
    });
    expect(client).toMatchObject({ id: 'our-printers', title: 'Our printers', own: true });
    expect(client?.uses[0]?.offers).toEqual({
      value: [{ offer: 'openssl098y' }],
      mark: 'operator',
      source: 'operator',
    });
  });

  test('takes the offer of a known client', () => {
    const [client] = parse({ clients: [{ id: 'app', services: ['ews'], like: 'android-15-16' }] });
    expect(client?.uses[0]?.offers).toMatchObject({
      value: [{ offer: 'android15-16' }, { offer: 'android16' }],
    });
  });

  test('describes one by a list of what it offers', () => {
    const offer = { versions: ['TLS 1.2'], suites: ['AES128-SHA', '0x009D'], groups: ['secp256r1'] };
    const [client] = parse({
      clients: [{ id: 'ups', services: ['smtp'], offer, certificate: 'not-checked' }],
    });
    expect(client?.uses[0]?.identity).toBeNull();
    expect(client?.uses[0]?.offers).toMatchObject({
      value: [{ own: { versions: [0x0303, 0x0303], suites: [0x002f, 0x009d], groups: [23] } }],
    });
  });

  test('leaves open what it does not say', () => {
    const certificate = { roots: 'microsoft', untrusted: 'fails' };
    const [client] = parse({ clients: [{ id: 'crm', services: ['ews'], like: 'java21', certificate }] });
    expect(client?.uses[0]?.identity).toMatchObject({
      roots: { value: 'microsoft' },
      faults: { untrusted: { value: 'fails' }, name: { unconfirmed: expect.any(String) } },
    });
  });

  test.each([
    [{ clients: [] }, /clients: expected/],
    [{ clients: [{ id: 'a', services: ['ews'] }] }, /either "like" or "offer"/],
    [{ clients: [{ id: 'a', services: ['ews'], like: 'java22' }] }, /unknown client or record "java22"/],
    [{ clients: [{ id: 'a', services: ['fax'], like: 'java21' }] }, /services\[0\]/],
    [{ clients: [{ id: 'A b', services: ['ews'], like: 'java21' }] }, /small letters/],
    [
      { clients: [{ id: 'a', services: ['ews'], offer: { versions: ['TLS 1.2'], suites: ['nonsense'] } }] },
      /unknown cipher suite/,
    ],
  ])('is refused for %j', (file, line) => {
    expect(linesOf(() => parse(file)).join('\n')).toMatch(line);
  });
});
