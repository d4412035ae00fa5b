import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { exchange2019 } from '../../src/lab/policies.ts';
import type { HelloLimits, TlsPolicy } from '../../src/lab/tls-policy.ts';
import { answerHello, type TlsAnswer } from '../../src/lab/tls-responder.ts';
import type { HelloSpec } from '../../src/probes/hello-spec.ts';
import { type Alert, decodeAlert } from '../../src/wire/alert.ts';
import { decodeSelectedGroup } from '../../src/wire/extension.ts';
import { bitLength } from '../../src/wire/key-exchange.ts';
import { downgradeMark } from '../../src/wire/server-hello.ts';
import {
  decodeSslv2Error,
  decodeSslv2ServerHello,
  encodeSslv2ClientHello,
  readSslv2Record,
} from '../../src/wire/sslv2.ts';
import { BOTH, ECDSA_CHAIN, RSA_CHAIN, RSA_ONLY } from './chains.ts';
import { answerTo, counted, flightOf, helloBytes } from './hellos.ts';

const ALL_VERSIONS = [0x0300, 0x0301, 0x0302, 0x0303, 0x0304];

describe('what is chosen', () => {
  const rows: readonly (readonly [
    statement: string,
    hello: Partial<HelloSpec>,
    policy: Partial<TlsPolicy>,
    version: number,
    suite: number,
  ])[] = [
    ['the first suite of the server wins', { suites: [0xc02f, 0xc030] }, {}, 0x0303, 0xc030],
    [
      'the first suite of the client wins where the client decides',
      { suites: [0xc02f, 0xc030] },
      { order: 'client' },
      0x0303,
      0xc02f,
    ],
    [
      'the highest common version is taken',
      { maxVersion: 0x0302, suites: [0x002f] },
      { versions: ALL_VERSIONS, suites: [0x002f] },
      0x0302,
      0x002f,
    ],
    [
      'a version below a hole is taken',
      { maxVersion: 0x0302, suites: [0x002f] },
      { versions: [0x0300, 0x0303], suites: [0x002f] },
      0x0300,
      0x002f,
    ],
    [
      'a suite of TLS 1.2 is not chosen at TLS 1.1',
      { maxVersion: 0x0302, suites: [0xc030, 0x002f] },
      { versions: [0x0302], suites: [0xc030, 0x002f] },
      0x0302,
      0x002f,
    ],
    [
      'an ECDSA suite is not chosen without such a certificate',
      { suites: [0xc02c, 0xc030] },
      { suites: [0xc02c, 0xc030] },
      0x0303,
      0xc030,
    ],
    [
      'an ECDSA suite is chosen with such a certificate',
      { suites: [0xc02c, 0xc030] },
      { suites: [0xc02c, 0xc030], chains: BOTH },
      0x0303,
      0xc02c,
    ],
    [
      'an elliptic suite is not chosen without a common group',
      { groups: [25] },
      { suites: [0xc030, 0x002f] },
      0x0303,
      0x002f,
    ],
    [
      'a signed suite is not chosen without a common signature scheme',
      { signatureSchemes: [0x0403] },
      { suites: [0xc030, 0x002f] },
      0x0303,
      0x002f,
    ],
    [
      'suites can differ by version',
      { maxVersion: 0x0301, suites: [0x002f, 0x000a] },
      { versions: [0x0301, 0x0303], suites: { 0x0303: [0x002f], 0x0301: [0x000a] } },
      0x0301,
      0x000a,
    ],
    [
      'a server without TLS 1.3 does not look at supported_versions',
      { maxVersion: 0x0304, versions: [0x0304, 0x0303], keyShares: 'real' },
      {},
      0x0303,
      0xc030,
    ],
  ];
  test.each(rows)('%s', (_, hello, policy, version, suite) => {
    const flight = flightOf(answerTo(hello, policy));
    expect({ version: flight.version, suite: flight.hello?.suite }).toEqual({ version, suite });
  });
});

describe('what is refused', () => {
  const rows: readonly (readonly [string, Partial<HelloSpec>, Partial<TlsPolicy>, number])[] = [
    ['an old version, with protocol_version', { maxVersion: 0x0302, suites: [0x002f] }, {}, 70],
    ['foreign suites, with handshake_failure', { suites: [0x000a] }, {}, 40],
    ['no common group, with handshake_failure', { groups: [25] }, {}, 40],
    [
      'TLS 1.2 at a server of TLS 1.3 alone, with protocol_version',
      {},
      { versions: [0x0304], suites: [0x1301] },
      70,
    ],
    [
      'a missing key share where none is asked for',
      { maxVersion: 0x0304, versions: [0x0304], suites: [0x1301], keyShares: 'empty' },
      { versions: [0x0304], suites: [0x1301], groups: [29], withoutShare: 'refuse' },
      40,
    ],
  ];
  test.each(rows)('%s', (_, hello, policy, alert) => {
    expect(alertOf(answerTo(hello, policy))).toEqual({ level: 2, description: alert });
  });

  test.each(['close', 'reset', 'silence'] as const)('without a word by %s', (refusal) => {
    expect(answerTo({ suites: [0x000a] }, { refusal })).toEqual({
      state: 'refuse',
      how: refusal,
      bytes: new Uint8Array(0),
    });
  });

  test('bytes that are no hello are answered with decode_error', () => {
    const answer = answerHello(Buffer.from('GET / HTTP/1.1\r\n\r\n'), exchange2019(RSA_ONLY), counted);
    expect(alertOf(answer)).toEqual({ level: 2, description: 50 });
  });
});

