import { describe, expect, test } from '@jest/globals';
import { concat } from '../../src/wire/bytes.ts';
import { type ClientHello, decodeClientHello, encodeClientHello } from '../../src/wire/client-hello.ts';
import {
  decodeKeyShares,
  decodeNumberList,
  decodeServerName,
  decodeVersionList,
} from '../../src/wire/extension.ts';
import { EXTENSION } from '../../src/wire/iana/extensions.ts';
import { GNUTLS_HELLOS } from '../fixtures/wire/gnutls.ts';
import { JSSE_HELLOS } from '../fixtures/wire/jsse.ts';
import { NODE_HELLOS } from '../fixtures/wire/node.ts';
import { OPENSSL_HELLOS } from '../fixtures/wire/openssl.ts';
import { fromHex, messagesOf } from './captured.ts';
import { wireError } from './codecs.ts';

function helloOf(captured: string): ClientHello {
  const [message] = messagesOf(fromHex(captured));
  return decodeClientHello(message?.body ?? new Uint8Array(0));
}

function extension(hello: ClientHello, type: number): Uint8Array {
  return hello.extensions?.find((one) => one.type === type)?.body ?? new Uint8Array(0);
}

describe('the captured hello', () => {
  /** capture, session id, number of suites, first suite, versions, groups of the key shares, extension types */
  test.each([
    [
      'of OpenSSL',
      OPENSSL_HELLOS.ecdhe,
      32,
      31,
      0x1302,
      [0x0304, 0x0303, 0x0302, 0x0301],
      [29],
      [0, 11, 10, 35, 5, 22, 23, 13, 43, 45, 51],
    ],
    [
      'of OpenSSL with P-256 and P-384',
      OPENSSL_HELLOS.retry,
      32,
      31,
      0x1302,
      [0x0304, 0x0303, 0x0302, 0x0301],
      [23],
      [0, 11, 10, 35, 22, 23, 13, 43, 45, 51],
    ],
    [
      'of JSSE',
      JSSE_HELLOS.tls13,
      32,
      56,
      0x1302,
      [0x0304, 0x0303],
      [29, 23],
      [0, 5, 10, 11, 17, 23, 35, 13, 43, 45, 50, 51],
    ],
    [
      'of GnuTLS',
      GNUTLS_HELLOS.tls13,
      32,
      29,
      0x1302,
      [0x0304, 0x0303, 0x0302, 0x0301],
      [23, 29],
      [5, 10, 11, 13, 22, 23, 35, 51, 43, 0xff01, 0, 45, 28],
    ],
    [
      'of Node',
      NODE_HELLOS.default,
      32,
      59,
      0x1302,
      [0x0304, 0x0303],
      [29],
      [0, 11, 10, 35, 16, 22, 23, 13, 43, 45, 51],
    ],
  ])('%s is understood', (_name, captured, sessionId, suites, first, versions, shares, types) => {
    const hello = helloOf(captured);
    expect(hello.version).toBe(0x0303);
    expect(hello.random).toHaveLength(32);
    expect(hello.sessionId).toHaveLength(sessionId);
    expect(hello.suites).toHaveLength(suites);
    expect(hello.suites[0]).toBe(first);
    expect(hello.compressions).toEqual([0]);
    expect(hello.extensions?.map(({ type }) => type)).toEqual(types);
    expect(decodeServerName(extension(hello, EXTENSION.server_name))).toBe('mail.contoso.com');
    expect(decodeVersionList(extension(hello, EXTENSION.supported_versions))).toEqual(versions);
    const keyShares = decodeKeyShares(extension(hello, EXTENSION.key_share));
    expect(keyShares.map(({ group }) => group)).toEqual(shares);
    expect(keyShares.map(({ key }) => key.length)).toEqual(shares.map((group) => (group === 23 ? 65 : 32)));
    expect(decodeNumberList(extension(hello, EXTENSION.supported_groups), 'groups')).toContain(24);
  });

  test('of TLS 1.0 is understood', () => {
    const hello = helloOf(OPENSSL_HELLOS.tls10);
    expect(hello).toMatchObject({ version: 0x0301, sessionId: new Uint8Array(0), suites: [0xc013, 0x00ff] });
    expect(hello.extensions?.map(({ type }) => type)).toEqual([0, 11, 10, 35, 22, 23]);
  });

  test('of SSL 3.0 is understood', () => {
    const hello = helloOf(JSSE_HELLOS.ssl3);
    expect(hello).toMatchObject({ version: 0x0300, suites: [0x000a, 0x002f, 0x0033], compressions: [0] });
    expect(hello.extensions?.map(({ type }) => type)).toEqual([5, 10, 17, 43, 0xff01]);
  });
});

describe('a hello', () => {
  const bare: ClientHello = {
    version: 0x0300,
    random: new Uint8Array(32).fill(7),
    sessionId: new Uint8Array(0),
    suites: [0x0004, 0x0a0a],
    compressions: [1, 0],
    extensions: null,
  };

  test('without extensions has no block of them, with an empty list it has an empty one', () => {
    const without = encodeClientHello(bare);
    expect(decodeClientHello(without).extensions).toBeNull();
    expect(encodeClientHello({ ...bare, extensions: [] })).toEqual(concat([without, Uint8Array.of(0, 0)]));
    expect(decodeClientHello(concat([without, Uint8Array.of(0, 0)])).extensions).toEqual([]);
  });

  test('keeps extensions that nobody knows, in order and twice', () => {
    const extensions = [0x1a1a, 0xffff, 0, 0x1a1a].map((type, at) => ({ type, body: Uint8Array.of(at) }));
    expect(decodeClientHello(encodeClientHello({ ...bare, extensions })).extensions).toEqual(extensions);
  });

  test.each([
    ['an odd list of suites', concat([Uint8Array.of(3, 3), bare.random, Uint8Array.of(0, 0, 1, 4, 1, 0)])],
    [
      'an extension longer than the block',
      concat([encodeClientHello(bare), Uint8Array.of(0, 4, 0, 0, 0, 1)]),
    ],
    ['a block longer than the hello', concat([encodeClientHello(bare), Uint8Array.of(0, 5, 0, 0, 0, 0)])],
    ['bytes behind the block', concat([encodeClientHello(bare), Uint8Array.of(0, 0, 0)])],
  ])('with %s is malformed', (_name, bytes) => {
    expect(wireError(() => decodeClientHello(bytes))?.kind).toBe('malformed');
  });
});