describe('limits of picky servers', () => {
  const rows: readonly (readonly [string, HelloLimits])[] = [
    ['too many suites', { maxSuites: 2, reaction: 'close' }],
    ['too long a hello', { maxLength: 60, reaction: 'close' }],
    ['an extension that is not known', { knownExtensions: [0, 10, 11, 13], reaction: 'close' }],
  ];
  test.each(rows)('%s is met with the reaction', (_, limits) => {
    expect(answerTo({}, { limits })).toMatchObject({ state: 'refuse', how: 'close' });
  });

  test('a hello within the limits is answered', () => {
    const limits = { maxSuites: 3, maxLength: 512, needsRenegotiationInfo: true, reaction: 'close' } as const;
    expect(answerTo({}, { limits }).state).toBe('send');
  });

  test('an SSL 2.0 hello without the signalling suite is met with the reaction', () => {
    const hello = ssl2Hello(0x0300, [0x00002f]);
    const limits = { needsRenegotiationInfo: true, reaction: 'reset' } as const;
    const policy = { ...exchange2019(RSA_ONLY), versions: [0x0300], suites: [0x002f], limits };
    expect(answerHello(hello, policy, counted)).toMatchObject({ state: 'refuse', how: 'reset' });
  });
});

describe('the flight', () => {
  test('carries the chain of the key that the suite needs', () => {
    const policy = { chains: BOTH, suites: [0xc02c, 0xc030] };
    expect(flightOf(answerTo({ suites: [0xc02c] }, policy)).certificates).toEqual(ECDSA_CHAIN);
    expect(flightOf(answerTo({ suites: [0xc030] }, policy)).certificates).toEqual(RSA_CHAIN);
  });

  test('carries another chain for clients that send no name', () => {
    const policy = { chainsWithoutSni: { rsa: ECDSA_CHAIN } };
    expect(flightOf(answerTo({ sni: null }, policy)).certificates).toEqual(ECDSA_CHAIN);
    expect(flightOf(answerTo({}, policy)).certificates).toEqual(RSA_CHAIN);
  });

  test('carries no certificate for an anonymous suite', () => {
    const flight = flightOf(answerTo({ suites: [0x0018] }, { suites: [0x0018] }));
    expect(flight).toMatchObject({ certificates: null, state: 'complete', keyExchange: { kind: 'dhe' } });
  });

  test('has the first group of the server that the client knows', () => {
    const flight = flightOf(answerTo({ groups: [23, 24] }, { groups: [29, 24, 23] }));
    expect(flight.keyExchange).toMatchObject({ kind: 'ecdhe', group: 24 });
  });

  test.each([512, 1024, 2048, 2047])('has a prime of %d bits', (dhBits) => {
    const { keyExchange } = flightOf(answerTo({ suites: [0x009f] }, { suites: [0x009f], dhBits }));
    expect(keyExchange?.kind === 'dhe' && bitLength(keyExchange.prime)).toBe(dhBits);
  });

  test('has a modulus of 512 bits for an export suite', () => {
    const policy = { versions: [0x0301], suites: [0x0003] };
    const { keyExchange } = flightOf(answerTo({ maxVersion: 0x0301, suites: [0x0003] }, policy));
    expect(keyExchange?.kind === 'rsa-export' && bitLength(keyExchange.modulus)).toBe(512);
  });

  test.each([
    [true, 1],
    [false, 0],
  ])('has compression where it is switched on: %s', (compression, chosen) => {
    const flight = flightOf(answerTo({ compressions: [1, 0] }, { compression }));
    expect(flight.hello?.compression).toBe(chosen);
  });

  test.each([true, false])('has renegotiation_info if that is switched on: %s', (secureRenegotiation) => {
    const { hello } = flightOf(answerTo({}, { secureRenegotiation }));
    expect(hello?.extensions?.some(({ type }) => type === 0xff01)).toBe(secureRenegotiation);
  });

  test('bears the mark of a server that could do more', () => {
    const policy = { versions: [0x0303, 0x0304], suites: [0x1301, 0xc030] };
    const { hello } = flightOf(answerTo({}, policy));
    expect(hello && downgradeMark(hello)).toBe('tls1.2');
  });

  test('can be cut into records of any size', () => {
    expect(flightOf(answerTo({}, { recordSize: 7 }))).toEqual(flightOf(answerTo({}, {})));
  });
});

describe('TLS 1.3', () => {
  const hello = { maxVersion: 0x0304, versions: [0x0304], suites: [0x1301, 0x1302] };
  const policy = { versions: [0x0303, 0x0304], suites: [0x1302, 0x1301, 0xc030], groups: [24, 23] };

  test('without a share of a common group it asks for one', () => {
    const flight = flightOf(answerTo({ ...hello, keyShares: 'empty' }, policy));
    expect(flight).toMatchObject({ retry: true, version: 0x0304, hello: { suite: 0x1302 } });
    const share = flight.hello?.extensions?.find(({ type }) => type === 51);
    expect(share && decodeSelectedGroup(share.body)).toBe(24);
  });

  test('with a share it answers and goes on encrypted', () => {
    const flight = flightOf(answerTo({ ...hello, keyShares: 'real' }, policy));
    expect(flight).toMatchObject({ retry: false, version: 0x0304, state: 'encrypted' });
    const share = flight.hello?.extensions?.find(({ type }) => type === 51);
    expect(share && decodeSelectedGroup(share.body)).toBe(23);
  });
});

describe('hellos in the format of SSL 2.0', () => {
  const ssl2 = { ...exchange2019(RSA_ONLY), ssl2Kinds: [0x010080, 0x0700c0] };

  test('are answered in SSL 2.0 where it is switched on', () => {
    const answer = answerHello(ssl2Hello(0x0002, [0x0700c0, 0x030080]), ssl2, counted);
    const message = answer.state === 'send' ? readSslv2Record(answer.bytes) : null;
    expect(message && decodeSslv2ServerHello(message)).toMatchObject({
      version: 0x0002,
      kinds: [0x0700c0],
      certificate: RSA_CHAIN[0],
    });
  });

  test('are refused by an ERROR where no kind is common', () => {
    const answer = answerHello(ssl2Hello(0x0002, [0x030080]), ssl2, counted);
    const message = answer.state === 'refuse' ? readSslv2Record(answer.bytes) : null;
    expect(message && decodeSslv2Error(message)).toBe(1);
  });

  test('are refused by an alert where SSL 2.0 is not known', () => {
    const answer = answerHello(ssl2Hello(0x0002, [0x0700c0]), exchange2019(RSA_ONLY), counted);
    expect(answer).toMatchObject({ state: 'refuse', how: 'alert' });
  });

  test('are answered in SSL 3.0 where that is offered in them', () => {
    const policy = { ...ssl2, versions: [0x0300], suites: [0x002f] };
    const flight = flightOf(answerHello(ssl2Hello(0x0300, [0x0700c0, 0x00002f]), policy, counted));
    expect(flight).toMatchObject({ version: 0x0300, hello: { suite: 0x002f } });
  });

  test('with SSL 3.0 offered are answered in SSL 2.0 where nothing higher is common', () => {
    const answer = answerHello(ssl2Hello(0x0300, [0x0700c0, 0x00002f]), ssl2, counted);
    expect(answer.state === 'send' && readSslv2Record(answer.bytes)?.[0]).toBe(4);
  });
});

describe('any bytes', () => {
  const policy: TlsPolicy = {
    ...exchange2019(BOTH),
    versions: ALL_VERSIONS,
    suites: [0x1301, 0xc02c, 0xc030, 0x009f, 0x002f, 0x0003],
    ssl2Kinds: [0x0700c0],
  };
  const hello = helloBytes({
    maxVersion: 0x0304,
    versions: [0x0304, 0x0303],
    suites: [0x1301, 0xc030],
    keyShares: 'real',
  });

  test('of a hello that is cut short lead to waiting', () => {
    for (let length = 0; length < hello.length; length += 1) {
      expect(answerHello(hello.subarray(0, length), policy, counted)).toEqual({ state: 'more' });
    }
    expect(answerHello(hello, policy, counted).state).toBe('send');
  });

  test('never make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(['more', 'send', 'refuse']).toContain(answerHello(bytes, policy, counted).state);
      }),
    );
  });

  test('in the place of those of a hello never make it throw', () => {
    fc.assert(
      fc.property(fc.nat(hello.length - 1), fc.nat(255), (at, value) => {
        const changed = hello.map((byte, index) => (index === at ? value : byte));
        expect(['more', 'send', 'refuse']).toContain(answerHello(changed, policy, counted).state);
      }),
      { numRuns: 500 },
    );
  });

  test('without end are refused', () => {
    const endless = Buffer.alloc(70_000, 0x16);
    expect(answerHello(endless, policy, counted).state).toBe('refuse');
  });
});

function alertOf(answer: TlsAnswer): Alert | null {
  return answer.state === 'refuse' ? decodeAlert(answer.bytes.subarray(5)) : null;
}

function ssl2Hello(version: number, kinds: readonly number[]): Uint8Array {
  return encodeSslv2ClientHello({ version, kinds, sessionId: new Uint8Array(0), challenge: counted(16) });
}
